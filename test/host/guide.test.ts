/** The guide beside the editor: its table of contents, and what it says in the files of a project. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Contents } from '../../src/views/contents.ts';
import { keyHover, lensesFor } from '../../src/views/file-help.ts';
import { GuidePanel } from '../../src/views/guide-panel.ts';
import { clear, eventually, makeProject, type OpenView, openView, remove, write } from './support.ts';

describe('the guide in the editor', () => {
  let open: OpenView;
  before(async () => {
    clear();
    makeProject('Acme Reviews');
    write('src/acme_reviews/data/clean.py', 'RULES = []\n');
    write('configs/data.yaml', 'source: digits\nsplit:\n  train: 0.7\n');
    write('README.md', '# Acme\n');
    open = await openView();
    await open.hub.whenReady();
  });
  after(() => {
    open.dispose();
    remove('README.md');
    clear();
  });

  const uriOf = (path: string) => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    return vscode.Uri.joinPath(folder.uri, ...path.split('/'));
  };
  const titles = async (path: string) =>
    (await lensesFor(open.hub, uriOf(path))).map(({ command }) => command?.title ?? '');

  it('has a tree of chapters, sections and points, steps with their state', async () => {
    const contents = new Contents(open.hub, new GuidePanel(open.hub));
    const chapters = await contents.getChildren();
    assert.ok(chapters.includes('5'));
    assert.deepEqual(await contents.getChildren('5'), ['5.1', '5.2', '5.3', '5.4', '5.5']);
    assert.deepEqual(await contents.getChildren('5.2'), ['5.2.1', '5.2.2', '5.2.3', '5.2.4']);
    assert.deepEqual([contents.getParent('5.2.2'), contents.getParent('5')], ['5.2', undefined]);
    const leaf = await contents.getTreeItem('5.2.2');
    assert.deepEqual([leaf.label, leaf.description], ['5.2.2 Clean the data', 'To do']);
    assert.equal(leaf.collapsibleState, vscode.TreeItemCollapsibleState.None);
    const section = await contents.getTreeItem('5.2');
    assert.equal(section.description, '0 of 4');
    assert.equal(section.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);

    const drawn = eventuallyFires(contents.onDidChangeTreeData);
    open.view.send({ type: 'tick', id: '5.2.2', done: true });
    await drawn;
    assert.equal((await contents.getTreeItem('5.2.2')).description, 'Done');
    assert.equal((await contents.getTreeItem('5.2')).description, '1 of 4');
  });

  it('says above a file which step it belongs to, and how that stands', async () => {
    await eventually('the tick', () => open.hub.session?.step('5.2.2')?.state === 'done');
    assert.deepEqual(await titles('src/acme_reviews/data/clean.py'), [
      '$(book) Guide 5.2.2: Clean the data',
      '$(pass-filled) Done',
    ]);
    assert.deepEqual(await titles('README.md'), []);
    const settings = vscode.workspace.getConfiguration('aiVenture');
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await titles('src/acme_reviews/data/clean.py'), []);
    } finally {
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('leads from a key of a configuration to the sections that explain it, and from nothing else', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf('configs/data.yaml'));
    const hover = await keyHover(open.hub, document, new vscode.Position(2, 3));
    const [text] = hover?.contents ?? [];
    assert.ok(text instanceof vscode.MarkdownString);
    assert.match(text.value, /“split\.train”/);
    assert.match(text.value, /\[5\.2\.1 [^\]]+\]\(command:aiVenture\.openInGuide\?/);
    assert.deepEqual(text.isTrusted, { enabledCommands: ['aiVenture.openInGuide'] });
    assert.equal(await keyHover(open.hub, document, new vscode.Position(2, 10)), undefined, 'a value');
  });
});

function eventuallyFires(event: vscode.Event<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const listener = event(() => {
      listener.dispose();
      resolve();
    });
  });
}
