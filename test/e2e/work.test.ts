/** Journey 2, Work: the checklist of a project, by mouse and by keyboard, in both languages. */
import assert from 'node:assert/strict';
import { languages } from '../../src/l10n.ts';
import { Checklist } from './support/checklist.ts';
import { useEditor } from './support/session.ts';
import { Venture } from './support/venture.ts';
import { wordsOf } from './support/words.ts';
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
