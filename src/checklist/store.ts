/** Changing the progress of a project: each change touches the steps that it names, as they stand on disk at that moment. */
import { join } from 'node:path';
import { type Clock, type FileSystem, systemClock } from '../project/files.ts';
import { progressFile } from '../project/places.ts';
import { type Fault, unreadable } from '../project/shape.ts';
import { mergeProgress } from './merge.ts';
import {
  formatProgress,
  type Item,
  itemOf,
  type Progress,
  parseProgress,
  type StepState,
  sameItem,
  saysTheSame,
  unsigned,
  withItems,
} from './progress.ts';

/** What a change made of one step. */
export interface Edit {
  readonly id: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** A change that was made, of one step or of many, and what it takes to take it back. */
export interface Change {
  /** The steps that are different now. */
  readonly edits: readonly Edit[];
  /** Progress as it was written. */
  readonly progress: Progress;
}

/** A change that was taken back; `left` are steps that somebody has changed since, which stay as they are. */
export interface Undone extends Change {
  readonly left: readonly string[];
}

/** The progress file does not parse: nothing was written. */
export class BrokenProgress extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message.key);
    this.fault = fault;
  }
}

/** Somebody else changed the step since: nothing was written. */
export class ChangedSince extends Error {}

export type ReadProgress =
  | { readonly kind: 'ok'; readonly progress: Progress; readonly text: string | undefined }
  | { readonly kind: 'broken'; readonly fault: Fault; readonly text: string };

export interface Patch {
  readonly state?: StepState;
  readonly owner?: string;
  readonly due?: string;
  readonly note?: string;
  readonly reason?: string;
  /** A line naming what was accepted; takes the place of the line that named the same file before. */
  readonly evidence?: { readonly file: string; readonly sha256: string };
}

export class ProgressStore {
  private readonly files: FileSystem;
  private readonly clock: Clock;
  private readonly path: string;

  constructor(root: string, files: FileSystem, clock: Clock = systemClock) {
    this.files = files;
    this.clock = clock;
    this.path = join(root, ...progressFile.split('/'));
  }

  /** What is on disk now. Never rejects. */
  async read(): Promise<ReadProgress> {
    let text: string | undefined;
    try {
      text = await this.files.read(this.path);
    } catch (error) {
      return { kind: 'broken', fault: { line: 0, column: 0, message: unreadable(error) }, text: '' };
    }
    const result = parseProgress(text);
    if (result.kind === 'ok') {
      return { kind: 'ok', progress: result.value, text };
    }
    return { kind: 'broken', fault: faultOf(result), text: text ?? '' };
  }

  /** Changes one step, as `patchAll` does. */
  patch(id: string, patch: Patch, by: string): Promise<Change> {
    return this.patchAll(new Map([[id, patch]]), by);
  }

  /**
   * Changes steps and writes the file once; `by` is whom to name. Rejects with BrokenProgress where the file does not
   * parse, and with what the file system says where it cannot be written; then nothing has changed.
   */
  patchAll(patches: ReadonlyMap<string, Patch>, by: string): Promise<Change> {
    return this.change((progress) => {
      const now = this.clock.now();
      return [...patches].map(([id, patch]) => [id, applyPatch(itemOf(progress, id), patch, now, by)]);
    });
  }

  /**
   * Brings steps back to what `items` say of them, as a change of now that `by` makes: an older date would lose against
   * the entries that it replaces when two files are merged. Rejects as `patch` does.
   */
  restore(items: ReadonlyMap<string, Item | undefined>, by: string): Promise<Change> {
    return this.change((progress) => {
      const now = this.clock.now();
      return [...items].map(([id, item]) => [id, restored(itemOf(progress, id), item, now, by)]);
    });
  }

  /**
   * Takes over the entries of another progress file that are newer than ours. Rejects with ChangedSince where the file
   * is not `expected` any more, else as `patch` does.
   */
  merge(theirs: Progress, expected: string | undefined): Promise<Change> {
    return this.change((progress, text) => {
      if (text !== expected) {
        throw new ChangedSince(progressFile);
      }
      return Object.entries(mergeProgress(undefined, progress, theirs).items);
    });
  }

