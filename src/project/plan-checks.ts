/**
 * What the plan files of a project say against one another, and against themselves, although each can be read: owners
 * who are not in the team, currencies that differ, milestones that wait for one another. Pure: no file, no editor.
 */
import type * as z from 'zod/mini';
import type { Path } from './json.ts';
import { nearest } from './nearest.ts';
import { type Plan, type PlanName, planFile, planNames, planSchemas } from './plans.ts';
import { type Message, message } from './words.ts';

/** A plan file that is in shape. */
export interface LoadedPlan<Name extends PlanName> {
  readonly value: Plan<Name>;
  readonly lineOf: (path: Path) => number;
}

/** The plan files that are there and in shape. */
export type Plans = { readonly [Name in PlanName]?: LoadedPlan<Name> };

export interface PlanFault {
  readonly plan: PlanName;
  /** In the project. */
  readonly file: string;
  /** Of the value at fault. */
  readonly path: Path;
  /** From 1. */
  readonly line: number;
  readonly message: Message;
}

export interface PlanContext {
  /** Ids of all steps of the checklist; without it nobody knows which ones a milestone may name. */
  readonly steps?: ReadonlySet<string>;
}

/** Shares that are written with three digits do not add up to 1 exactly. */
const shareTolerance = 0.002;

/** Every fault of `plans`, by file in the order of `planNames`, then by line. */
export function checkPlans(plans: Plans, { steps }: PlanContext = {}): readonly PlanFault[] {
  const found = [
    ...planNames.flatMap((name) => [...unknownKeys(plans, name), ...repeatedIds(plans, name)]),
    ...ownersOutsideTeam(plans),
    ...milestoneFaults(plans),
    ...unknownSteps(plans, steps),
    ...moneyFaults(plans),
    ...unknownMilestones(plans),
    ...capTableFaults(plans),
  ];
  const place = ({ plan }: PlanFault) => planNames.indexOf(plan);
  return found.sort((a, b) => place(a) - place(b) || a.line - b.line);
}

function fault<Name extends PlanName>(
  plan: Name,
  lineOf: LoadedPlan<Name>['lineOf'],
  path: Path,
  what: Message,
): PlanFault {
  return { plan, file: planFile(plan), path, line: lineOf(path), message: what };
}

/** What belongs together in a name that a person types: no case, no space around it, one form of each sign. */
const sameName = (name: string) => name.normalize('NFC').trim().toLowerCase();

/** Keys that no plan file has: a typing error would otherwise be a figure that is silently missing. */
export function unknownKeys(plans: Plans, name: PlanName): readonly PlanFault[] {
  const plan = plans[name];
  if (plan === undefined) {
    return [];
  }
  return unknownKeysIn(name, plan.value, plan.lineOf);
}

/** The same for a value of any shape: a key with a typing error often is the one that is missing as well. */
export function unknownKeysIn(
  name: PlanName,
  value: unknown,
  lineOf: (path: Path) => number,
): readonly PlanFault[] {
  return strangeKeys(planSchemas[name], value, []).map(({ path, known }) => {
    const key = String(path.at(-1));
    const near = nearest(key, known);
    return fault(
      name,
      lineOf,
      path,
      near === undefined ? message('plan.key', { name: key }) : message('plan.keyNear', { name: key, near }),
    );
  });
}

interface StrangeKey {
  readonly path: Path;
  readonly known: readonly string[];
}

function strangeKeys(schema: z.core.$ZodType, value: unknown, path: Path): readonly StrangeKey[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'optional' || def.type === 'nullable') {
    return strangeKeys(def.innerType, value, path);
  }
  if (def.type === 'array' && Array.isArray(value)) {
    return value.flatMap((item, index) => strangeKeys(def.element, item, [...path, index]));
  }
  if (def.type !== 'object' || typeof value !== 'object' || value === null) {
    return [];
  }
  const known = Object.keys(def.shape);
  return Object.entries(value).flatMap(([key, inner]) => {
    const of = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    return of === undefined ? [{ path: [...path, key], known }] : strangeKeys(of, inner, [...path, key]);
  });
}

