/** What became of the steps over time, out of the committed versions of the progress file. */
import type { Version } from '../project/git.ts';
import type { Fault } from '../project/shape.ts';
import { type Message, message } from '../project/words.ts';
import type { Definition } from './definition.ts';
import { localDate } from './look.ts';
import { countProgress } from './overview.ts';
import { compareIds, type Item, itemOf, type Progress, parseProgress, saysTheSame } from './progress.ts';

/** A committed state of the progress file. */
export interface Snapshot {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly progress: Progress;
}

export interface Event {
  readonly at: string;
  readonly by: string;
  readonly what: Message;
}

/** Versions that parse, in the order given. */
export function snapshotsOf(versions: readonly Version[]): readonly Snapshot[] {
  return versions.flatMap(({ at, by, text }) => {
    const result = parseProgress(text);
    return result.kind === 'ok' ? [{ at, by, progress: result.value }] : [];
  });
}

/** A commit that changed the progress file: what it left there, or why that cannot be read. */
export interface Commit {
  readonly commit: string;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly content:
    | { readonly progress: Progress; readonly changed: readonly string[] }
    | { readonly fault: Fault };
}

/** The commits of a history, newest first, each with the steps that differ from the one before it that can be read. */
export function commitsOf(versions: readonly Version[]): readonly Commit[] {
  let before: Progress = { version: 1, items: {} };
  const commits = versions.map(({ commit, at, by, text }): Commit => {
    const result = parseProgress(text);
    if (result.kind === 'ok') {
      const changed = differing(before, result.value);
      before = result.value;
      return { commit, at, by, content: { progress: result.value, changed } };
    }
    const fault =
      result.kind === 'invalid' ? result : { line: 0, column: 0, message: message('file.missing') };
    return { commit, at, by, content: { fault } };
  });
  return commits.reverse();
}

/** Ids of the steps whose entries differ, in the order of their ids; who changed one and when does not count. */
export function differing(one: Progress, other: Progress): readonly string[] {
  return [...new Set([...Object.keys(one.items), ...Object.keys(other.items)])]
    .filter((id) => !saysTheSame(itemOf(one, id), itemOf(other, id)))
    .sort(compareIds);
}

/** What happened to one step, newest first; a change that is not committed yet comes first of all. */
export function historyOf(id: string, snapshots: readonly Snapshot[], current: Progress): readonly Event[] {
  const events: Event[] = [];
  let before: Item | undefined;
  for (const { at, by, progress } of snapshots) {
    const after = itemOf(progress, id);
    // Who ticked is in the entry itself; who committed it may be somebody else.
    events.push(
      ...changesOf(before, after).map((what) => ({ at: after?.at ?? at, by: after?.by ?? by, what })),
    );
    before = after;
  }
  const now = itemOf(current, id);
  events.push(...changesOf(before, now).map((what) => ({ at: now?.at ?? '', by: now?.by ?? '', what })));
  return events.reverse();
}

/** What is different in an entry, in words; nothing of keys that we do not know. */
export function changesOf(before: Item = {}, after: Item = {}): readonly Message[] {
  const found: Message[] = [];
  const state = after.state ?? 'todo';
  if (state !== (before.state ?? 'todo')) {
    found.push(message(`history.${state}`, { reason: after.reason ?? '' }));
  }
  if ((after.owner ?? '') !== (before.owner ?? '')) {
    found.push(after.owner ? message('history.owner', { owner: after.owner }) : message('history.noOwner'));
  }
  if ((after.due ?? '') !== (before.due ?? '')) {
    found.push(after.due ? message('history.due', { due: after.due }) : message('history.noDue'));
  }
  if ((after.note ?? '') !== (before.note ?? '')) {
    found.push(message('history.note'));
  }
  return found;
}

/** How many steps were done, and how many there were, at the end of a day. */
export interface Tally {
  /** ISO date. */
  readonly day: string;
  readonly done: number;
  readonly all: number;
}

/**
 * The counts of each day on which they changed, the last entry being today's. What has been committed counts on the
 * day of the commit; what has not, on the day that the entry names.
 */
export function talliesOf(
  definition: Definition,
  snapshots: readonly Snapshot[],
  current: Progress,
  today: string,
): readonly Tally[] {
  const days = new Map<string, Tally>();
  const note = (day: string, progress: Progress) => {
    const { done, all } = countProgress(definition, progress);
    days.set(day, { day, done, all });
  };
  for (const { at, progress } of snapshots) {
    note(localDate(new Date(at)), progress);
  }
  const last = snapshots.at(-1);
  const from = last === undefined ? '' : localDate(new Date(last.at));
  let growing: Progress = last?.progress ?? { version: 1, items: {} };
  for (const [id, item] of Object.entries(current.items).sort(byTime)) {
    if (item.at !== undefined && itemOf(growing, id)?.at !== item.at) {
      growing = { ...growing, items: { ...growing.items, [id]: item } };
      const day = localDate(new Date(item.at));
      note(day < from ? from : day > today ? today : day, growing);
    }
  }
  note(today, current);
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function byTime([, a]: [string, Item], [, b]: [string, Item]): number {
  return Date.parse(a.at ?? '') - Date.parse(b.at ?? '') || 0;
}
