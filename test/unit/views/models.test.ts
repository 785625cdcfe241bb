import assert from 'node:assert/strict';
import { join } from 'node:path';
import { definition } from '../../../src/checklist/definition.ts';
import { gatherEvidence } from '../../../src/checklist/evidence.ts';
import { Hashes, Look } from '../../../src/checklist/look.ts';
import { statusOf } from '../../../src/checklist/overview.ts';
import type { Progress } from '../../../src/checklist/progress.ts';
import { compileGuide } from '../../../src/guide/compile.ts';
import { pageOf, pagesOf } from '../../../src/guide/load.ts';
import { type Language, languages } from '../../../src/l10n.ts';
import { nodeFiles } from '../../../src/project/files.ts';
import { timelineSchema } from '../../../src/project/plans.ts';
import { readProject } from '../../../src/project/project.ts';
import { reportSchema } from '../../../src/project/reports.ts';
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

const guides = Object.fromEntries(
  languages.map((language) => [
    language,
    compileGuide(join(import.meta.dirname, '../../../guide'), language, definition).guide,
  ]),
);
const now = new Date(2026, 10, 23, 12);
const today = '2026-11-23';
const options = { switchable: false, onlyOpen: false, singleKeys: true };

describe('the models of the views', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder().project();
  });
  afterEach(() => folder.remove());

  async function look(items: Progress['items'] = {}, language: Language = 'en') {
    const project = await readProject(nodeFiles, folder.root);
    const progress: Progress = { version: 1, items };
    const clock = { now: () => now };
    const evidence = await gatherEvidence(
      definition,
      new Look(project, nodeFiles, clock, new Hashes(nodeFiles)),
    );
    const sections = statusOf(definition, progress, evidence, now);
    const guide = guides[language];
    assert.ok(guide);
    const setting = { project, guide, language, trusted: true, justDone: undefined };
    return { project, progress, sections, setting, guide };
  }

  async function progressOf(items: Progress['items'] = {}) {
    const { project, progress, sections, setting } = await look(items);
    const [timeline, metrics, training] = await Promise.all([
      readShape(nodeFiles, project.root, 'plan/timeline.yaml', timelineSchema),
      readShape(nodeFiles, project.root, 'reports/metrics.json', reportSchema('metrics')),
      readShape(nodeFiles, project.root, 'reports/training.json', reportSchema('training')),
    ]);
    const source = {
      definition,
      sections,
      progress,
      snapshots: [],
      timeline,
      metrics,
      training,
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

  it('show the last run with its intervals, its losses and its target', async () => {
    samples(folder);
    const { run, runCommand } = await progressOf();
    assert.ok(run !== null && 'metrics' in run);
    assert.deepEqual(run.metrics, [{ name: 'accuracy', value: 0.986, low: 0.972, high: 0.997 }]);
    assert.deepEqual(run.loss[1], { epoch: 2, train: 1, validation: 1 });
    assert.deepEqual(
      [run.bestEpoch, run.commit, runCommand?.command],
      [2, '4f1c2ab', 'python -m acme_reviews train'],
    );
  });

  it('show a file that does not parse with its line, and the rest as ever', async () => {
    samples(folder);
    folder.write('reports/metrics.json', '{\n"schema": 1\n');
    folder.write('plan/timeline.yaml', 'start: never\n');
    const model = await progressOf();
    assert.deepEqual(model.run, {
      problem: { file: 'reports/metrics.json', line: 3, says: 'The file ends too early' },
    });
    assert.deepEqual(model.milestone, {
      problem: { file: 'plan/timeline.yaml', line: 1, says: '“start” must be a date such as 2026-12-01' },
    });
    assert.equal(model.sections.length, 5);
  });

  it('are empty where there is nothing yet', async () => {
    const { run, burnup, milestone, actions, overdue } = await progressOf();
    assert.deepEqual([run, burnup, milestone, actions, overdue], [null, null, null, [], []]);
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
        const model = guidePage(page, guide, 'en', project, '');
        assert.deepEqual(guidePageSchema.parse(model), model);
      }
    }
    const page = pageOf(guide, '5.2.2');
    assert.ok(page);
    const shown = guidePage(page, guide, 'en', known, '5.2.2');
    assert.deepEqual(
      [shown.previous?.id, shown.next?.id, shown.chapter.id, shown.live],
      ['5.1', '5.3', '5', true],
    );
    assert.deepEqual(shown.points[1]?.step?.report, 'reports/data.json');
    assert.equal(guidePage(page, guide, 'en', undefined, '').live, false);
  });
});