  /**
   * Takes a change back, where its steps are still as it left them. Rejects with ChangedSince where none is, else as
   * `patch` does.
   */
  async undo({ edits }: Pick<Change, 'edits'>): Promise<Undone> {
    let left: readonly string[] = [];
    const change = await this.change((progress) => {
      const mine = edits.filter(({ id, after }) => sameItem(itemOf(progress, id), after));
      if (mine.length === 0) {
        throw new ChangedSince(edits.map(({ id }) => id).join());
      }
      left = edits.filter((edit) => !mine.includes(edit)).map(({ id }) => id);
      return mine.map(({ id, before }) => [id, before]);
    });
    return { ...change, left };
  }

  /** Writes `text` in the place of `conflicted`; rejects with ChangedSince where the file is not that any more. */
  async resolve(conflicted: string, text: string): Promise<void> {
    await this.files.replace(this.path, (before) => {
      if (before !== conflicted) {
        throw new ChangedSince(progressFile);
      }
      return text;
    });
  }

  private async change(
    make: (progress: Progress, text: string | undefined) => readonly (readonly [string, Item | undefined])[],
  ): Promise<Change> {
    let change: Change | undefined;
    await this.files.replace(this.path, (text) => {
      const result = parseProgress(text);
      if (result.kind !== 'ok') {
        throw new BrokenProgress(faultOf(result));
      }
      const edits = make(result.value, text).flatMap(([id, after]): Edit[] => {
        const before = itemOf(result.value, id);
        return sameItem(before, after) ? [] : [{ id, before, after }];
      });
      const progress = withItems(result.value, new Map(edits.map(({ id, after }) => [id, after])));
      change = { edits, progress };
      return edits.length === 0 ? undefined : formatProgress(progress);
    });
    if (change === undefined) {
      throw new Error(`${this.path} was not read`);
    }
    return change;
  }
}

function faultOf(result: ReturnType<typeof parseProgress>): Fault {
  return result.kind === 'invalid'
    ? result
    : { line: 0, column: 0, message: unreadable(new Error(result.kind)) };
}

/** The entry after a change; undefined where nothing is left to say about the step. */
export function applyPatch(item: Item | undefined, patch: Patch, now: Date, by: string): Item | undefined {
  const { evidence, ...fields } = patch;
  const next: Item = { ...item, ...fields };
  if (evidence !== undefined) {
    next.note = withEvidence(next.note ?? '', evidence);
  }
  if (next.state !== 'skipped') {
    delete next.reason;
  }
  for (const key of ['owner', 'due', 'note'] as const) {
    if (next[key] === '') {
      delete next[key];
    }
  }
  return sameItem(item, next) ? item : signed(next, now, by);
}

/** What a step was at another time, said anew; where that is what it is, its entry stays as it stands. */
function restored(item: Item | undefined, then: Item | undefined, now: Date, by: string): Item | undefined {
  return saysTheSame(item, then) ? item : signed(unsigned(then), now, by);
}

/** An entry with who changed it and when; undefined where it says nothing about the step. */
function signed(
  { state = 'todo', at: _at, by: _by, ...rest }: Item,
  now: Date,
  by: string,
): Item | undefined {
  if (state === 'todo' && Object.keys(rest).length === 0) {
    return undefined;
  }
  const at = now.toISOString().replace(/\.\d{3}Z$/, 'Z');
  return { state, at, ...(by === '' ? {} : { by }), ...rest };
}

function withEvidence(note: string, { file, sha256 }: { file: string; sha256: string }): string {
  const others = note
    .split('\n')
    .filter((line) => line !== '' && !(line.startsWith(`${file} `) && / sha256:[0-9a-f]+$/.test(line)));
  return [...others, `${file} sha256:${sha256.slice(0, 12)}`].join('\n');
}
