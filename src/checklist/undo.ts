/** The changes that can be taken back, each with what it did in words. */
import { type Message, message } from '../project/words.ts';
import type { StepState } from './progress.ts';
import type { Change, Patch } from './store.ts';

/** What a change did to its steps. */
export type Deed = StepState | 'accept' | 'owner' | 'due' | 'note' | 'restore' | 'merge';

export interface Done {
  readonly change: Change;
  readonly deed: Deed;
  /** ISO 8601. */
  readonly at: string;
}

/** More than anybody goes back by hand; what is older is in git. */
const most = 200;

/** The changes of a window to one project, the latest last. */
export class UndoStack {
  private readonly done: Done[] = [];

  /** The changes that were made and not taken back, the latest first. */
  get all(): readonly Done[] {
    return this.done.toReversed();
  }

  get last(): Done | undefined {
    return this.done.at(-1);
  }

  /** Keeps a change; one that made nothing different is forgotten. */
  push(done: Done): void {
    if (done.change.edits.length > 0) {
      this.done.push(done);
      this.done.splice(0, Math.max(0, this.done.length - most));
    }
  }

  /** Forgets a change: it was taken back, or cannot be any more. */
  remove(done: Done): void {
    const at = this.done.indexOf(done);
    if (at >= 0) {
      this.done.splice(at, 1);
    }
  }
}

/** What a patch does, in the one word that says most. */
export function deedOf({ state, evidence, owner, due }: Patch): Deed {
  if (evidence !== undefined) {
    return 'accept';
  }
  if (state !== undefined) {
    return state;
  }
  if (owner !== undefined) {
    return 'owner';
  }
  return due === undefined ? 'note' : 'due';
}

/** A change in words: "accept 7 steps", "tick 5.1.1". */
export function describe({ change: { edits }, deed }: Pick<Done, 'change' | 'deed'>): Message {
  const [first] = edits;
  return edits.length === 1 && first !== undefined
    ? message(`change.${deed}.one`, { step: first.id })
    : message(`change.${deed}`, { n: edits.length });
}
