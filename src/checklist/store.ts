/** Changing the progress of a project: each change touches one step, as it stands on disk at that moment. */
import { join } from 'node:path';
import { type Clock, type FileSystem, systemClock } from '../project/files.ts';
import { progressFile } from '../project/places.ts';
import { type Fault, unreadable } from '../project/shape.ts';
import {
  formatProgress,
  type Item,
  type Progress,
  parseProgress,
  type StepState,
  sameItem,
  withItem,
} from './progress.ts';

/** A change that was made, and what it takes to take it back. */
export interface Change {
  readonly id: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Progress as it was written. */
  readonly progress: Progress;
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

  /**
   * Changes one step and writes the file; `by` is whom to name. Rejects with BrokenProgress where the file does not
   * parse, and with what the file system says where it cannot be written; then nothing has changed.
   */
  patch(id: string, patch: Patch, by: string): Promise<Change> {
    return this.change(id, (item) => applyPatch(item, patch, this.clock.now(), by));
  }

  /** Takes a change back. Rejects with ChangedSince where the step is no longer as that change left it. */
  undo(change: Change): Promise<Change> {
    return this.change(change.id, (item) => {
      if (!sameItem(item, change.after)) {
        throw new ChangedSince(change.id);
      }
      return change.before;
    });
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

  private async change(id: string, make: (item: Item | undefined) => Item | undefined): Promise<Change> {
    let change: Change | undefined;
    await this.files.replace(this.path, (text) => {
      const result = parseProgress(text);
      if (result.kind !== 'ok') {
        throw new BrokenProgress(faultOf(result));
      }
      const before = Object.hasOwn(result.value.items, id) ? result.value.items[id] : undefined;
      const after = make(before);
      const progress = withItem(result.value, id, after);
      change = { id, before, after, progress };
      return sameItem(before, after) ? undefined : formatProgress(progress);
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
  if (sameItem(item, next)) {
    return item;
  }
  const { state = 'todo', at: _at, by: _by, ...rest } = next;
  if (state === 'todo' && Object.keys(rest).length === 0) {
    return undefined;
  }
  const signed: Item = { ...next, state, at: now.toISOString().replace(/\.\d{3}Z$/, 'Z') };
  if (by === '') {
    delete signed.by;
  } else {
    signed.by = by;
  }
  return signed;
}

function withEvidence(note: string, { file, sha256 }: { file: string; sha256: string }): string {
  const others = note
    .split('\n')
    .filter((line) => line !== '' && !(line.startsWith(`${file} `) && / sha256:[0-9a-f]+$/.test(line)));
  return [...others, `${file} sha256:${sha256.slice(0, 12)}`].join('\n');
}
