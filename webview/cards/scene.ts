/** What a card needs of the page that it stands on: the dashboard in the editor, or a report that is saved as a file. */
import type { Plot } from '../charts/chart.ts';

/** What a person has chosen to see. */
export interface Choices {
  /** Name of the metric over runs; '' for the first. */
  readonly metric: string;
  /** Places (`at`) of the runs whose loss is shown beside that of the last; null before anything was chosen. */
  readonly runs: readonly string[] | null;
}

/** What only a live page can do. */
export interface Acts {
  open(file: string, line?: number): void;
  choose(choices: Choices): void;
  /** A table was folded or unfolded. */
  unfold(name: string, open: boolean): void;
}

export interface Scene {
  readonly now: number;
  readonly plot: Plot;
  readonly choices: Choices;
  /** Tables that are unfolded, so that the others cost nothing. */
  readonly unfolded: ReadonlySet<string>;
  /** Null in a file, which nobody can act on: there, everything is shown at once and empty cards are left out. */
  readonly acts: Acts | null;
}
