/** The burn-up chart: steps done against what the timeline expects. */
import type { Timeline } from '../project/plans.ts';
import { type Definition, stepsOf } from './definition.ts';
import type { Tally } from './history.ts';
import { daysBetween } from './overview.ts';
import type { Progress } from './progress.ts';

export interface Point {
  /** ISO date. */
  readonly day: string;
  readonly steps: number;
}

export interface BurnUp {
  /** Each value holds from its day on. */
  readonly done: readonly Point[];
  readonly scope: readonly Point[];
  /** Straight between its points; null without a usable timeline. */
  readonly plan: readonly Point[] | null;
  readonly today: string;
  /** Steps ahead (+) or behind (−) of the plan; null without a plan. */
  readonly ahead: number | null;
  /** ISO date of the last step at the pace so far; null where nothing moves or all is done. */
  readonly finish: string | null;
}

/** Null while no step has ever been done. */
export function burnUp(
  definition: Definition,
  progress: Progress,
  tallies: readonly Tally[],
  timeline: Timeline | undefined,
  today: string,
): BurnUp | null {
  if (!tallies.some(({ done }) => done > 0)) {
    return null;
  }
  const now = tallies.at(-1) ?? { day: today, done: 0, all: 0 };
  const plan = timeline === undefined ? null : planOf(definition, progress, timeline);
  const start = timeline?.start ?? tallies[0]?.day ?? today;
  const begun = tallies[0] !== undefined && tallies[0].day < start ? tallies[0].day : start;
  const first =
    begun < (tallies[0]?.day ?? today) ? [{ day: begun, done: 0, all: tallies[0]?.all ?? now.all }] : [];
  const series = [...first, ...tallies];
  return {
    done: series.map(({ day, done }) => ({ day, steps: done })),
    scope: series.map(({ day, all }) => ({ day, steps: all })),
    plan,
    today,
    ahead: plan === null ? null : now.done - Math.round(valueAt(plan, today)),
    finish: finishOf(now, Math.max(1, daysBetween(begun, today)), today),
  };
}

function finishOf({ done, all }: Tally, days: number, today: string): string | null {
  if (done === 0 || done >= all) {
    return null;
  }
  const left = Math.ceil(((all - done) * days) / done);
  return left > 36_500 ? null : addDays(today, left);
}

/** Steps that the milestones name, by date; steps that none names belong to the last one. Skipped steps are left out. */
function planOf(
  definition: Definition,
  progress: Progress,
  { start, milestones }: Timeline,
): readonly Point[] | null {
  const dated = milestones.flatMap(({ date, steps = [] }) =>
    date === null || date < start ? [] : [{ date, steps }],
  );
  const last = dated.at(-1);
  if (last === undefined) {
    return null;
  }
  const open = new Set(
    stepsOf(definition)
      .map(({ id }) => id)
      .filter((id) => !Object.hasOwn(progress.items, id) || progress.items[id]?.state !== 'skipped'),
  );
  const all = open.size;
  const points: Point[] = [{ day: start, steps: 0 }];
  for (const { date, steps } of dated) {
    for (const id of steps) {
      open.delete(id);
    }
    points.push({ day: date, steps: all - open.size });
  }
  points[points.length - 1] = { day: last.date, steps: all };
  const named = dated.some(({ steps }) => steps.length > 0);
  return named
    ? points
    : [
        { day: start, steps: 0 },
        { day: last.date, steps: all },
      ];
}

/** The value of a line on a day: straight between its points, level before and after them. */
export function valueAt(points: readonly Point[], day: string): number {
  let before = points[0];
  for (const point of points) {
    if (point.day > day) {
      const span = before === undefined ? 0 : daysBetween(before.day, point.day);
      if (before === undefined || before.day > day || span === 0) {
        return before?.steps ?? 0;
      }
      return before.steps + ((point.steps - before.steps) * daysBetween(before.day, day)) / span;
    }
    before = point;
  }
  return before?.steps ?? 0;
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
