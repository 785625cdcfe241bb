import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import {
  type CardName,
  type Figures,
  figuresOf,
  type ReportModel,
  reportModelSchema,
} from '../../../src/report/model.ts';
import { deployment } from '../checklist/samples.ts';
import { Folder } from '../project/folder.ts';
import { fillVenture, reportOf } from './samples.ts';

function shown<Name extends CardName>(model: ReportModel, name: Name): Figures<Name> {
  const figures = figuresOf(model, name);
  assert.ok(figures !== undefined, `${name} has figures`);
  return figures;
}

describe('the report of a venture', () => {
  const folder = new Folder();
  let model: ReportModel;
  before(async () => {
    model = await reportOf(fillVenture(folder.project()));
  });
  after(() => folder.remove());

  it('is plain JSON in the shape of the model, and finds nothing that does not fit', () => {
    const copy: unknown = JSON.parse(JSON.stringify(model));
    assert.deepEqual(copy, model);
    assert.deepEqual(z.safeParse(reportModelSchema, copy).error?.issues ?? [], []);
    assert.deepEqual(model.faults, []);
    assert.deepEqual(
      [model.project.name, model.project.task, model.today],
      ['Acme Reviews', 'Image classification', '2026-11-24'],
    );
  });

  it('counts steps as the checklist does', () => {
    const { done, skipped, sections, burnup } = shown(model, 'progress');
    assert.deepEqual([done, skipped], [2, 1]);
    assert.equal(sections.find(({ id }) => id === '5.2')?.done, 1);
    assert.equal(burnup?.done.at(-1)?.steps, 2);
  });

  it('takes the burn of the last three months and says how long cash lasts', () => {
    const money = shown(model, 'money');
    assert.equal(money.burn, 11_000);
    assert.equal(money.burnFrom, 'actual');
    assert.equal(money.runway, 8.1);
    assert.equal(money.until, '2027-07-08');
    assert.deepEqual([money.plannedSpend, money.plannedIncome], [16_000, 4000]);
    assert.deepEqual(
      money.months.map(({ month }) => month),
      ['2026-08', '2026-09', '2026-10'],
    );
    // Income trebled in two months: at that rate it passes 15,000 in the second month from now.
    assert.equal(money.defaultAlive, true);
    const { estimate, search, share, spent, says, gpuHours } = money.training;
    assert.deepEqual([estimate, search, share, spent, says, gpuHours], [300, 20, 0.6, 150, '', 150]);
  });

  it('draws milestones from what they depend on, and tells late from reached', () => {
    const { milestones, next, end } = shown(model, 'timeline');
    assert.deepEqual(
      milestones.map(({ id, from, to, state, steps }) => [id, from, to, state, steps.done, steps.all]),
      [
        ['goals', '2026-11-01', '2026-11-08', 'done', 1, 1],
        ['data', '2026-11-08', '2026-11-20', 'late', 1, 2],
        ['site', '2026-11-08', '2026-12-01', 'open', 0, 0],
        ['live', '2026-12-01', '2026-12-20', 'open', 0, 1],
      ],
    );
    assert.deepEqual([next, end], [1, '2026-12-20']);
  });

  it('compares goals with the metrics, each in its direction', () => {
    const { goals, met } = shown(model, 'goals');
    assert.deepEqual(
      goals.map(({ id, value, met: reached, direction, late }) => [id, value, reached, direction, late]),
      [
        ['a', 0.97, true, 'higher', false],
        ['b', 0.12, false, 'lower', true],
        ['c', null, null, 'higher', false],
      ],
    );
    assert.equal(met, 1);
    assert.equal(goals[0]?.metricLabel, 'Accuracy');
  });

  it('takes the latency of the server for a goal, where lower is better', async () => {
    const other = new Folder().project();
    other.write(
      'plan/goals.yaml',
      'goals:\n  - { id: a, title: Fast, metric: latency_ms.p99, target: 50, by: null, owner: "" }\n',
    );
    other.report('deployment', deployment);
    const [goal] = shown(await reportOf(other), 'goals').goals;
    assert.deepEqual([goal?.value, goal?.met, goal?.direction], [2, true, 'lower']);
    other.remove();
  });

  it('sorts risks by score and counts what is wanting', () => {
    const { risks, incomplete, reviewsPassed, highest } = shown(model, 'risks');
    assert.deepEqual(
      risks.map(({ id, score }) => [id, score]),
      [
        ['labels', 15],
        ['rent', 2],
        ['blank', null],
      ],
    );
    assert.deepEqual([incomplete, reviewsPassed, highest], [1, 1, 15]);
  });

  it('knows who holds which role and which one is late', () => {
    const { people, open, late } = shown(model, 'team');
    assert.deepEqual(people, [
      { name: 'Mei Chen', roles: ['Founder'] },
      { name: 'Jonas', roles: ['ML engineer'] },
    ]);
    assert.deepEqual([open, late], [2, 1]);
  });

  it('shows the last run without the metrics of single classes', () => {
    const run = shown(model, 'lastRun');
    assert.deepEqual(
      run.metrics.map(({ name }) => name),
      ['accuracy', 'log_loss', 'roc_auc', 'average_precision'],
    );
    assert.deepEqual([run.commit, run.bestEpoch, run.loss.length, run.stale], ['4f1c2ab', 2, 2, '']);
  });

  it('puts runs in order of time with the metrics of the last one first', () => {
    const { runs, metrics, all, unit } = shown(model, 'runs');
    assert.deepEqual(
      runs.map(({ values, met, seconds }) => [values[0]?.value, met, seconds]),
      [
        [0.9, false, 10],
        [0.97, true, 11],
      ],
    );
    assert.deepEqual(metrics, [
      { name: 'accuracy', label: 'Accuracy', direction: 'higher' },
      { name: 'log_loss', label: 'Log loss', direction: 'lower' },
    ]);
    assert.deepEqual([all, unit], [2, 'images']);
  });

  it('shows curves with their areas, the confusion matrix with what is right, and drift by size', () => {
    const curves = shown(model, 'curves');
    assert.deepEqual([curves.roc.length, curves.rocAuc?.value, curves.base], [2, 0.99, 0.5]);
    const { right, all, leftOut } = shown(model, 'confusion');
    assert.deepEqual([right, all, leftOut], [262, 270, 0]);
    assert.deepEqual(
      shown(model, 'drift').features.map(({ name, drifted }) => [name, drifted]),
      [
        ['contrast', true],
        ['brightness', false],
      ],
    );
  });

  it('dilutes holders by the rounds that are to come: the SAFE before the priced round', () => {
    const { holders, rounds, goal, pipeline, used, left, receivables } = shown(model, 'funding');
    assert.deepEqual(
      rounds.map(({ id, share }) => [id, share]),
      [
        ['grant', 0],
        ['seed', 0.2],
        ['safe', 0.1],
      ],
    );
    const after = new Map(holders.map(({ holder, after: share }) => [holder, share ?? Number.NaN]));
    for (const [holder, share] of [
      ['Mei Chen', 0.6 * 0.9 * 0.7],
      ['Jonas', 0.4 * 0.9 * 0.7],
      ['SAFE', 0.1 * 0.7],
      ['Seed', 0.2],
      ['Option pool (Seed)', 0.1],
    ] as const) {
      assert.ok(Math.abs((after.get(holder) ?? Number.NaN) - share) < 1e-12, holder);
    }
    assert.deepEqual([goal.milestone, goal.closed, goal.planned], ['Pilot live', 50_000, 1_500_000]);
    assert.deepEqual([used, left], [550_000, 50_000]);
    assert.deepEqual(
      pipeline.flatMap(({ stage, investors }) => investors.map(({ name, late }) => [stage, name, late])),
      [
        ['met', 'Fund A', true],
        ['declined', 'Fund B', false],
      ],
    );
    assert.equal(receivables[0]?.late, true);
  });

  it('counts duties, feedback and signs', () => {
    const { done, late } = shown(model, 'compliance');
    assert.deepEqual([done, late], [1, 1]);
    assert.equal(shown(model, 'feedback').new, 1);
    const { signs, seen, watching, reviewsPassed } = shown(model, 'premortem');
    assert.equal(signs[0]?.id, '9.1.3');
    assert.deepEqual([seen, watching, reviewsPassed], [1, 1, 1]);
  });

  it('speaks the language of the view', async () => {
    const chinese = await reportOf(folder, { language: 'zh-cn' });
    assert.equal(chinese.project.task, '图像分类');
    assert.equal(shown(chinese, 'goals').goals[0]?.metricLabel, '准确率');
    assert.deepEqual(shown(chinese, 'money').burn, shown(model, 'money').burn);
  });
});

describe('the report of a fresh project', () => {
  it('has no card but those that there is something in', async () => {
    const folder = new Folder().project();
    try {
      folder.write(
        'plan/budget.yaml',
        'currency: USD\nas_of: 2026-11-23\ncash: null\nfunding: null\nmonthly:\n  - { name: Rent, amount: null }\ntraining: { budget: null, gpu_hour_price: 0, gpu: none }\n',
      );
      folder.write('plan/goals.yaml', 'goals: []\n');
      const model = await reportOf(folder);
      const { progress, faults, schema, language, at, today, project, ...cards } = model;
      assert.deepEqual(new Set(Object.values(cards)), new Set([null]));
      assert.equal(shown(model, 'progress').burnup, null);
      assert.deepEqual(faults, []);
    } finally {
      folder.remove();
    }
  });
});
