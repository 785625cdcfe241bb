/** Bringing two versions of a progress file together: step by step, the newest entry wins, and nothing else is lost. */
import { hasConflictMarks } from '../project/json.ts';
import {
  emptyProgress,
  formatProgress,
  type Item,
  type Progress,
  parseProgress,
  sameItem,
} from './progress.ts';

/**
 * Merges two versions of one file. A step that only one side changed since `base` is taken from that side; one that
 * both changed is taken whole from the side with the newest `at`. Without a base a step in either side stays. The
 * order of `ours` and `theirs` makes no difference.
 */
export function mergeProgress(base: Progress | undefined, ours: Progress, theirs: Progress): Progress {
  const { items: baseItems, ...baseRest } = base ?? emptyProgress;
  const { items: ourItems, ...ourRest } = ours;
  const { items: theirItems, ...theirRest } = theirs;
  const items: Record<string, Item> = {};
  for (const id of new Set([...Object.keys(ourItems), ...Object.keys(theirItems)])) {
    const merged = mergeItem(own(baseItems, id), own(ourItems, id), own(theirItems, id), base !== undefined);
    if (merged !== undefined) {
      Object.defineProperty(items, id, {
        value: merged,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
  const rest = mergeItem(baseRest, ourRest, theirRest, base !== undefined, true);
  return { ...rest, version: 1, items };
}

function own(items: Readonly<Record<string, Item>>, id: string): Item | undefined {
  return Object.hasOwn(items, id) ? items[id] : undefined;
}

/** With `together`, keys that only one side has are kept from both: that is for what surrounds the steps. */
function mergeItem(
  base: Item | undefined,
  ours: Item | undefined,
  theirs: Item | undefined,
  hasBase: boolean,
  together = false,
): Item | undefined {
  if (sameItem(ours, theirs)) {
    return ours;
  }
  if (hasBase && sameItem(base, ours)) {
    return theirs;
  }
  if (hasBase && sameItem(base, theirs)) {
    return ours;
  }
  const [newest, other] = isNewer(ours, theirs) ? [ours, theirs] : [theirs, ours];
  return together ? { ...other, ...newest } : newest;
}

/** Newest `at` first; where that does not decide, the same side whichever way round they are given. */
function isNewer(one: Item | undefined, other: Item | undefined): boolean {
  const times = time(one) - time(other);
  return times === 0 ? text(one) > text(other) : times > 0;
}

/** An entry without a time, as written by hand, still stands above one that was removed. */
function time(item: Item | undefined): number {
  if (item === undefined) {
    return -2;
  }
  const at = Date.parse(item.at ?? '');
  return Number.isNaN(at) ? -1 : at;
}

function text(item: Item | undefined): string {
  return item === undefined ? '' : JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Sides {
  readonly base?: string;
  readonly ours: string;
  readonly theirs: string;
}

/** The two (or, in git's diff3 style, three) texts that a text with conflict marks was made from. */
export function splitConflict(conflicted: string): Sides | undefined {
  if (!hasConflictMarks(conflicted)) {
    return undefined;
  }
  const sides = { base: [] as string[], ours: [] as string[], theirs: [] as string[] };
  let place: keyof typeof sides | 'all' = 'all';
  let hasBase = false;
  for (const line of conflicted.split(/(?<=\n)/)) {
    if (/^<{7}(?: |\r?\n|$)/.test(line)) {
      place = 'ours';
    } else if (/^\|{7}(?: |\r?\n|$)/.test(line)) {
      place = 'base';
      hasBase = true;
    } else if (/^={7}\r?\n?$/.test(line) && place !== 'all') {
      place = 'theirs';
    } else if (/^>{7}(?: |\r?\n|$)/.test(line)) {
      place = 'all';
    } else {
      for (const side of place === 'all' ? (['base', 'ours', 'theirs'] as const) : [place]) {
        sides[side].push(line);
      }
    }
  }
  const texts = { ours: sides.ours.join(''), theirs: sides.theirs.join('') };
  return hasBase ? { ...texts, base: sides.base.join('') } : texts;
}

/** The merged text of a conflicted progress file; undefined where one of its sides does not parse by itself. */
export function mergeTexts({ base, ours, theirs }: Sides): string | undefined {
  const [one, other] = [parseProgress(ours), parseProgress(theirs)];
  if (one.kind !== 'ok' || other.kind !== 'ok') {
    return undefined;
  }
  const origin = base === undefined ? undefined : parseProgress(base);
  return formatProgress(
    mergeProgress(origin?.kind === 'ok' ? origin.value : undefined, one.value, other.value),
  );
}
