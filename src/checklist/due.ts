/** Due dates worth offering: near days, and the milestones of the plan. Dates are ISO; days are local to nobody. */

export interface DueChoice {
  readonly kind: 'today' | 'tomorrow' | 'friday' | 'fortnight' | 'milestone';
  readonly date: string;
  /** Title of the milestone; '' for a day. */
  readonly title: string;
}

export interface DatedMilestone {
  readonly title: string;
  readonly date: string;
  /** Ids of the steps that it waits for. */
  readonly steps: readonly string[];
}

const dayMs = 86_400_000;

/**
 * What is offered on the day `today` for the steps `ids`: milestones that wait for one of them stand before the others,
 * and those that have passed are left out.
 */
export function dueChoices(
  today: string,
  milestones: readonly DatedMilestone[],
  ids: readonly string[],
): readonly DueChoice[] {
  const days: readonly (readonly [DueChoice['kind'], string])[] = [
    ['today', today],
    ['tomorrow', addDays(today, 1)],
    ['friday', nextFriday(today)],
    ['fortnight', addDays(today, 14)],
  ];
  const waiting = new Set(ids);
  const concerns = ({ steps }: DatedMilestone) => steps.some((id) => waiting.has(id));
  const ahead = milestones
    .filter(({ date }) => isDate(date) && date >= today)
    .toSorted((a, b) => Number(concerns(b)) - Number(concerns(a)) || (a.date < b.date ? -1 : 1));
  return [
    ...days.map(([kind, date]) => ({ kind, date, title: '' })),
    ...ahead.map(({ date, title }) => ({ kind: 'milestone' as const, date, title })),
  ];
}

/** The Friday after `day`; on a Friday, the one a week later. */
function nextFriday(day: string): string {
  const weekday = new Date(day).getUTCDay();
  return addDays(day, (5 - weekday + 7) % 7 || 7);
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** Whether a text is an ISO date that the calendar has. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
