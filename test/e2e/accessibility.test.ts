/** Every view in four themes: axe finds nothing, and a picture of each is kept. */
import { type Language, languages } from '../../src/l10n.ts';
import { assertAccessible, type ThemeName, themes, wear } from './support/axe.ts';
import { Checklist } from './support/checklist.ts';
import { grow } from './support/company.ts';
import { temporaryFolder, useEditor } from './support/session.ts';
import { Venture } from './support/venture.ts';
import { commandTitle, wordsOf } from './support/words.ts';
import type { Workbench } from './support/workbench.ts';

/** A project in the middle of its work: every state of a step, and every kind of evidence. */
function busyVenture(language: Language): Venture {
  const venture = Venture.make(language);
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
  venture.write('configs/evaluate.yaml', `${venture.read('configs/evaluate.yaml')}# changed since\n`);
  venture.write('reports/tuning.json', '{\n  "schema": "ai-venture/tuning@1",\n  "at": 7\n}\n');
  return venture;
}

for (const language of languages) {
  describe(`looks and accessibility (${language})`, () => {
    const editor = useEditor(language, { keep: true });
    const say = wordsOf(language);
    // Colors do not depend on the language; lengths of words do.
    const worn = language === 'en' ? (Object.keys(themes) as ThemeName[]) : (['dark-modern'] as const);
    let venture: Venture;
    let workbench: Workbench;

    before(async () => {
      venture = busyVenture(language);
      workbench = await editor.open(venture.folder, { width: 1440, height: 900 });
    });

    it('the checklist, with a step opened', async () => {
      const checklist = await Checklist.show(workbench);
      await checklist.openSection('5.3.3');
      await checklist.openStep('5.2.2');
      for (const theme of worn) {
        await wear(venture.folder, checklist.frame, theme);
        await assertAccessible(checklist.frame, `the checklist in ${theme}`, '--vscode-sideBar-background');
        await workbench.picture(`checklist-${language}-${theme}`);
      }
    });

    it('the guide', async () => {
      const checklist = await Checklist.show(workbench);
      const detail = await checklist.openStep('5.2.2');
      await detail.getByRole('button', { name: say('view', 'guide.open') }).click();
      const guide = await workbench.webview('guide');
      await checklist.title('5.2.2').click();
      for (const theme of worn) {
        await wear(venture.folder, guide, theme);
        await assertAccessible(guide, `the guide in ${theme}`, '--vscode-editor-background');
        await workbench.picture(`guide-${language}-${theme}`, { curated: theme === 'dark-modern' });
      }
    });

    it('the progress page', async () => {
      await workbench.command(commandTitle(language, 'aiVenture.openProgress'));
      const progress = await workbench.webview('progress');
      await progress.getByRole('heading', { level: 1, name: venture.name }).waitFor();
      for (const theme of worn) {
        await wear(venture.folder, progress, theme);
        await assertAccessible(progress, `the progress page in ${theme}`, '--vscode-editor-background');
        await workbench.picture(`progress-${language}-${theme}`);
      }
    });

    it('a company with every plan: the dashboard and the chapters of the checklist', async () => {
      const company = busyVenture(language);
      grow(company);
      const large = await editor.open(company.folder, { width: 1440, height: 900 });
      const checklist = await Checklist.show(large);
      await checklist.frame.locator('[id="chapter-7"]').click();
      await large.command(commandTitle(language, 'aiVenture.openProgress'));
      const dashboard = await large.webview('progress');
      for (const card of [
        'money',
        'timeline',
        'risks',
        'team',
        'lastRun',
        'runs',
        'curves',
        'confusion',
        'drift',
      ]) {
        await dashboard.locator(`section[aria-labelledby="h-${card}"] h2`).waitFor();
      }
      for (const card of ['funding', 'compliance', 'feedback', 'premortem']) {
        await dashboard.locator(`section[aria-labelledby="h-${card}"] h2`).waitFor();
      }
      for (const theme of worn) {
        await wear(company.folder, dashboard, theme);
        await assertAccessible(dashboard, `the dashboard in ${theme}`, '--vscode-editor-background');
        await assertAccessible(checklist.frame, `the chapters in ${theme}`, '--vscode-sideBar-background');
        for (const card of ['money', 'risks', 'runs', 'funding']) {
          await dashboard.locator(`[id="h-${card}"]`).evaluate((heading) => heading.scrollIntoView());
          await large.picture(`dashboard-${card}-${language}-${theme}`, {
            curated: card === 'money' && theme === 'light-modern',
          });
        }
      }
    });

    it('the view without a project', async () => {
      const folder = temporaryFolder('nothing-yet');
      const empty = await editor.open(folder, { width: 1000, height: 700 });
      const checklist = await Checklist.show(empty);
      await checklist.frame.getByText(say('view', 'welcome.create')).first().waitFor();
      for (const theme of worn) {
        await wear(folder, checklist.frame, theme);
        await assertAccessible(checklist.frame, `the empty view in ${theme}`, '--vscode-sideBar-background');
        await empty.picture(`welcome-${language}-${theme}`);
      }
    });
  });
}
