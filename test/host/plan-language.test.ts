/** Completion, hover, problems and quick fixes in plan files, through the editor. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { clear, eventually, folder, makeProject, ours, read, remove, write } from './support.ts';

const team = 'roles:\n  - id: founder\n    title: Founder\n    person: Mei\n    by: null\n';
const goals = (owner: string, key = 'owner') =>
  `goals:\n  - id: a\n    title: A\n    metric: m\n    target: 1\n    by: 2026-12-01\n    ${key}: ${owner}\n`;
const uri = (file: string) => vscode.Uri.file(join(folder, file));

async function opened(file: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri(file)));
}

const problems = (file: string) =>
  vscode.languages.getDiagnostics(uri(file)).filter(({ source }) => source === 'AI Venture');

/** What is marked and said, once it is `wanted`. */
async function told(file: string, wanted: readonly (readonly [number, string])[]): Promise<void> {
  const seen = () => problems(file).map(({ range, message }) => [range.start.line + 1, message] as const);
  await eventually(`the problems of ${file}`, () =>
    assert.deepEqual(seen(), wanted) === undefined ? true : undefined,
  ).catch(() => assert.deepEqual(seen(), wanted));
}

async function actions(file: string): Promise<readonly vscode.CodeAction[]> {
  const [first] = problems(file);
  assert.ok(first, 'a problem');
  await opened(file);
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri(file), first.range);
}

async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const whole = new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));
  assert.ok(await editor.edit((edit) => edit.replace(whole, text)));
}

describe('a plan file in the editor', () => {
  before(async () => {
    clear();
    makeProject('Acme Reviews');
    write('plan/team.yaml', team);
    write('plan/goals.yaml', goals('Mie'));
    await ours().activate();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    clear();
  });

  it('has its problems told with the line, also unopened, and follows what is typed in another one', async () => {
    await told('plan/goals.yaml', [[7, '“Mie” isn’t in plan/team.yaml']]);
    const editor = await opened('plan/team.yaml');
    await replaceAll(editor, team.replace('Mei', 'Mie'));
    await told('plan/goals.yaml', []);
    assert.equal(read('plan/team.yaml'), team, 'nothing was saved');
    await replaceAll(editor, team);
    await told('plan/goals.yaml', [[7, '“Mie” isn’t in plan/team.yaml']]);
    await editor.document.save();
  });

  it('offers to add an owner to the team, or to write the name right', async () => {
    const offered = await actions('plan/goals.yaml');
    assert.deepEqual(
      offered.map(({ title }) => title),
      ['Change to “Mei”', 'Add Mie to team.yaml'],
    );
    const edit = offered[1]?.edit;
    assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
    await told('plan/goals.yaml', []);
    const document = await vscode.workspace.openTextDocument(uri('plan/team.yaml'));
    assert.match(document.getText(), /\n {2}- id: mie\n {4}title: ""\n {4}person: Mie\n/);
    await document.save();
  });

  it('offers the right key for a misspelt one', async () => {
    write('plan/goals.yaml', goals('Mei', 'onwer'));
    await told('plan/goals.yaml', [
      [2, '“goals[0].owner” is missing'],
      [7, '“onwer” isn’t known here. Is it meant to be “owner”?'],
    ]);
    await opened('plan/goals.yaml');
    const wrong = problems('plan/goals.yaml')[1];
    assert.ok(wrong);
    const [fix]: vscode.CodeAction[] = await vscode.commands.executeCommand(
      'vscode.executeCodeActionProvider',
      uri('plan/goals.yaml'),
      wrong.range,
    );
    assert.ok(fix?.edit && (await vscode.workspace.applyEdit(fix.edit)));
    await told('plan/goals.yaml', []);
  });

  it('completes keys and owners', async () => {
    const editor = await opened('plan/goals.yaml');
    const labels = async (line: number, column: number) => {
      const { items }: vscode.CompletionList = await vscode.commands.executeCommand(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        new vscode.Position(line, column),
      );
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    await replaceAll(editor, 'goals:\n  - id: a\n    ow\n');
    assert.ok((await labels(2, 6)).includes('owner'));
    await replaceAll(editor, 'goals:\n  - id: a\n    owner: \n');
    assert.deepEqual((await labels(2, 11)).slice(0, 2), ['Mei', 'Mie']);
  });

  it('explains a key and leads to its step', async () => {
    const [hover]: vscode.Hover[] = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      uri('plan/goals.yaml'),
      new vscode.Position(2, 6),
    );
    const words = (hover?.contents ?? [])
      .map((one) => (typeof one === 'string' ? one : one.value))
      .join('\n');
    assert.match(words, /a person of plan\/team\.yaml/);
    assert.match(words, /\[5\.1\.1 [^\]]+\]\(command:aiVenture\.openInGuide\?/);
  });

  it('is left alone where it belongs to no project, and forgotten when it goes', async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    write('plan/goals.yaml', 'goals: 7\n');
    write('apps/other/plan/goals.yaml', 'goals: 7\n');
    await told('plan/goals.yaml', [[1, '“goals” must be a list']]);
    assert.deepEqual(problems('apps/other/plan/goals.yaml'), []);
    remove('plan/goals.yaml');
    await told('plan/goals.yaml', []);
  });
});
