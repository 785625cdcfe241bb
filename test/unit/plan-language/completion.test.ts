import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { suggest } from '../../../src/plan-language/completion.ts';
import { spotsAt } from '../../../src/plan-language/spots.ts';
import { planNames, planSchemas } from '../../../src/project/plans.ts';
import { cursor, facts, labels, suggested, taken } from './typed.ts';

const goal = 'goals:\n  - id: a\n    title: A\n';

describe('completion in a plan file', () => {
  it('offers the keys of the map at the cursor that it does not have yet', () => {
    const left = ['metric', 'target', 'by', 'owner'];
    assert.deepEqual(labels('goals', `${goal}    |`), left);
    assert.deepEqual(labels('goals', `${goal}    |\n  - id: b\n`), left);
    assert.deepEqual(labels('goals', `${goal}    |\n    by: 2026-12-01\n`), ['metric', 'target', 'owner']);
    assert.deepEqual(labels('goals', 'goals:\n  - id: a\n    |title: A\n'), ['title', ...left]);
    assert.deepEqual(labels('budget', 'currency: EUR\n|\ncash: 7\n').slice(0, 3), [
      'as_of',
      'funding',
      'monthly',
    ]);
    assert.deepEqual(labels('budget', 'training:\n  |\n'), ['budget', 'gpu_hour_price', 'gpu']);
    assert.deepEqual(labels('budget', '|')[0], 'currency');
  });

  it('offers them for a word that is half-written, whatever follows', () => {
    for (const text of [
      `${goal}    ow|`,
      `${goal}    ow|\n    by: null\n  - id: b\n`,
      `${goal}    |ow # c\n`,
    ]) {
      const [first] = suggested('goals', text).filter(({ label }) => label === 'owner');
      assert.equal(first?.insert, 'owner: $1');
      assert.equal(text.replace('|', '').slice(first?.from, first?.to), 'ow');
    }
    assert.equal(
      taken('goals', `${goal}    ow|\n    by: null\n`, 'owner'),
      `${goal}    owner: \n    by: null\n`,
    );
  });

  it('leaves the value of a key that is renamed', () => {
    assert.equal(taken('goals', `${goal}    ownr|: Mei\n`, 'owner'), `${goal}    owner: Mei\n`);
  });

  it('offers a whole entry where a list can go on, and behind a dash', () => {
    assert.deepEqual(labels('goals', `${goal}  |`), ['- New entry']);
    assert.deepEqual(labels('goals', 'goals:\n  |'), ['- New entry']);
    assert.equal(labels('goals', `${goal}  - |`)[0], '- New entry');
    assert.equal(labels('goals', `${goal}  - ow|`).includes('owner'), true);
    const entry = '  - id: \n    title: \n    metric: \n    target: \n    by: \n    owner: ';
    assert.equal(taken('goals', 'goals:\n  |', '- New entry'), `goals:\n${entry}`);
    assert.equal(taken('goals', `${goal}  - |\n`, '- New entry'), `${goal}${entry}\n`);
  });

  it('puts in lists and maps that parse and are in shape but for what is to be filled in', () => {
    for (const plan of planNames) {
      let text = '|';
      for (const key of labels(plan, '|')) {
        text = `${taken(plan, text, key)}\n|`;
      }
      const filled = text
        .replace('|', '')
        .replaceAll(/^(\s*(?:- )?(?:id|currency|month):)\s*(?:"")?$/gm, '$1 x');
      const value: unknown = parse(
        filled.replace(/^(\s*(?:- )?month:) x$/m, '$1 2026-11').replace('start: ', 'start: 2026-01-01'),
      );
      const issues = planSchemas[plan].safeParse(value).error?.issues ?? [];
      assert.deepEqual(issues, [], `${plan}\n${filled}`);
    }
  });

  it('offers people, milestones, steps, dates, months, choices, and what they are', () => {
    assert.deepEqual(labels('goals', `${goal}    owner: |`), ['Mei', 'O, Connor']);
    assert.equal(taken('goals', `${goal}    owner: |`, 'O, Connor'), `${goal}    owner: "O, Connor"`);
    assert.equal(taken('goals', `${goal}    owner:|`, 'Mei'), `${goal}    owner: Mei`);
    assert.equal(taken('goals', `${goal}    owner: ""|\n`, 'Mei'), `${goal}    owner: Mei\n`);
    assert.equal(taken('goals', `${goal}    owner: "M|" # who\n`, 'Mei'), `${goal}    owner: Mei # who\n`);
    assert.deepEqual(labels('goals', `${goal}    by: nu|ll`), ['2026-11-24', '2026-12-01', '2026-12-08']);
    assert.deepEqual(labels('budget', 'actual:\n  - month: |'), ['2026-10', '2026-11']);
    assert.deepEqual(labels('timeline', 'milestones:\n  - id: a\n    depends: [|]\n'), ['goals', 'pilot']);
    assert.deepEqual(labels('timeline', 'milestones:\n  - id: a\n    depends:\n      - |\n'), [
      'goals',
      'pilot',
    ]);
    assert.equal(
      taken('timeline', 'milestones:\n  - id: a\n    steps: ["5.2.1", |]\n', '5.1.1'),
      'milestones:\n  - id: a\n    steps: ["5.2.1", "5.1.1"]\n',
    );
    assert.equal(
      taken('timeline', 'milestones:\n  - id: a\n    steps: [|\n    owner: x\n', '5.1.1').split('\n')[2],
      '    steps: ["5.1.1"',
    );
    assert.deepEqual(labels('premortem', 'signs:\n  - id: |'), ['9.1.1']);
    assert.deepEqual(labels('funding', 'goal:\n  milestone: |'), ['goals', 'pilot']);
    const states = suggested('compliance', 'items:\n  - state: |');
    assert.deepEqual(
      states.map(({ label, detail }) => [label, detail]),
      [
        ['open', 'open'],
        ['done', 'done'],
      ],
    );
    assert.deepEqual(labels('funding', 'receivables:\n  - paid: |'), ['true', 'false']);
    assert.ok(labels('budget', 'currency: E|').includes('EUR'));
    assert.ok(labels('goals', `${goal}    metric: |`).includes('accuracy'));
  });

  it('knows which month comes before January', () => {
    const { text, offset } = cursor('actual:\n  - month: |');
    const months = suggest('budget', text, offset, { ...facts, today: '2026-01-31' }, 'en');
    assert.deepEqual(
      months.map(({ label, detail }) => [label, detail]),
      [
        ['2025-12', 'last month'],
        ['2026-01', 'this month'],
      ],
    );
  });

  it('offers nothing in a comment, a title, an unknown key, or a text over several lines', () => {
    for (const text of [
      `${goal}    # ow|`,
      `${goal}    owner: Mei # |`,
      'goals:\n  - title: A|\n',
      `${goal}    ownr: |\n`,
      `${goal}    owner: Mei\n      Che|n\n`,
      'unknown:\n  |\n',
    ]) {
      assert.deepEqual(labels('goals', text), [], text);
    }
  });

  it('takes a number sign in quotes for what it is', () => {
    assert.deepEqual(labels('goals', `${goal}    owner: "# |"`), ['Mei', 'O, Connor']);
  });

  it('bears any text at any place', () => {
    const sign = fc.constantFrom(...'goals: []{}\n  - "\'#|&*!>%@`id,\t\r0'.split(''));
    fc.assert(
      fc.property(
        fc.constantFrom(...planNames),
        fc.string({ unit: sign, maxLength: 60 }),
        fc.nat(),
        (plan, text, at) => {
          const offset = at % (text.length + 1);
          for (const { from, to } of spotsAt(plan, text, offset)) {
            assert.ok(from <= offset && offset <= to && to <= text.length);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
