/** What is wrong with files is told with its line, and the rest of the report stands. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../../../src/project/git.ts';
import { problemsOf } from '../../../src/report/faults.ts';
import { cardNames, figuresOf, type ReportModel } from '../../../src/report/model.ts';
import { Folder } from '../project/folder.ts';
import {
  budget,
  cost,
  fillVenture,
  funding,
  metrics,
  reportOf,
  team,
  timeline,
  writeRun,
} from './samples.ts';

const lines = (model: ReportModel) => model.faults.map(({ card, line, says }) => `${card}:${line} ${says}`);

describe('a project whose files are at fault', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = fillVenture(new Folder().project());
  });
  afterEach(() => folder.remove());

  async function with_(path: string, text: string | object): Promise<ReportModel> {
    folder.write(path, text);
    return reportOf(folder);
  }

  it('shows the line of a plan file that does not parse, and every other card', async () => {
    const model = await with_('plan/budget.yaml', `${budget}  - { month: "2026-11\n`);
    const card = model.money;
    assert.ok(card !== null && 'problem' in card);
    assert.equal(card.problem.file, 'plan/budget.yaml');
    assert.ok(card.problem.line >= 16, String(card.problem.line));
    const broken = cardNames.filter((name) => figuresOf(model, name) === undefined);
    assert.deepEqual(broken, ['money']);
  });

  for (const [name, path, before, after, line, says] of [
    ['negative money', 'plan/budget.yaml', 'cash: 90000', 'cash: -1', 3, '“cash” must be at least 0'],
    [
      'a date that does not exist',
      'plan/timeline.yaml',
      '2026-11-20',
      '2026-02-30',
      4,
      '“milestones[1].date” must be a date such as 2026-12-01',
    ],
    [
      'a share above the whole',
      'plan/funding.yaml',
      'share: 0.6',
      'share: 60',
      5,
      '“cap_table[0].share” must be at most 1',
    ],
    [
      'a risk off the scale',
      'plan/risks.yaml',
      'likelihood: 3',
      'likelihood: 7',
      3,
      '“risks[1].likelihood” must be at most 5',
    ],
    ['a key given twice', 'plan/team.yaml', 'id: ml,', 'id: ml, id: ml,', 3, 'The same name is there twice'],
  ] as const) {
    it(`tells ${name} with its line`, async () => {
      const texts: Readonly<Record<string, string>> = {
        'plan/budget.yaml': budget,
        'plan/timeline.yaml': timeline,
        'plan/funding.yaml': funding,
        'plan/team.yaml': team,
        'plan/risks.yaml':
          'risks:\n  - { id: a, title: A, likelihood: 1, impact: 1, owner: "", response: "", review: null }\n  - { id: b, title: B, likelihood: 3, impact: 1, owner: "", response: "", review: null }\n',
      };
      const text = texts[path] ?? '';
      assert.ok(text.includes(before));
      const found = problemsOf(await with_(path, text.replace(before, after)));
      assert.ok(
        found.some((one) => one.file === path && one.line === line && one.says === says),
        JSON.stringify(found),
      );
    });
  }

  it('draws a timeline whose milestones wait for one another, and says so', async () => {
    const model = await with_(
      'plan/timeline.yaml',
      timeline.replace('steps: [5.1.1] }', 'steps: [5.1.1], depends: [live] }'),
    );
    assert.deepEqual(lines(model), [
      'timeline:3 “Goals agreed” on 2026-11-08 depends on “Pilot live”, which comes later, on 2026-12-20',
      'timeline:3 These milestones wait for one another: goals → live → data → goals',
    ]);
    assert.equal(figuresOf(model, 'timeline')?.milestones.length, 4);
  });

  it('tells two currencies, owners outside the team, unknown milestones and keys, and shares that do not add up', async () => {
    folder.write('plan/timeline.yaml', timeline.replace('owner: Jonas', 'owner: Nobody'));
    const model = await with_(
      'plan/funding.yaml',
      funding
        .replace('currency: USD', 'currency: EUR')
        .replace('share: 0.4', 'share: 0.3')
        .replace('margin_months', 'margin_month')
        .replace('milestone: data', 'milestone: dta'),
    );
    const card = model.funding;
    assert.ok(card !== null && 'problem' in card, 'margin_months is missing now');
    assert.deepEqual(lines(model), ['timeline:4 “Nobody” isn’t in plan/team.yaml']);
    const mended = await with_(
      'plan/funding.yaml',
      funding
        .replace('currency: USD', 'currency: EUR')
        .replace('share: 0.4', 'share: 0.3')
        .replace('months: 18', 'monts: 18, months: 18')
        .replace('milestone: data', 'milestone: dta'),
    );
    assert.deepEqual(lines(mended), [
      'timeline:4 “Nobody” isn’t in plan/team.yaml',
      'funding:1 The currency is EUR here and USD in plan/budget.yaml',
      'funding:3 “monts” isn’t known here. Is it meant to be “months”?',
      'funding:5 The shares add up to 0.9, not to 1',
      'funding:18 The timeline has no milestone “dta”',
    ]);
  });

  it('reads half-written reports as at fault and shows the runs that are whole', async () => {
    folder.write('reports/metrics.json', '{ "schema": "ai-venture/metrics@1", "at": "2026-');
    folder.write(writeRun(folder, 5, 0.98), '{"schema": "ai-venture/run@1",');
    folder.write(writeRun(folder, 6, 0.98), '');
    const model = await with_('reports/drift.json', '[]');
    assert.ok(model.lastRun !== null && 'problem' in model.lastRun);
    assert.ok(model.drift !== null && 'problem' in model.drift);
    assert.deepEqual([model.curves, model.confusion], [null, null]);
    const runs = figuresOf(model, 'runs');
    assert.deepEqual([runs?.runs.length, runs?.all, runs?.unreadable], [2, 4, 2]);
    assert.deepEqual(
      runs?.problems.map(({ line }) => line),
      [1, 1],
    );
  });

  it('tells a report of another project by what it was made of', async () => {
    folder.write('configs/evaluate.yaml', 'another: project');
    const changed = figuresOf(await reportOf(folder), 'lastRun')?.stale;
    assert.equal(
      changed,
      'Out of date: `configs/evaluate.yaml` has changed since `reports/metrics.json` was written',
    );
    folder.report('metrics', metrics);
    folder.write('reports/cost.json', { schema: 'ai-venture/training@1' });
    const model = await reportOf(folder);
    assert.equal(model.faults[0]?.file, 'reports/cost.json');
    assert.match(
      figuresOf(model, 'money')?.training.says ?? '',
      /^reports\/cost\.json, line 2: “schema” must be/,
    );
  });

  it('does not mix the currency of the estimate with that of the budget', async () => {
    folder.report('cost', { ...cost, currency: 'EUR' });
    const training = figuresOf(await reportOf(folder), 'money')?.training;
    assert.equal(training?.says, 'reports/cost.json counts in EUR. Run cost again.');
    assert.deepEqual([training?.estimate, training?.share], [null, null]);
  });

  it('says that a confusion matrix without a column for each label is none', async () => {
    folder.report('metrics', { ...metrics, confusion_matrix: { labels: ['a', 'b'], counts: [[1, 2]] } });
    const card = (await reportOf(folder)).confusion;
    assert.ok(card !== null && 'problem' in card);
  });

  it('shows the plans where the progress file is broken', async () => {
    const model = await with_('.ai-venture/progress.json', '{');
    assert.ok(model.progress !== null && 'problem' in model.progress);
    assert.equal(figuresOf(model, 'timeline')?.milestones[0]?.state, 'late');
  });

  it('reads nothing outside the project', async () => {
    const outside = new Folder();
    try {
      outside.write('runs/2026-01-01T000000Z.json', '{}');
      const inner = new Folder().project();
      inner.write('reports/keep', '');
      symlinkSync(join(outside.root, 'runs'), join(inner.root, 'reports/runs'));
      assert.equal((await reportOf(inner)).runs, null);
      inner.remove();
    } finally {
      outside.remove();
    }
  });

  it('does not reject where a file may not be read, or git is not there', async () => {
    rmSync(join(folder.root, 'plan/team.yaml'));
    mkdirSync(join(folder.root, 'plan/team.yaml'));
    const model = await reportOf(folder, { git });
    assert.equal(model.project.commit, '');
    assert.ok(model.team !== null && 'problem' in model.team);
    assert.equal(figuresOf(model, 'progress')?.done, 2);
  });
});