/** Lists whose entries other files refer to by id. */
function repeatedIds(plans: Plans, name: PlanName): readonly PlanFault[] {
  const plan = plans[name];
  if (plan === undefined) {
    return [];
  }
  return Object.entries(plan.value).flatMap(([list, entries]) => {
    const seen = new Set<string>();
    return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown, index) => {
      const key = typeof entry === 'object' && entry !== null ? (list === 'actual' ? 'month' : 'id') : '';
      const id: unknown = key === '' ? undefined : Reflect.get(entry as object, key);
      if (typeof id !== 'string' || !seen.has(id)) {
        if (typeof id === 'string') {
          seen.add(id);
        }
        return [];
      }
      return [fault(name, plan.lineOf, [list, index, key], message('plan.twice', { name: id }))];
    });
  });
}

/** Owners who hold no role. Without a readable team file nobody is known, and nothing is said. */
function ownersOutsideTeam(plans: Plans): readonly PlanFault[] {
  const { team } = plans;
  if (team === undefined) {
    return [];
  }
  const people = new Set(team.value.roles.map(({ person }) => sameName(person ?? '')));
  return ownerLists.flatMap(({ plan: name, list }) => {
    const plan = plans[name];
    const entries: unknown = plan === undefined ? undefined : Reflect.get(plan.value, list);
    return (Array.isArray(entries) ? entries : []).flatMap((entry: { owner?: unknown }, index) => {
      const { owner } = entry;
      return plan === undefined ||
        typeof owner !== 'string' ||
        owner.trim() === '' ||
        people.has(sameName(owner))
        ? []
        : [fault(name, plan.lineOf, [list, index, 'owner'], message('plan.owner', { name: owner }))];
    });
  });
}

const ownerLists: readonly { readonly plan: PlanName; readonly list: string }[] = [
  { plan: 'goals', list: 'goals' },
  { plan: 'timeline', list: 'milestones' },
  { plan: 'risks', list: 'risks' },
  { plan: 'compliance', list: 'items' },
  { plan: 'funding', list: 'channels' },
  { plan: 'funding', list: 'investors' },
  { plan: 'premortem', list: 'signs' },
];

type Milestones = Plan<'timeline'>['milestones'];

/** Dates out of order, and dependencies that do not exist, come later, or go round in a circle. */
function milestoneFaults({ timeline }: Plans): readonly PlanFault[] {
  if (timeline === undefined) {
    return [];
  }
  const { value, lineOf } = timeline;
  const { milestones } = value;
  const byId = new Map(milestones.map((one) => [one.id, one]));
  const found: PlanFault[] = [];
  let before = value.start;
  for (const [index, { id, title, date, depends = [] }] of milestones.entries()) {
    const name = title || id;
    if (date !== null && date < before) {
      const path = ['milestones', index, 'date'];
      found.push(fault('timeline', lineOf, path, message('timeline.order', { name, date, before })));
    }
    before = date ?? before;
    for (const [place, other] of depends.entries()) {
      const first = byId.get(other);
      const path = ['milestones', index, 'depends', place];
      if (first === undefined) {
        found.push(fault('timeline', lineOf, path, message('plan.milestone', { name: other })));
      } else if (date !== null && first.date !== null && first.date > date) {
        const values = { name, date, other: first.title || other, later: first.date };
        found.push(fault('timeline', lineOf, path, message('plan.dependsLater', values)));
      }
    }
  }
  const cycle = dependencyCycle(milestones);
  if (cycle.length > 0) {
    const index = milestones.findIndex(({ id }) => id === cycle[0]);
    const path = ['milestones', index, 'depends'];
    const round = [...cycle, cycle[0]].join(' → ');
    found.push(fault('timeline', lineOf, path, message('plan.cycle', { milestones: round })));
  }
  return found;
}

/** Ids of milestones of which each depends on the next and the last on the first; empty where there is no circle. */
export function dependencyCycle(milestones: Milestones): readonly string[] {
  const depends = new Map(milestones.map((one) => [one.id, one.depends ?? []]));
  const left = new Set<string>();
  for (const { id } of milestones) {
    // The way from `id` down to where we are, and at each id on it the place of the dependency to follow next.
    const way: { readonly id: string; next: number }[] = left.has(id) ? [] : [{ id, next: 0 }];
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const to = depends.get(here.id)?.[here.next++];
      if (to === undefined) {
        left.add(here.id);
        way.pop();
      } else if (way.some((one) => one.id === to)) {
        return way.slice(way.findIndex((one) => one.id === to)).map((one) => one.id);
      } else if (!left.has(to) && depends.has(to)) {
        way.push({ id: to, next: 0 });
      }
    }
  }
  return [];
}

