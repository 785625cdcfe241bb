import assert from 'node:assert/strict';
import { burnUp, valueAt } from '../../../src/checklist/burnup.ts';
import { definitionFor, readDefinition, stepsOf } from '../../../src/checklist/definition.ts';
import { historyOf, type Snapshot, snapshotsOf, talliesOf } from '../../../src/checklist/history.ts';
import { missing, proposed, type StepEvidence } from '../../../src/checklist/look.ts';
import { countSteps, moveFor, nextStep, statusOf } from '../../../src/checklist/overview.ts';
import type { Progress } from '../../../src/checklist/progress.ts';
import { message, say } from '../../../src/project/words.ts';

/** The steps that every project has. */
const definition = definitionFor([]);

const now = new Date(2026, 10, 23, 12);
const progress: Progress = {
  version: 1,
  items: {
    '5.1.1': { state: 'done' },
    '5.1.2': { state: 'doing', owner: 'Mei', due: '2026-11-20' },
    '5.1.3': { state: 'skipped', reason: 'later', due: '2026-11-20' },
    '9.9.9': { state: 'done' },
  },
};
const ready = (file: string): StepEvidence => proposed(file, message('document.ok'));
const statuses = (evidence: ReadonlyMap<string, StepEvidence>, of = progress) =>
  statusOf(definition, of, evidence, now).flatMap(({ steps }) => steps);

describe('the definition', () => {
  it('has the twenty steps of chapter 5, each once', () => {
    assert.deepEqual(
      definition.sections.map(({ id, steps }) => [id, steps.length]),
      [
        ['5.1', 3],
        ['5.2', 4],
        ['5.3', 5],
        ['5.4', 4],
        ['5.5', 4],
      ],
    );
    assert.equal(new Set(stepsOf(definition).map(({ id }) => id)).size, 20);
  });

  it('refuses a rule that does not exist', () => {
    const [section] = definition.sections;
    const wrong = {
      version: 1,
      sections: [{ ...section, steps: [{ ...section?.steps[0], evidence: { rule: 'magic', file: 'x' } }] }],
    };
    assert.throws(() => readDefinition(wrong));
  });
});

describe('where a project stands', () => {
  it('leaves skipped steps and unknown ids out of the count', () => {
    assert.deepEqual(countSteps(statuses(new Map())), {
      done: 1,
      all: 19,
      skipped: 1,
      doing: 1,
      toConfirm: 0,
    });
  });

  it('counts days from the due date of a step that is open, and of no other', () => {
    assert.deepEqual(
      statuses(new Map())
        .slice(0, 3)
        .map(({ overdueDays }) => overdueDays),
      [0, 3, 0],
    );
  });

  it('says of a done step only what went wrong since', () => {
    const stale: StepEvidence = { kind: 'stale', file: 'a', says: message('document.ok'), at: null };
    const kinds = (evidence: StepEvidence) => statuses(new Map([['5.1.1', evidence]]))[0]?.evidence?.kind;
    assert.deepEqual(
      [kinds(ready('a')), kinds(missing('a', message('file.missing'))), kinds(stale)],
      [undefined, undefined, 'stale'],
    );
  });

  it('turns to what is in progress, then to what is first', () => {
    assert.equal(nextStep(statuses(new Map()))?.definition.id, '5.1.2');
    assert.equal(nextStep(statuses(new Map(), { version: 1, items: {} }))?.definition.id, '5.1.1');
    const all = Object.fromEntries(stepsOf(definition).map(({ id }) => [id, { state: 'done' as const }]));
    assert.equal(nextStep(statuses(new Map(), { version: 1, items: all })), undefined);
  });

  it('turns to the implementation before the other chapters', () => {
    const tracked = definitionFor(['management']);
    const next = (items: Progress['items']) =>
      nextStep(statusOf(tracked, { version: 1, items }, new Map(), now).flatMap(({ steps }) => steps))
        ?.definition.id;
    assert.equal(next({ '3.1.2': { state: 'doing' } }), '5.1.1');
    assert.equal(next({ '3.1.2': { state: 'doing' }, '5.2.1': { state: 'doing' } }), '5.2.1');
    const main = Object.fromEntries(stepsOf(definition).map(({ id }) => [id, { state: 'done' as const }]));
    assert.equal(next({ ...main, '3.1.2': { state: 'doing' } }), '3.1.2');
    assert.equal(next(main), '3.1.1');
  });

  it('gives one thing to do: accept, mend, run, open', () => {
    const [, , , ingest] = stepsOf(definition);
    assert.ok(ingest);
    const move = (evidence?: StepEvidence) => moveFor({ definition: ingest, evidence });
    assert.deepEqual(move(ready('a')), { kind: 'accept' });
    assert.deepEqual(move({ kind: 'invalid', file: 'a.json', line: 3, says: message('json.end') }), {
      kind: 'open',
      file: 'a.json',
      line: 3,
    });
    assert.deepEqual(move(missing('reports/data.json', message('file.missing'))), { kind: 'run', index: 0 });
    assert.deepEqual(moveFor({ definition: { ...ingest, commands: [] }, evidence: undefined }), {
      kind: 'open',
      file: 'configs/data.yaml',
    });
  });
});

