/** A founder's week: fill in the plan, train, take the evidence, see the dashboard change, hand out the report. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { numberText } from '../../src/report/numbers.ts';
import { cachedProject } from '../generated/support/project.ts';
import { succeed } from '../generated/support/run.ts';
import { Checklist } from './support/checklist.ts';
import { root, tool } from './support/machine.ts';
import { temporaryFolder, useEditor } from './support/session.ts';
import { Venture } from './support/venture.ts';
import { manifestWord, wordsOf } from './support/words.ts';
import { configure, eventually, type Workbench } from './support/workbench.ts';

/** Training on two busy cores, with what is imported before it. */
const trained = 240_000;
const budget = `currency: USD
as_of: 2026-11-01
cash: 120000
funding: 0
monthly:
  - name: Salaries
    amount: 9000
  - name: Cloud
    amount: 1000
training:
  budget: 500
  gpu_hour_price: 0
  gpu: none
`;

/** Writes over the whole of the file in the active editor, as somebody does who pastes, and saves it. */
async function replaceText({ page }: Workbench, text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+S');
}

describe("a founder's week", () => {
  const language = 'en';
  const editor = useEditor(language);
  const say = wordsOf(language);

  it('goes from an empty plan to a report that an investor can read', async function () {
    this.timeout(900_000);
    const project = await cachedProject({ framework: 'pytorch' });
    await succeed(`"${project.python}" -m ${project.package} data`, project.folder);
    const venture = new Venture(project.folder, 'Acme Digits');
    // What is typed at once here would be indented line by line, as it is for somebody who types it.
    configure(venture.folder, { '[yaml]': { 'editor.autoIndent': 'none' } });
    const workbench = await editor.open(venture.folder);
    const { page } = workbench;
    const checklist = await Checklist.show(workbench);
    await checklist.counts(say('view', 'overview.count', { done: 0, all: 105 }));

    // Monday: the money.
    await workbench.command(manifestWord(language, 'command.openProgress'));
    let dashboard = await workbench.webview('progress');
    const card = (name: string) => dashboard.locator(`section[aria-labelledby="h-${name}"]`);
    await card('money')
      .getByRole('button', { name: /plan\/budget\.yaml/ })
      .click();
    await workbench.editorTab('budget.yaml').waitFor();
    await page.locator('.monaco-editor .view-lines').first().click();
    await replaceText(workbench, budget.replace('cash: 120000', 'cash: -120000'));
    await workbench.command(manifestWord(language, 'command.openProgress'));
    dashboard = await workbench.webview('progress');
    const where = say('view', 'broken.where', { file: 'plan/budget.yaml', line: 3 });
    await eventually('the line of what is wrong', async () =>
      (await card('money').innerText()).replace(/\u200b/g, '').includes(where),
    );
    await workbench.editorTab('budget.yaml').click();
    await page.locator('.monaco-editor .view-lines').first().click();
    await replaceText(workbench, budget);
    await workbench.command(manifestWord(language, 'command.openProgress'));
    dashboard = await workbench.webview('progress');
    // 120,000 that are there, 10,000 that go each month.
    await eventually('the runway', async () => /\b12(?:\.0)?\b/.test(await card('money').innerText()));

    // Tuesday: the model. The checklist runs what the guide says.
    const run = async (id: string, file: string) => {
      const detail = await checklist.openStep(id);
      await detail
        .getByRole('button', { name: say('view', 'run') })
        .first()
        .click();
      await eventually(`${file} of step ${id}`, async () => existsAndParses(venture.path(file)), trained);
    };
    await run('5.3.3', 'reports/training.json');
    await run('5.4.2', 'reports/metrics.json');

    // Wednesday: the evidence.
    await checklist.openSection('5.3.3');
    await checklist
      .step('5.3.3')
      .getByRole('button', { name: say('view', 'accept') })
      .click();
    await checklist.inState('5.3.3', 'done');
    await checklist.counts(say('view', 'overview.count', { done: 1, all: 105 }));

    // Thursday: what it came to.
    const metrics = JSON.parse(venture.read('reports/metrics.json')) as {
      result: { metrics: { accuracy: { value: number } } };
    };
    const accuracy = numberText(metrics.result.metrics.accuracy.value, language);
    await workbench.command(manifestWord(language, 'command.openProgress'));
    dashboard = await workbench.webview('progress');
    await eventually('the accuracy', async () => (await card('lastRun').innerText()).includes(accuracy));
    await card('confusion').waitFor();
    await card('curves').waitFor();
    await dashboard
      .getByText(say('view', 'overview.count', { done: 1, all: 105 }))
      .first()
      .waitFor();
    await workbench.picture('week-dashboard');

    // Friday: the investors.
    const out = path.join(temporaryFolder('handed-out'), 'report.html');
    await workbench.command(manifestWord(language, 'command.exportReport'));
    await workbench.row('HTML').click();
    const html = await workbench.saveAs(out);
    assert.match(html, /^<!doctype html>/i);
    assert.doesNotMatch(html, /<script/i);
    assert.ok(html.includes('Acme Digits') && html.includes(accuracy), 'the figures of the dashboard');

    // The command line says the same.
    const cli = [path.join(root, 'dist', 'cli.js'), 'report', venture.folder, '--format', 'json'];
    const told = JSON.parse(execFileSync(tool('NODE'), cli, { encoding: 'utf8' })) as {
      money: { runway: number };
      progress: { done: number; all: number };
      lastRun: { metrics: { name: string; value: number }[] };
    };
    assert.deepEqual([told.money.runway, told.progress.done, told.progress.all], [12, 1, 105]);
    assert.equal(
      told.lastRun.metrics.find(({ name }) => name === 'accuracy')?.value,
      metrics.result.metrics.accuracy.value,
    );
  });
});

/** A report under way is not there yet. */
function existsAndParses(file: string): boolean {
  return typeof JSON.parse(readFileSync(file, 'utf8')) === 'object';
}
