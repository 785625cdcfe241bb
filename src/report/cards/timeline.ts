/** The milestones as bars in time. */
import type { StepStatus } from '../../checklist/overview.ts';
import { dependencyCycle } from '../../project/plan-checks.ts';
import { type Plan, planFile } from '../../project/plans.ts';
import type { Card, Figures } from '../model.ts';
import { cardOf, isPast, type Sources, words } from '../sources.ts';

type Milestone = Plan<'timeline'>['milestones'][number];
type Bar = Figures<'timeline'>['milestones'][number];

export function timelineCard({ plans, statuses, today, language }: Sources): Card<'timeline'> {
  const steps = new Map(
    statuses.flatMap((section) => section.steps).map((step) => [step.definition.id, step] as const),
  );
  return cardOf<'timeline', Plan<'timeline'>>(planFile('timeline'), plans.timeline, language, (timeline) =>
    timeline.milestones.length === 0 ? null : figures(timeline, steps, today),
  );
}

function figures(
  { start, milestones }: Plan<'timeline'>,
  steps: ReadonlyMap<string, StepStatus>,
  today: string,
): Figures<'timeline'> {
  const dateOf = new Map(milestones.map(({ id, date }) => [id, date ?? start]));
  // Where milestones wait for one another, the order of the file is all there is.
  const circular = dependencyCycle(milestones).length > 0;
  const bars = milestones.map((milestone, index): Bar => {
    const { id, title, date, owner } = milestone;
    const depends = [...new Set(milestone.depends)].filter((one) => one !== id && dateOf.has(one));
    const last = milestones[index - 1]?.date ?? start;
    const before = circular || depends.length === 0 ? [last] : depends.map((one) => dateOf.get(one) ?? start);
    return {
      id,
      title: words(title) || id,
      from: date === null ? null : beginOf(before, start, date),
      to: date,
      owner: words(owner),
      depends,
      ...standingOf(milestone, steps, today),
    };
  });
  const dates = bars.flatMap(({ to }) => (to === null ? [] : [to])).sort();
  const next = bars.findIndex(({ state, to }) => state !== 'done' && to !== null);
  return {
    start,
    end: dates.at(-1) ?? null,
    today,
    milestones: bars,
    next: next < 0 ? null : next,
  };
}

/** A bar begins when the last of those before it is reached, and never after its own end. */
function beginOf(before: readonly string[], start: string, end: string): string {
  const begin = before.reduce((a, b) => (a > b ? a : b), start);
  return begin < end ? begin : end;
}

/** A milestone is reached once the steps that it names are; one that names none, once its day has passed. */
function standingOf(
  { date, steps: ids = [] }: Milestone,
  steps: ReadonlyMap<string, StepStatus>,
  today: string,
): Pick<Bar, 'state' | 'steps'> {
  const named = ids.flatMap((id) => steps.get(id) ?? []).filter(({ state }) => state !== 'skipped');
  const done = named.filter(({ state }) => state === 'done').length;
  const past = isPast(date, today);
  const hasSteps = ids.some((id) => steps.has(id));
  const reached = hasSteps ? done === named.length : past;
  return { state: reached ? 'done' : past ? 'late' : 'open', steps: { done, all: named.length } };
}
