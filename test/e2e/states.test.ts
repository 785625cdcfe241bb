/** The checklist in special places: several projects, Restricted Mode, the Progress page, the native menu. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Checklist } from './support/checklist.ts';
import { temporaryFolder, useEditor } from './support/session.ts';
import { Venture } from './support/venture.ts';
import { commandTitle, manifestWord, wordsOf } from './support/words.ts';
import { eventually } from './support/workbench.ts';

const say = wordsOf('en');

describe('states of the checklist', () => {
  const editor = useEditor('en');

  it('lets one choose between several projects, and keeps them apart', async () => {
    const parent = temporaryFolder('ventures');
    const [first, second] = ['First Venture', 'Second Venture'].map((name) =>
      Venture.make('en', name, parent),
    );
    assert.ok(first && second);
    const file = path.join(parent, 'both.code-workspace');
    writeFileSync(file, JSON.stringify({ folders: [{ path: first.folder }, { path: second.folder }] }));
    const workbench = await editor.open(file);
    const checklist = await Checklist.show(workbench);
    await checklist.frame.getByRole('heading', { name: say('view', 'chooser.title') }).waitFor();
    await checklist.frame.getByRole('button', { name: /Second Venture/ }).click();
    await checklist.openSection('5.1.1');
    await checklist.box('5.1.1').click();
    await eventually('the tick on disk', async () => second.progress().items['5.1.1']?.['state'] === 'done');
    assert.deepEqual(first.progress().items, {}, 'the other project is left alone');

    await checklist.frame
      .getByRole('button', { name: say('view', 'project.switch', { name: second.name }) })
      .click();
    await workbench.row('First Venture').click();
    await checklist.frame
      .getByRole('button', { name: say('view', 'project.switch', { name: first.name }) })
      .waitFor();
    await checklist.inState('5.1.1', 'todo');
  });

  it('brings the Progress page up to date with each tick, and says which file of the plan cannot be read', async () => {
    const venture = Venture.make('en');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await workbench.command(commandTitle('en', 'aiVenture.openProgress'));
    const progress = await workbench.webview('progress');
    await progress.getByRole('heading', { level: 1, name: venture.name }).waitFor();
    await checklist.openSection('5.1.1');
    await checklist.box('5.1.1').click();
    const figure = say('view', 'overview.count', { done: 1, all: 20 });
    await progress.getByText(figure, { exact: true }).first().waitFor();
    await checklist.counts(figure);

    venture.reportMetrics();
    await progress.getByText('0.985').first().waitFor();
    venture.write('plan/timeline.yaml', 'start: [\n');
    await progress.getByText('plan/timeline.yaml').first().waitFor();
  });

  it('shows what waits on its icon, and the native menu on a row', async () => {
    const venture = Venture.make('en');
    venture.reportMetrics();
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await checklist.openSection('5.4.2');
    await checklist
      .step('5.4.2')
      .getByRole('button', { name: say('view', 'accept') })
      .waitFor();
    const badge = workbench.icon().locator('xpath=..').locator('.badge-content');
    await eventually('a badge of 1', async () =>
      (await badge.allTextContents()).some((text) => text.trim() === '1'),
    );

    await checklist.step('5.4.2').hover();
    await checklist
      .step('5.4.2')
      .getByRole('button', { name: /^More actions/ })
      .click();
    const item = workbench.page.locator('.monaco-menu').getByText(manifestWord('en', 'command.skip'));
    await item.waitFor();
    await workbench.page.waitForTimeout(500); // a menu takes no click just after it has opened
    await item.click({ delay: 100 });
    await workbench.quick.waitFor();
    await workbench.input.fill('Measured elsewhere');
    await workbench.page.keyboard.press('Enter');
    await checklist.inState('5.4.2', 'skipped');
    await eventually('no badge', async () =>
      (await badge.allTextContents()).every((text) => text.trim() === ''),
    );
  });
});

describe('the checklist in Restricted Mode', () => {
  const editor = useEditor('en', { restricted: true });

  it('reads, and changes nothing', async () => {
    const venture = Venture.make('en');
    venture.reportMetrics();
    const before = venture.read('.ai-venture/progress.json');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await checklist.frame.getByText(say('view', 'untrusted.title')).waitFor();
    const detail = await checklist.openStep('5.4.2');
    assert.ok(await checklist.box('5.4.2').isDisabled());
    assert.equal(
      await checklist
        .step('5.4.2')
        .getByRole('button', { name: say('view', 'accept') })
        .count(),
      0,
    );
    assert.ok(await detail.getByLabel(say('view', 'field.note')).isDisabled());
    assert.equal(await detail.getByRole('button', { name: /^Run/ }).count(), 0);
    await detail.getByRole('button', { name: say('view', 'guide.open') }).click();
    const guide = await workbench.webview('guide');
    await guide.getByRole('heading', { level: 2, name: /^5\.4\.2 / }).waitFor();
    assert.equal(venture.read('.ai-venture/progress.json'), before);
  });
});
