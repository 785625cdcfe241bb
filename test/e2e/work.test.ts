/** Journey 2, Work: the checklist of a project, by mouse and by keyboard, in both languages. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { definitionFor, planModules, stepsOf } from '../../src/checklist/definition.ts';
import { languages } from '../../src/l10n.ts';
import { Checklist } from './support/checklist.ts';
import { useEditor } from './support/session.ts';
import { Venture } from './support/venture.ts';
import { manifestWord, wordsOf } from './support/words.ts';
import { eventually } from './support/workbench.ts';

for (const language of languages) {
  describe(`work (${language})`, () => {
    const editor = useEditor(language);
    const say = wordsOf(language);

    it('by mouse: tick, undo, skip with a reason, owner, due date and note', async () => {
      const venture = Venture.make(language);
      const workbench = await editor.open(venture.folder);
      const checklist = await Checklist.show(workbench);
      await checklist.frame.getByRole('heading', { level: 1, name: venture.name }).waitFor();
      await checklist.counts(say('view', 'overview.count', { done: 0, all: 20 }));

      await checklist.openSection('5.1.1');
      await checklist.box('5.1.1').click();
      await checklist.inState('5.1.1', 'done');
      await eventually(
        'the tick on disk',
        async () => venture.progress().items['5.1.1']?.['state'] === 'done',
      );
      await checklist.counts(say('view', 'overview.count', { done: 1, all: 20 }));

      await checklist.step('5.1.1').getByText(say('view', 'undo'), { exact: true }).click();
      await checklist.inState('5.1.1', 'todo');
      await eventually('the undo on disk', async () => venture.progress().items['5.1.1'] === undefined);

      const detail = await checklist.openStep('5.1.2');
      await detail.getByLabel(say('view', 'field.state')).selectOption('skipped');
      await workbench.input.waitFor();
      await workbench.page.keyboard.press('Enter');
      await workbench.message().waitFor();
      assert.equal(venture.progress().items['5.1.2'], undefined, 'no skip without a reason');
      await workbench.input.fill('No outside deadline yet');
      await workbench.page.keyboard.press('Enter');
      await checklist.inState('5.1.2', 'skipped');
      await checklist
        .step('5.1.2')
        .getByText(say('view', 'skipped.because', { reason: 'No outside deadline yet' }))
        .waitFor();
      await checklist.counts(say('view', 'overview.count', { done: 0, all: 19 }));

      const third = await checklist.openStep('5.1.3');
      await third.getByLabel(say('view', 'field.owner')).fill('陈梅');
      await third.getByLabel(say('view', 'field.due')).fill('2031-12-01');
      await third.getByLabel(say('view', 'field.note')).fill('GPU quota asked for: "2 × H100"');
      await third.getByRole('heading').first().click();
      await eventually('the fields on disk', async () => {
        const item = venture.progress().items['5.1.3'];
        return (
          item?.['owner'] === '陈梅' &&
          item['due'] === '2031-12-01' &&
          item['note'] === 'GPU quota asked for: "2 × H100"'
        );
      });
      await checklist.step('5.1.3').locator('.meta').getByText('陈梅').waitFor();
    });

    it('with every plan: chapters, a filter, many steps at once, and all of it taken back', async () => {
      const venture = Venture.make(language);
      const project = JSON.parse(venture.read('.ai-venture/project.json'));
      venture.write('.ai-venture/project.json', JSON.stringify({ ...project, plan: planModules }));
      venture.reportData();
      const all = stepsOf(definitionFor(planModules)).length;
      const workbench = await editor.open(venture.folder);
      const checklist = await Checklist.show(workbench);
      const { frame } = checklist;
      const heading = (level: number, name: RegExp) => frame.getByRole('heading', { level, name });
      await checklist.counts(say('view', 'overview.count', { done: 0, all }));
      await heading(2, /^5 /).waitFor();
      await heading(3, /^5\.1 /).waitFor();
      await heading(4, /^5\.1\.1 /).waitFor();
      assert.equal(await heading(3, /^3\.1 /).count(), 0, 'the other chapters are folded');
      await frame.locator('[id="chapter-3"]').click();
      await heading(3, /^3\.1 /).click();
      await checklist.step('3.1.1').waitFor();
      await workbench.picture(`chapters-${language}`);

      await workbench.command(manifestWord(language, 'command.filter'));
      await workbench.row(say('checklist', 'filter.confirm')).click();
      const proposed = ['5.2.1', '5.2.2', '5.2.3', '5.2.4'];
      const showing = { filter: say('view', 'filter.confirm'), shown: proposed.length, of: all };
      await frame
        .getByText(say('view', 'filter.text', showing))
        .first()
        .waitFor();
      await checklist.step('5.2.4').waitFor();
      assert.equal(await frame.locator('[data-step-row]').count(), proposed.length);
      await workbench.picture(`filter-${language}`);

      await workbench.command(manifestWord(language, 'command.acceptAll'));
      await workbench.asked(say('checklist', 'bulk.title'));
      await workbench.page.keyboard.press('Enter');
      await workbench.asked(say('checklist', 'bulk.accept', { n: proposed.length }));
      await workbench.picture(`accept-all-${language}`);
      await workbench.page.keyboard.press('Enter');
      const ticked = () =>
        Object.values(venture.progress().items).filter(({ state }) => state === 'done').length;
      await eventually('four ticks on disk', async () => ticked() === proposed.length);
      await frame.getByText(say('view', 'filter.none.confirm')).waitFor();
      const what = say('checklist', 'change.accept', { n: proposed.length });
      await frame.getByRole('button', { name: say('view', 'undo.what', { what }) }).click();
      await eventually('all four taken back', async () => ticked() === 0);
      await checklist.step('5.2.4').waitFor();

      await frame.getByRole('button', { name: say('view', 'filter.all'), exact: true }).click();
      await frame.locator('.filtered').waitFor({ state: 'detached' });
      await checklist.step('3.1.1').waitFor();
    });

    it('by keyboard alone: to the next step, open, tick, undo, and back', async () => {
      const venture = Venture.make(language);
      const workbench = await editor.open(venture.folder);
      await workbench.focusChecklist(language);
      const checklist = new Checklist(workbench, await workbench.webview('sidebar'));
      const keyboard = workbench.page.keyboard;
      const focused = () => checklist.frame.evaluate(() => document.activeElement?.id ?? '');
      const goTo = (id: string) => eventually(`focus on ${id}`, async () => (await focused()) === id);

      await eventually('focus on a row', async () => {
        if (/^(row|section)-/.test(await focused())) return true;
        await keyboard.press('Tab');
        return false;
      });
      await keyboard.press('Home');
      await goTo('section-5.1');
      await keyboard.press('ArrowDown');
      await goTo('row-5.1.1');
      await keyboard.press('ArrowRight');
      await checklist.frame.locator('[id="detail-5.1.1"] .prose').first().waitFor();
      await keyboard.press('Escape');
      await checklist.frame.locator('[id="detail-5.1.1"]').waitFor({ state: 'detached' });
      await goTo('row-5.1.1');
      await keyboard.press('x');
      await checklist.inState('5.1.1', 'done');
      await eventually(
        'the tick on disk',
        async () => venture.progress().items['5.1.1']?.['state'] === 'done',
      );
      await keyboard.press('Control+z');
      await checklist.inState('5.1.1', 'todo');
      await keyboard.press('n');
      await eventually('focus on the next step', async () => (await focused()).startsWith('row-'));
      await keyboard.press('End');
      await goTo('section-5.5');
      await keyboard.press('ArrowRight');
      await checklist.title('5.5.1').waitFor();
      await keyboard.press('ArrowLeft');
      await checklist.title('5.5.1').waitFor({ state: 'detached' });
      // Space on the box itself ticks too.
      await keyboard.press('Home');
      await keyboard.press('ArrowDown');
      await keyboard.press('Shift+Tab');
      await keyboard.press('Space');
      await checklist.inState('5.1.1', 'done');
    });
  });
}

describe('work, what files say', () => {
  const editor = useEditor('en');
  const say = wordsOf('en');

  it('shows evidence as it appears, takes it, and says when it is out of date or cannot be read', async () => {
    const venture = Venture.make('en');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await checklist.openSection('5.2.2');
    await checklist.step('5.2.2').waitFor();

    venture.reportData();
    const accept = checklist.step('5.2.2').getByRole('button', { name: say('view', 'accept') });
    await accept.waitFor();
    assert.match(await checklist.step('5.2.2').innerText(), /reports\/data\.json.*1,?790/s);
    assert.equal(await checklist.box('5.2.2').isChecked(), false, 'evidence proposes, it does not tick');
    await accept.click();
    await checklist.inState('5.2.2', 'done');
    await eventually('the tick on disk', async () => venture.progress().items['5.2.2']?.['state'] === 'done');
    assert.match(venture.progress().items['5.2.2']?.['note'] ?? '', /reports\/data\.json/);

    venture.write('configs/data.yaml', `${venture.read('configs/data.yaml')}\n# changed\n`);
    await checklist
      .step('5.2.3')
      .getByRole('button', { name: say('view', 'run') })
      .first()
      .waitFor();

    await checklist.openSection('5.3.2');
    venture.write('reports/tuning.json', '{\n  "schema": "ai-venture/tuning@1",\n  "at": 7\n}\n');
    const open = checklist.step('5.3.2').getByRole('button', { name: /reports\/tuning\.json/ });
    await open.waitFor();
    await open.click();
    await workbench.editorTab('tuning.json').waitFor();
  });

  it('never writes to a progress file that it cannot read, and goes on once it can', async () => {
    const venture = Venture.make('en');
    venture.write(
      '.ai-venture/progress.json',
      '{\n  "version": 1,\n  "items": {\n    "5.1.1": { "state": "done", "at": "2026-11-23T10:00:00Z", "by": "Mei" }\n  }\n}\n',
    );
    const good = venture.read('.ai-venture/progress.json');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await checklist.inState('5.1.1', 'done');

    const broken = good.replace('"state": "done",', '"state": "done"');
    venture.write('.ai-venture/progress.json', broken);
    await checklist.frame.getByRole('heading', { name: say('view', 'broken.title') }).waitFor();
    await checklist.frame.getByText(say('view', 'broken.text')).waitFor();
    await checklist.frame.getByText(say('view', 'broken.open', { line: 4 })).click();
    await workbench.editorTab('progress.json').waitFor();
    assert.equal(venture.read('.ai-venture/progress.json'), broken);

    venture.write('.ai-venture/progress.json', good);
    await checklist.inState('5.1.1', 'done');
    await checklist.openSection('5.1.2');
    await checklist.box('5.1.2').click();
    await eventually('the tick on disk', async () => venture.progress().items['5.1.2']?.['state'] === 'done');
    assert.equal(venture.progress().items['5.1.1']?.['by'], 'Mei', 'what was there is still there');
  });

  it('merges both versions of a progress file with conflict marks, the newest entry of each step', async () => {
    const venture = Venture.make('en');
    const line = (id: string, state: string, at: string, end = ',') =>
      `    "${id}": { "state": "${state}", "at": "${at}", "by": "Mei" }${end}\n`;
    venture.write(
      '.ai-venture/progress.json',
      [
        '{\n  "version": 1,\n  "items": {\n',
        '<<<<<<< HEAD\n',
        line('5.1.1', 'doing', '2026-11-20T10:00:00Z'),
        line('5.1.2', 'done', '2026-11-23T10:00:00Z', ''),
        '=======\n',
        line('5.1.1', 'done', '2026-11-22T10:00:00Z'),
        line('5.1.2', 'doing', '2026-11-21T10:00:00Z', ''),
        '>>>>>>> theirs\n',
        '  }\n}\n',
      ].join(''),
    );
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await checklist.frame.getByText(say('view', 'broken.merge'), { exact: true }).click();
    await workbench.page
      .locator('.notification-toast')
      .getByRole('button', { name: say('checklist', 'merge.save') })
      .click();
    await checklist.inState('5.1.1', 'done');
    await checklist.inState('5.1.2', 'done');
    assert.doesNotMatch(venture.read('.ai-venture/progress.json'), /<<<<|>>>>/);
  });

  it('assigns many, goes back in its own history and in that of git, and merges the file of a colleague', async () => {
    const venture = Venture.make('en');
    const item = (state: string, day: number) => ({ state, at: `2026-11-${day}T10:00:00Z`, by: 'Mei' });
    const write = (items: object, file = '.ai-venture/progress.json') =>
      venture.write(file, JSON.stringify({ version: 1, items }));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Mei', '-c', 'user.email=mei@example.org', ...args], {
        cwd: venture.folder,
        stdio: 'pipe',
      });
    git('init', '-q');
    write({ '5.1.1': item('done', 20) });
    git('add', '.ai-venture');
    git('commit', '-qm', 'ticked');
    write({ '5.1.1': item('doing', 21), '5.1.2': item('done', 21) });
    const states = () => Object.entries(venture.progress().items).map(([id, { state }]) => `${id} ${state}`);
    const owners = () =>
      Object.values(venture.progress().items).filter(({ owner }) => owner === 'Zoe').length;
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    const { keyboard } = workbench.page;
    await checklist.inState('5.1.2', 'done');

    // Enter on what comes first: all open steps, then the person that was typed, then every step of the list.
    await workbench.command(manifestWord('en', 'command.assignAll'));
    await workbench.asked(say('checklist', 'bulk.title'));
    await keyboard.press('Enter');
    await workbench.asked(say('checklist', 'assign.prompt'));
    await keyboard.type('Zoe');
    await workbench.row(say('checklist', 'assign.typed', { name: 'Zoe' })).waitFor();
    await workbench.picture('assign-all');
    await keyboard.press('Enter');
    await workbench.asked(say('checklist', 'bulk.assign', { n: 19, owner: 'Zoe' }));
    await keyboard.press('Enter');
    await eventually('19 owners on disk', async () => owners() === 19);

    await workbench.command(manifestWord('en', 'command.showHistory'));
    const undo = say('checklist', 'past.undo', { what: say('checklist', 'change.owner', { n: 19 }) });
    await workbench.row(undo).waitFor();
    await workbench.picture('history');
    await keyboard.press('Enter');
    await eventually('no owner on disk', async () => owners() === 0);

    await workbench.command(manifestWord('en', 'command.showHistory'));
    await workbench.asked(say('checklist', 'past.title'));
    await workbench.quick.locator('.monaco-list-row').filter({ hasText: 'Mei' }).first().click();
    await workbench.asked(say('checklist', 'bulk.ask'));
    await workbench.picture('history-restore');
    await keyboard.press('Enter');
    await checklist.inState('5.1.1', 'done');
    await eventually('the restored file', async () => states().join() === '5.1.1 done');

    write({ '5.1.3': item('done', 22), '5.1.1': item('todo', 10) }, 'theirs.json');
    await workbench.command(manifestWord('en', 'command.mergeProgressFrom'));
    const save = workbench.page
      .locator('.notification-toast')
      .getByRole('button', { name: say('checklist', 'merge.save') });
    await workbench.namePath(venture.path('theirs.json'), () => save.isVisible());
    await workbench.picture('merge-from');
    await save.click();
    await checklist.inState('5.1.3', 'done');
    assert.deepEqual(states(), ['5.1.1 done', '5.1.3 done']);
    await workbench.editorTab('theirs.json').waitFor({ state: 'detached' });
    await workbench.command(manifestWord('en', 'command.undo'));
    await checklist.inState('5.1.3', 'todo');
    await checklist.title('5.1.3').press('Control+z');
    await checklist.inState('5.1.2', 'done');
  });

  it('follows what other programs change', async () => {
    const venture = Venture.make('en');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await checklist.openSection('5.1.1');
    venture.write(
      '.ai-venture/progress.json',
      '{\n  "version": 1,\n  "items": {\n    "5.1.1": { "state": "doing", "at": "2026-11-23T10:00:00Z", "owner": "Ravi" }\n  }\n}\n',
    );
    await checklist.inState('5.1.1', 'doing');
    await checklist.step('5.1.1').getByText('Ravi').waitFor();
    // A tick beside it keeps what the other program wrote.
    await checklist.box('5.1.2').click();
    await eventually('the tick on disk', async () => venture.progress().items['5.1.2']?.['state'] === 'done');
    assert.equal(venture.progress().items['5.1.1']?.['owner'], 'Ravi');
  });
});
