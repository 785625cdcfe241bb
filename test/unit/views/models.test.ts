import assert from 'node:assert/strict';
import { join } from 'node:path';
import { definitionFor } from '../../../src/checklist/definition.ts';
import { gatherEvidence } from '../../../src/checklist/evidence.ts';
import type { Filter } from '../../../src/checklist/filter.ts';
import { Hashes, Look } from '../../../src/checklist/look.ts';
import { statusOf } from '../../../src/checklist/overview.ts';
import type { Progress } from '../../../src/checklist/progress.ts';
import type { Done } from '../../../src/checklist/undo.ts';
import { compileGuide } from '../../../src/guide/compile.ts';
import { pageOf, pagesOf } from '../../../src/guide/load.ts';
import { type Language, languages } from '../../../src/l10n.ts';
import { nodeFiles } from '../../../src/project/files.ts';
import { timelineSchema } from '../../../src/project/plans.ts';
import { readProject } from '../../../src/project/project.ts';
import { readShape } from '../../../src/project/shape.ts';
import { checklistModel, detailModel } from '../../../src/views/checklist-model.ts';
import { guidePage } from '../../../src/views/guide-model.ts';
import { progressModel } from '../../../src/views/progress-model.ts';
import {
  checklistSchema,
  guidePageSchema,
  progressModelSchema,
  stepDetailSchema,
} from '../../../src/views/protocol.ts';
import { samples } from '../checklist/samples.ts';
import { Folder } from '../project/folder.ts';

/** The steps that every project has. */
const definition = definitionFor([]);

const guides = Object.fromEntries(
  languages.map((language) => [
    language,
    compileGuide(join(import.meta.dirname, '../../../guide'), language, definition).guide,
  ]),
);
const now = new Date(2026, 10, 23, 12);
const today = '2026-11-23';
const nowhere = { anchor: '', back: '', forward: '', resume: '' };
const options = {
  switchable: false,
  filter: 'all',
  user: '',
  recent: undefined,
  singleKeys: true,
} as const;