function unknownSteps({ timeline }: Plans, known: ReadonlySet<string> | undefined): readonly PlanFault[] {
  if (timeline === undefined || known === undefined) {
    return [];
  }
  return timeline.value.milestones.flatMap(({ steps = [] }, index) =>
    steps.flatMap((id, place) =>
      known.has(id)
        ? []
        : [
            fault(
              'timeline',
              timeline.lineOf,
              ['milestones', index, 'steps', place],
              message('plan.step', { name: id }),
            ),
          ],
    ),
  );
}

/** Currencies that differ, and training that cost more than all of a month. */
function moneyFaults({ budget, funding }: Plans): readonly PlanFault[] {
  if (budget === undefined) {
    return [];
  }
  const dear = (budget.value.actual ?? []).flatMap(({ month, spent, training }, index) =>
    spent !== null && training !== null && training > spent
      ? [fault('budget', budget.lineOf, ['actual', index, 'training'], message('plan.training', { month }))]
      : [],
  );
  if (funding === undefined || sameName(funding.value.currency) === sameName(budget.value.currency)) {
    return dear;
  }
  const values = { currency: funding.value.currency, other: budget.value.currency };
  return [...dear, fault('funding', funding.lineOf, ['currency'], message('plan.currency', values))];
}

/** Milestones that the funding plan names and the timeline does not have. */
function unknownMilestones({ timeline, funding }: Plans): readonly PlanFault[] {
  if (timeline === undefined || funding === undefined) {
    return [];
  }
  const known = new Set(timeline.value.milestones.map(({ id }) => id));
  const named: readonly (readonly [Path, string | null])[] = [
    [['goal', 'milestone'], funding.value.goal.milestone],
    ...funding.value.use.map(({ milestone }, index) => [['use', index, 'milestone'], milestone] as const),
  ];
  return named.flatMap(([path, id]) =>
    id === null || id.trim() === '' || known.has(id)
      ? []
      : [fault('funding', funding.lineOf, path, message('plan.milestone', { name: id }))],
  );
}

/** Shares that are filled in and do not make a whole, and rounds that would sell more than there is. */
function capTableFaults({ funding }: Plans): readonly PlanFault[] {
  if (funding === undefined) {
    return [];
  }
  const { value, lineOf } = funding;
  const shares = value.cap_table.map(({ share }) => share);
  const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  const whole = shares.length === 0 || shares.includes(null) || Math.abs(sum - 1) <= shareTolerance;
  const rounds = value.rounds.flatMap((round, index) =>
    (soldShare(round) ?? 0) + (round.pool ?? 0) >= 1
      ? [
          fault(
            'funding',
            lineOf,
            ['rounds', index],
            message('plan.soldOut', { name: round.title || round.id }),
          ),
        ]
      : [],
  );
  return whole
    ? rounds
    : [
        fault(
          'funding',
          lineOf,
          ['cap_table'],
          message('plan.shares', { sum: Math.round(sum * 1000) / 1000 }),
        ),
        ...rounds,
      ];
}

/**
 * The part of the company that the money of a round buys. A SAFE: amount ÷ post-money cap. Equity, and a note at its
 * cap without interest: amount ÷ (pre-money + amount). Money that is not paid for with shares: 0. Null where unknown.
 */
export function soldShare({
  instrument,
  amount,
  pre_money: value,
}: Pick<Plan<'funding'>['rounds'][number], 'instrument' | 'amount' | 'pre_money'>): number | null {
  if (instrument === 'grant' || instrument === 'debt' || instrument === 'revenue') {
    return 0;
  }
  if (amount === null || value === null) {
    return null;
  }
  const whole = instrument === 'safe' ? value : value + amount;
  return whole === 0 ? null : amount / whole;
}
