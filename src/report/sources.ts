/** What the cards are made of: everything that was read of a project, and how a card says that its file is at fault. */
import type { Definition } from '../checklist/definition.ts';
import type { Snapshot } from '../checklist/history.ts';
import type { statusOf } from '../checklist/overview.ts';
import type { Progress } from '../checklist/progress.ts';
import type { Guide } from '../guide/model.ts';
import type { Language } from '../l10n.ts';
import type { Plan, PlanName } from '../project/plans.ts';
import type { Project } from '../project/project.ts';
import type { Report, Stage } from '../project/reports.ts';
import type { Fault, ShapeResult } from '../project/shape.ts';
import { type Message, say } from '../project/words.ts';
import type { Card, CardName, Problem } from './model.ts';
import type { RunsRead } from './runs.ts';

export type PlanResults = { readonly [Name in PlanName]: ShapeResult<Plan<Name>> };
export type ReportStage = Extract<Stage, 'metrics' | 'training' | 'cost' | 'drift' | 'deployment'>;
export type ReportResults = { readonly [Name in ReportStage]: ShapeResult<Report<Name>> };

export interface Sources {
  readonly language: Language;
  /** When the files were read. */
  readonly now: Date;
  /** ISO date, where this process runs. */
  readonly today: string;
  /** `task` is an id of the catalogue. */
  readonly project: Pick<Project, 'name' | 'task' | 'fault'>;
  /** Commit that is checked out, or ''. */
  readonly commit: string;
  readonly definition: Definition;
  /** Titles; without it sections have their ids for titles. */
  readonly guide: Guide | undefined;
  /** Empty where the progress file is at fault. */
  readonly progress: Progress;
  /** What is wrong with `.ai-venture/progress.json`. */
  readonly progressFault: Fault | undefined;
  readonly statuses: ReturnType<typeof statusOf>;
  readonly snapshots: readonly Snapshot[];
  readonly plans: PlanResults;
  readonly reports: ReportResults;
  readonly runs: RunsRead;
  /** What has changed since `reports/metrics.json` was written. */
  readonly stale: Message | undefined;
}

export function reportFile(stage: ReportStage): string {
  return `reports/${stage}.json`;
}

/** A fault of a file, in the language of the view. */
export function problemOf(file: string, { line, message }: Fault, language: Language): Problem {
  return { file, line, says: say(message, language) };
}

/** The card of one file: null without the file, its problem, or what `figures` makes of it. */
export function cardOf<Name extends CardName, Value>(
  file: string,
  read: ShapeResult<Value>,
  language: Language,
  figures: (value: Value) => Card<Name>,
): Card<Name> {
  switch (read.kind) {
    case 'missing':
      return null;
    case 'invalid':
      return { problem: problemOf(file, read, language) };
    case 'ok':
      return figures(read.value);
  }
}

/** The value of a file that could be read. */
export function readable<Value>(read: ShapeResult<Value>): Value | undefined {
  return read.kind === 'ok' ? read.value : undefined;
}

/** Text of a plan file; what is not filled in yet is ''. */
export function words(text: string | null | undefined): string {
  return text?.trim() ?? '';
}

/** Whether a day has passed. */
export function isPast(day: string | null, today: string): boolean {
  return day !== null && day < today;
}

/** The sum; null where one of the amounts is not filled in, or where there is none. */
export function sumOf(amounts: readonly (number | null)[]): number | null {
  return amounts.length === 0
    ? null
    : amounts.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}