describe('the models of the views', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder().project();
  });
  afterEach(() => folder.remove());

  async function look(items: Progress['items'] = {}, language: Language = 'en', tracked = definition) {
    const project = await readProject(nodeFiles, folder.root);
    const progress: Progress = { version: 1, items };
    const clock = { now: () => now };
    const evidence = await gatherEvidence(
      tracked,
      new Look(project, nodeFiles, clock, new Hashes(nodeFiles)),
    );
    const sections = statusOf(tracked, progress, evidence, now);
    const guide = guides[language];
    assert.ok(guide);
    const setting = { project, guide, language, trusted: true, justDone: undefined };
    return { project, progress, sections, setting, guide };
  }

  async function progressOf(items: Progress['items'] = {}) {
    const { project, progress, sections, setting } = await look(items);
    const timeline = await readShape(nodeFiles, project.root, 'plan/timeline.yaml', timelineSchema);
    const source = {
      definition,
      sections,
      progress,
      snapshots: [],
      timeline,
      task: 'T',
      updated: '',
      today,
    };
    const model = progressModel(source, setting);
    assert.deepEqual(progressModelSchema.parse(model), model, 'what is sent is what is read');
    return model;
  }

  for (const language of languages) {
    it(`say everything in ${language}, in the shape of the protocol`, async () => {
      samples(folder);
      const { sections, setting, progress } = await look({}, language);
      const model = checklistModel(sections, setting, options);
      assert.deepEqual(checklistSchema.parse(model), model);
      assert.deepEqual([model.all, model.toConfirm, model.next?.action.kind], [20, 20, 'accept']);
      for (const step of model.sections.flatMap(({ steps }) => steps)) {
        assert.equal(/[\u4e00-\u9fff]/.test(step.title), language === 'zh-cn', step.title);
        assert.notEqual(step.evidence?.says, '');
      }
      const step = sections[1]?.steps[1];
      assert.ok(step);
      const exists = new Map([['src/acme_reviews/data/clean.py', false]]);
      const detail = detailModel({ step, exists, snapshots: [], progress }, setting);
      assert.deepEqual(stepDetailSchema.parse(detail), detail);
      assert.match(detail.doneWhen, /^<ul>/);
    });
  }

  it('run what the next step needs, with the package of the project', async () => {
    const { sections, setting } = await look({ '5.2.2': { state: 'doing' } });
    const { next } = checklistModel(sections, setting, options);
    assert.deepEqual(next, {
      id: '5.2.2',
      reason: 'In progress',
      action: { kind: 'run', index: 0, label: 'data clean', command: 'python -m acme_reviews data clean' },
    });
  });

  it('head chapters only where there are several, and count the steps of all', async () => {
    const alone = await look();
    assert.deepEqual(checklistModel(alone.sections, alone.setting, options).chapters, []);
    const { sections, setting } = await look({}, 'en', definitionFor(['management', 'premortem']));
    const model = checklistModel(sections, setting, options);
    assert.deepEqual(checklistSchema.parse(model), model);
    assert.deepEqual(
      model.chapters.map(({ id }) => id),
      ['5', '3', '9'],
    );
    assert.equal(model.all, sections.flatMap(({ steps }) => steps).length);
    assert.ok(model.all > 20);
  });

  it('filter, count what is shown, and keep what was just ticked', async () => {
    samples(folder);
    const items: Progress['items'] = {
      '5.1.1': { state: 'doing', owner: 'MEI  chen', due: '2026-11-01' },
      '5.1.2': { state: 'done', owner: 'Mei Chen' },
      '5.1.3': { state: 'todo', owner: 'Jonas' },
    };
    const { sections, setting } = await look(items);
    const shownBy = (filter: Filter, user = 'Mei Chen', justDone?: string) => {
      const { sections: models, filter: told } = checklistModel(
        sections,
        { ...setting, justDone },
        { ...options, filter, user },
      );
      const ids = models.flatMap(({ steps }) => steps.filter(({ shown }) => shown).map(({ id }) => id));
      assert.deepEqual([told.shown, told.of], [ids.length, 20]);
      return ids;
    };
    assert.equal(shownBy('all').length, 20);
    assert.deepEqual(shownBy('mine'), ['5.1.1', '5.1.2']);
    assert.deepEqual(shownBy('mine', ''), [], 'a step without an owner is not that of a nameless person');
    assert.deepEqual(shownBy('overdue'), ['5.1.1']);
    assert.ok(!shownBy('open').includes('5.1.2'));
    assert.ok(!shownBy('confirm').includes('5.1.2'));
    assert.ok(shownBy('confirm', '', '5.1.2').includes('5.1.2'));
    const noUser = checklistModel(sections, setting, { ...options, filter: 'mine' });
    assert.equal(noUser.filter.noUser, true);
  });

  it('offer to undo a change of several steps in words', async () => {
    const { sections, setting, progress } = await look();
    const recent = (ids: string[]): Done => ({
      change: { edits: ids.map((id) => ({ id, before: undefined, after: { state: 'done' } })), progress },
      deed: 'accept',
      at: now.toISOString(),
    });
    const undo = (ids: string[]) =>
      checklistModel(sections, setting, { ...options, recent: recent(ids) }).undo;
    assert.equal(undo(['5.1.1', '5.1.2']), 'accept 2 steps');
    assert.equal(undo(['5.1.1']), '', 'its row does');
  });

  it('offer the command of the first run, and every step under its chapter', async () => {
    samples(folder);
    const { runCommand, chapters } = await progressOf();
    assert.equal(runCommand?.command, 'python -m acme_reviews train');
    assert.deepEqual(
      chapters.map(({ id, title, sections }) => [id, title, sections.length]),
      [['5', 'Implementation', 5]],
    );
    const steps = chapters.flatMap(({ sections }) => sections.flatMap((section) => section.steps));
    assert.deepEqual(
      [steps.length, steps.find(({ id }) => id === '5.2.2')],
      [20, { id: '5.2.2', title: 'Clean the data', state: 'todo', evidence: 'proposed' }],
    );
  });

  it('show a file that does not parse with its line, and the rest as ever', async () => {
    samples(folder);
    folder.write('plan/timeline.yaml', 'start: never\n');
    const model = await progressOf();
    assert.deepEqual(model.milestone, {
      problem: { file: 'plan/timeline.yaml', line: 1, says: '“start” must be a date such as 2026-12-01' },
    });
    assert.equal(model.chapters[0]?.sections.length, 5);
  });

  it('are empty where there is nothing yet', async () => {
    const { burnup, milestone, actions, overdue } = await progressOf();
    assert.deepEqual([burnup, milestone, actions, overdue], [null, null, [], []]);
  });

  it('name the next milestone and what is late', async () => {
    samples(folder);
    folder.write(
      'plan/timeline.yaml',
      'start: 2026-11-01\nmilestones:\n  - { id: data, title: Data ready, date: 2026-11-20, owner: Mei, steps: [5.2.1] }\n  - { id: live, title: Pilot live, date: 2026-12-20, owner: Mei, steps: [5.3.5] }\n',
    );
    const late = await progressOf({ '5.3.4': { state: 'doing', due: '2026-11-22' } });
    assert.deepEqual(late.overdue, ['5.3.4', 'Data ready']);
    assert.deepEqual(late.milestone, { title: 'Data ready', date: '2026-11-20', days: -3 });
    const reached = await progressOf({ '5.2.1': { state: 'done' } });
    assert.deepEqual(reached.overdue, []);
    assert.deepEqual(reached.milestone, { title: 'Pilot live', date: '2026-12-20', days: 27 });
  });

  it('list at most five actions, and let no kind crowd out the others', async () => {
    samples(folder);
    folder.write('configs/train.yaml', 'changed');
    folder.write('reports/tuning.json', '{');
    const { actions } = await progressOf({ '5.5.3': { state: 'doing', due: '2026-11-01' } });
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['stale', 'stale', 'proposed', 'proposed', 'invalid'],
    );
    const [, , proposal] = actions;
    assert.deepEqual(proposal?.action, { kind: 'accept' });
  });

  it('turn every page of the guide into one, with or without a project', async () => {
    const { guide, sections, setting } = await look();
    const steps = sections.flatMap((section) => section.steps);
    const known = { project: setting.project, trusted: true, steps, exists: () => new Map([['a.py', true]]) };
    for (const page of pagesOf(guide)) {
      for (const project of [known, undefined]) {
        const model = guidePage(page, guide, 'en', project, nowhere);
        assert.deepEqual(guidePageSchema.parse(model), model);
      }
    }
    const page = pageOf(guide, '5.2.2');
    assert.ok(page);
    const shown = guidePage(page, guide, 'en', known, {
      ...nowhere,
      anchor: '5.2.2',
      back: '5.1.3',
    });
    assert.deepEqual(
      [shown.previous?.id, shown.next?.id, shown.chapter.id, shown.live],
      ['5.1', '5.3', '5', true],
    );
    assert.deepEqual(shown.points[1]?.step?.report, 'reports/data.json');
    assert.equal(guidePage(page, guide, 'en', undefined, nowhere).live, false);
    assert.deepEqual([shown.back?.id, shown.forward, shown.resume], ['5.1.3', null, null]);
  });

  it('say what belongs to a page of the guide, and where its links lead', async () => {
    const { guide, sections, setting } = await look({ '5.2.1': { state: 'done' } });
    const steps = sections.flatMap((section) => section.steps);
    const known = { project: setting.project, trusted: true, steps, exists: () => new Map() };
    const modelOf = (id: string) => {
      const page = pageOf(guide, id);
      assert.ok(page);
      return guidePage(page, guide, 'en', known, nowhere);
    };
    const { related, targets, sections: none } = modelOf('5.2');
    assert.deepEqual(
      related.steps.map(({ id }) => id),
      ['5.2.1', '5.2.2', '5.2.3', '5.2.4'],
    );
    assert.ok(related.files.includes('src/acme_reviews/data/clean.py'));
    assert.deepEqual(
      related.commands.find(({ id }) => id === '5.2.2'),
      { id: '5.2.2', index: 0, command: 'python -m acme_reviews data clean' },
    );
    assert.ok(related.from.every(({ id }) => !id.startsWith('5.2')));
    assert.ok(targets.every(({ title, opening }) => title !== '' && opening !== ''));
    assert.deepEqual(none, []);
    assert.deepEqual(
      modelOf('5').sections.map(({ id, done, all }) => [id, done, all]),
      [
        ['5.1', 0, 3],
        ['5.2', 1, 4],
        ['5.3', 0, 5],
        ['5.4', 0, 4],
        ['5.5', 0, 4],
      ],
    );
  });
});
