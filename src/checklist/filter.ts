/** Which steps of the checklist are shown: all, or those that somebody is after. */
import type { StepStatus } from './overview.ts';

export const filters = ['all', 'open', 'mine', 'overdue', 'confirm'] as const;
export type Filter = (typeof filters)[number];

/** Whether `value` names a filter: it may come from an older or a newer version of us. */
export function isFilter(value: unknown): value is Filter {
  return filters.some((filter) => filter === value);
}

type Seen = Pick<StepStatus, 'state' | 'owner' | 'overdueDays' | 'evidence'>;

/** Whether a step is shown by `filter`; `user` is git's name for the person, '' where git has none. */
export function passes(filter: Filter, { state, owner, overdueDays, evidence }: Seen, user: string): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'open':
      // Evidence that is out of date or unreadable asks for something even of a step that is done.
      return state === 'todo' || state === 'doing' || evidence !== undefined;
    case 'mine':
      return user.trim() !== '' && samePerson(owner, user);
    case 'overdue':
      return overdueDays > 0;
    case 'confirm':
      return evidence?.kind === 'proposed';
  }
}

/** Whether two names are of one person: case and space do not count. */
export function samePerson(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s+/gu, '').toLowerCase();
}
