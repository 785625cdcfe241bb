import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkPlans, dependencyCycle, type Plans } from '../../../src/project/plan-checks.ts';
import { type PlanName, planNames, planSchemas } from '../../../src/project/plans.ts';
import { parseShape } from '../../../src/project/shape.ts';
import { say } from '../../../src/project/words.ts';
import { parseYaml } from '../../../src/project/yaml.ts';

function plansOf(texts: { readonly [Name in PlanName]?: string }): Plans {
  const read = Object.entries(texts).map(([name, text]) => {
    const shape = parseShape(text, parseYaml, planSchemas[name as PlanName]);
    assert.ok(shape.kind === 'ok', JSON.stringify(shape));
    return [name, shape] as const;
  });
  return Object.fromEntries(read) as Plans;
}

const said = (plans: Plans, steps?: ReadonlySet<string>) =>
  checkPlans(plans, steps === undefined ? {} : { steps }).map(
    ({ file, line, message }) => `${file}:${line} ${say(message, 'en')}`,
  );

const team = 'roles:\n  - { id: a, title: A, person: Mei Chen, by: null }\n';

describe('plan files against one another', () => {
  it('know an owner by name, whatever its case and however its signs are composed', () => {
    const goals = (owner: string) =>
      `goals:\n  - { id: a, title: A, metric: m, target: 1, by: null, owner: "${owner}" }\n`;
    for (const owner of ['Mei Chen', ' mei chen ', '', 'MEI CHEN']) {
      assert.deepEqual(said(plansOf({ team, goals: goals(owner) })), [], owner);
    }
    assert.deepEqual(
      said(plansOf({ team: team.replace('Mei Chen', 'Zoe\u0308'), goals: goals('Zo\u00eb') })),
      [],
    );
    assert.deepEqual(said(plansOf({ team, goals: goals('Mei') })), [
      'plan/goals.yaml:2 “Mei” isn’t in plan/team.yaml',
    ]);
    assert.deepEqual(said(plansOf({ goals: goals('Mei') })), [], 'nobody is known without a team');
  });

  it('tell ids that are there twice, unknown steps and unknown dependencies', () => {
    const timeline = `start: 2026-11-01
milestones:
  - { id: a, title: A, date: 2026-11-08, owner: "", steps: [5.1.1, 5.9.9] }
  - { id: a, title: B, date: 2026-11-07, owner: "", depends: [b] }
`;
    assert.deepEqual(said(plansOf({ timeline }), new Set(['5.1.1'])), [
      'plan/timeline.yaml:3 The checklist has no step “5.9.9”',
      'plan/timeline.yaml:4 “a” is there twice',
      'plan/timeline.yaml:4 “B” on 2026-11-07 comes before 2026-11-08; list milestones in order of date',
      'plan/timeline.yaml:4 The timeline has no milestone “b”',
    ]);
  });

  it('tell months that are there twice, and training dearer than its month', () => {
    const budget = `currency: USD
as_of: null
cash: null
funding: null
monthly: []
training: { budget: null, gpu_hour_price: null, gpu: null }
actual:
  - { month: 2026-10, spent: 10, income: 0, training: 20 }
  - { month: 2026-10, spent: 10, income: 0, training: 5 }
`;
    assert.deepEqual(said(plansOf({ budget })), [
      'plan/budget.yaml:8 In 2026-10, training cost more than was spent in all',
      'plan/budget.yaml:9 “2026-10” is there twice',
    ]);
  });

  it('accept shares that are rounded, and a table that is not filled in', () => {
    const funding = (shares: readonly (number | null)[]) => `currency: USD
as_of: null
goal: { amount: null, milestone: null, months: null, margin_months: null }
cap_table: [${shares.map((share) => `{ holder: x, share: ${share} }`).join(', ')}]
rounds: []
channels: []
investors: []
use: []
receivables: []
`;
    for (const shares of [[], [null, 0.2], [0.333, 0.333, 0.333], [1]]) {
      assert.deepEqual(said(plansOf({ funding: funding(shares) })), [], String(shares));
    }
    assert.deepEqual(said(plansOf({ funding: funding([0.5, 0.4]) })), [
      'plan/funding.yaml:4 The shares add up to 0.9, not to 1',
    ]);
  });

  it('say nothing of a review that has passed', () => {
    const risks =
      'risks:\n  - { id: a, title: A, kind: money, likelihood: 1, impact: 1, owner: "", response: x, review: 2020-01-01 }\n';
    assert.deepEqual(said(plansOf({ team, risks })), []);
  });

  it('tell a key that nothing reads, also one deep inside', () => {
    const goals =
      'goals:\n  - { id: a, title: A, metric: m, target: 1, by: null, ownr: x, owner: "" }\nnotes: x\n';
    assert.deepEqual(said(plansOf({ goals })), [
      'plan/goals.yaml:2 “ownr” isn’t known here. Is it meant to be “owner”?',
      'plan/goals.yaml:3 “notes” isn’t known here; nothing reads it',
    ]);
  });

  it('come in the order of files and lines', () => {
    const places = checkPlans(plansOf({ team: `${team}extra: 1\n`, goals: 'x: 1\ngoals: []\ny: 2\n' })).map(
      ({ plan, line }) => [planNames.indexOf(plan), line],
    );
    assert.deepEqual(
      places,
      [...places].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d),
    );
    assert.equal(places.length, 3);
  });
});

describe('milestones that wait for one another', () => {
  const milestone = (id: string, depends: string[]) => ({ id, title: id, date: null, owner: '', depends });

  it('are found where there is a circle and only there', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const edges = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 10 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const milestones = ids.map((id) =>
          milestone(
            id,
            pairs.filter(([from]) => from === id).map(([, to]) => to),
          ),
        );
        const cycle = dependencyCycle(milestones);
        for (const [index, id] of cycle.entries()) {
          const next = cycle[(index + 1) % cycle.length] ?? '';
          assert.ok(
            pairs.some(([from, to]) => from === id && to === next),
            `${id} → ${next}`,
          );
        }
        // Kahn: taking away what waits for nothing leaves nothing exactly where there is no circle.
        let left = milestones;
        for (let before = -1; before !== left.length; ) {
          before = left.length;
          const there = new Set(left.map(({ id }) => id));
          left = left.filter(({ depends }) => depends.some((id) => there.has(id)));
        }
        assert.equal(cycle.length > 0, left.length > 0);
      }),
    );
  });

  it('are found at once in a long chain', () => {
    const chain = Array.from({ length: 3000 }, (_, index) => milestone(String(index), [String(index + 1)]));
    assert.deepEqual(dependencyCycle(chain), []);
    assert.equal(dependencyCycle([...chain, milestone('3000', ['0'])]).length, 3001);
  });
});
