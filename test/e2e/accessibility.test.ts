/** Every view in four themes: axe finds nothing, and a picture of each is kept. */
import assert from 'node:assert/strict';
import { assertAccessible, type ThemeName, themes, wear } from './support/axe.ts';
import { Checklist } from './support/checklist.ts';
import { temporaryFolder, useEditor } from './support/session.ts';
import { Venture } from './support/venture.ts';
import { commandTitle, wordsOf } from './support/words.ts';

/** A project in the middle of its work: every state of a step, and every kind of evidence. */
function busyVenture(): Venture {
  const venture = Venture.make('en');
  const item = (fields: Record<string, string>) => ({
    at: '2026-11-20T09:30:00Z',
    by: 'Mei Chen',
    ...fields,
  });
  const items = {
    '5.1.1': item({ state: 'done', note: 'Agreed with the board.' }),
    '5.1.2': item({ state: 'done' }),
    '5.1.3': item({ state: 'doing', owner: 'Ravi', due: '2026-11-02' }),
    '5.2.1': item({ state: 'done' }),
    '5.4.4': item({ state: 'skipped', reason: 'No users before launch' }),
    '5.5.1': item({ state: 'doing', owner: 'Mei Chen', due: '2031-12-01' }),
  };
  const lines = Object.entries(items).map(([id, entry]) => `    "${id}": ${JSON.stringify(entry)}`);
  venture.write(
    '.ai-venture/progress.json',
    `{\n  "version": 1,\n  "items": {\n${lines.join(',\n')}\n  }\n}\n`,
  );
  venture.reportTraining();
  venture.reportMetrics();
  venture.reportData();
  venture.write('configs/data.yaml', `${venture.read('configs/data.yaml')}# changed since\n`);
  venture.write('reports/tuning.json', '{\n  "schema": "ai-venture/tuning@1",\n  "at": 7\n}\n');
  return venture;
}

describe('looks and accessibility', () => {
  const editor = useEditor('en', { keep: true });
  const say = wordsOf('en');
  const names = Object.keys(themes) as ThemeName[];
  let venture: Venture;

  before(() => {
    venture = busyVenture();
  });

  it('the checklist, with a step opened', async () => {
    const server = await editor.server();
    const workbench = await editor.open(venture.folder, { width: 1280, height: 900 });
    const checklist = await Checklist.show(workbench);
    await checklist.openStep('5.2.2');
    await checklist.openSection('5.3.3');
    for (const theme of names) {
      await wear(server, checklist.frame, theme);
      await assertAccessible(checklist.frame, `the checklist in ${theme}`);
      await workbench.picture(`checklist-${theme}`, { curated: true });
    }
  });

  it('the guide', async () => {
    const server = await editor.server();
    const workbench = await editor.open(venture.folder, { width: 1440, height: 900 });
    const checklist = await Checklist.show(workbench);
    const detail = await checklist.openStep('5.2.2');
    await detail.getByRole('button', { name: say('view', 'guide.open') }).click();
    const guide = await workbench.webview('guide');
    for (const theme of names) {
      await wear(server, guide, theme);
      await assertAccessible(guide, `the guide in ${theme}`);
      await workbench.picture(`guide-${theme}`, { curated: true });
    }
  });

  it('the progress page', async () => {
    const server = await editor.server();
    const workbench = await editor.open(venture.folder, { width: 1440, height: 1000 });
    await Checklist.show(workbench);
    await workbench.command(commandTitle('en', 'aiVenture.openProgress'));
    const progress = await workbench.webview('progress');
    await progress.getByRole('heading', { level: 1 }).waitFor();
    for (const theme of names) {
      await wear(server, progress, theme);
      await assertAccessible(progress, `the progress page in ${theme}`);
      await workbench.picture(`progress-${theme}`, { curated: true });
    }
  });

  it('the view without a project', async () => {
    const server = await editor.server();
    const workbench = await editor.open(temporaryFolder('nothing-yet'), { width: 1000, height: 700 });
    const checklist = await Checklist.show(workbench);
    assert.ok(await checklist.frame.getByText(say('view', 'welcome.create')).first().isVisible());
    for (const theme of names) {
      await wear(server, checklist.frame, theme);
      await assertAccessible(checklist.frame, `the empty view in ${theme}`);
      await workbench.picture(`welcome-${theme}`);
    }
  });
});