const at = (day: number, items: Progress['items']): Snapshot => ({
  at: new Date(2026, 10, day, 12).toISOString(),
  by: 'Mei',
  progress: { version: 1, items },
});
const done = { state: 'done' } as const;

describe('history', () => {
  it('tells what became of a step, newest first, and what is not committed yet', () => {
    const events = historyOf(
      '5.1.1',
      [
        at(1, { '5.1.1': { state: 'doing', owner: 'Mei', by: 'Jonas' } }),
        at(2, {}),
        at(3, { '5.1.1': { due: '2026-12-01' } }),
      ],
      {
        version: 1,
        items: { '5.1.1': { state: 'skipped', reason: 'no gain', at: '2026-11-04T00:00:00Z', by: 'Ada' } },
      },
    );
    assert.deepEqual(
      events.map(({ by, what }) => `${by} ${say(what, 'en')}`),
      [
        'Ada removed the due date',
        'Ada skipped the step: no gain',
        'Mei moved the due date to 2026-12-01',
        'Mei removed the owner',
        'Mei reopened the step',
        'Jonas assigned Mei',
        'Jonas started work',
      ],
    );
  });

  it('passes over a version that does not parse', () => {
    const version = (text: string) => ({ commit: '', at: '2026-11-01T00:00:00Z', by: '', text });
    assert.equal(snapshotsOf([version('<<<<<<< HEAD'), version('{"version":1,"items":{}}')]).length, 1);
  });

  it('counts by day, the last commit of a day and what is not committed included', () => {
    const current: Progress = {
      version: 1,
      items: {
        '5.1.1': done,
        '5.1.2': done,
        '5.1.3': { state: 'skipped', at: new Date(2026, 10, 10, 9).toISOString() },
      },
    };
    const tallies = talliesOf(
      definition,
      [at(1, { '5.1.1': done }), at(1, { '5.1.1': done, '5.1.2': done })],
      current,
      '2026-11-23',
    );
    assert.deepEqual(tallies, [
      { day: '2026-11-01', done: 2, all: 20 },
      { day: '2026-11-10', done: 2, all: 19 },
      { day: '2026-11-23', done: 2, all: 19 },
    ]);
  });

  it('works without git, from the times of the entries', () => {
    const current: Progress = {
      version: 1,
      items: { '5.1.1': { ...done, at: new Date(2026, 10, 20, 9).toISOString() } },
    };
    assert.deepEqual(
      talliesOf(definition, [], current, '2026-11-23').map(({ day, done: n }) => [day, n]),
      [
        ['2026-11-20', 1],
        ['2026-11-23', 1],
      ],
    );
  });
});

describe('the burn-up', () => {
  const timeline = {
    start: '2026-11-01',
    milestones: [
      { id: 'a', title: 'A', date: '2026-11-11', owner: 'Mei', steps: ['5.1.1', '5.1.2', '5.1.3', '5.2.1'] },
      { id: 'b', title: 'B', date: '2026-12-31', owner: 'Mei', steps: ['5.3.5'] },
    ],
  };
  const tallies = [
    { day: '2026-11-05', done: 1, all: 20 },
    { day: '2026-11-11', done: 2, all: 19 },
  ];

  it('is not drawn before the first tick', () => {
    assert.equal(
      burnUp(definition, progress, [{ day: '2026-11-05', done: 0, all: 20 }], timeline, '2026-11-11'),
      null,
    );
  });

  it('starts with the timeline, plans by milestones without skipped steps, and says how far behind it is', () => {
    const chart = burnUp(definition, progress, tallies, timeline, '2026-11-11');
    assert.deepEqual(chart?.done[0], { day: '2026-11-01', steps: 0 });
    assert.deepEqual(chart?.plan, [
      { day: '2026-11-01', steps: 0 },
      { day: '2026-11-11', steps: 3 },
      { day: '2026-12-31', steps: 19 },
    ]);
    assert.equal(chart?.ahead, -1);
    // Two steps in ten days: the other seventeen take 85.
    assert.equal(chart?.finish, '2027-02-04');
  });

  it('has no plan without a dated milestone, and a straight one where no milestone names a step', () => {
    const without = (steps: readonly string[] | undefined) =>
      burnUp(
        definition,
        { version: 1, items: {} },
        tallies,
        {
          start: '2026-11-01',
          milestones: [
            { id: 'a', title: '', date: '2026-11-21', owner: '', ...(steps && { steps: [...steps] }) },
          ],
        },
        '2026-11-11',
      );
    assert.deepEqual(without(undefined)?.plan, [
      { day: '2026-11-01', steps: 0 },
      { day: '2026-11-21', steps: 20 },
    ]);
    assert.equal(
      burnUp(definition, progress, tallies, { start: '2026-11-01', milestones: [] }, '2026-11-11')?.plan,
      null,
    );
    assert.equal(burnUp(definition, progress, tallies, undefined, '2026-11-11')?.ahead, null);
  });

  it('reads a line between its points and level beyond them', () => {
    const line = [
      { day: '2026-11-01', steps: 0 },
      { day: '2026-11-11', steps: 10 },
    ];
    assert.deepEqual(
      ['2026-10-01', '2026-11-01', '2026-11-06', '2026-11-11', '2026-12-01'].map((day) => valueAt(line, day)),
      [0, 0, 5, 10, 10],
    );
  });
});
