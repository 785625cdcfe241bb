/** Where a project stands: the state of each step, the counts, and what comes next. */

import { chapterOf, type Definition, mainChapter, type StepDefinition } from './definition.ts';
import { localDate, type StepEvidence } from './look.ts';
import type { Progress, StepState } from './progress.ts';

export interface StepStatus {
  readonly definition: StepDefinition;
  readonly state: StepState;
  readonly owner: string;
  /** ISO date or ''. */
  readonly due: string;
  /** Whole days past `due` of a step that is open; else 0. */
  readonly overdueDays: number;
  readonly note: string;
  readonly reason: string;
  /** What is worth saying beside the state; undefined where nothing is. */
  readonly evidence: StepEvidence | undefined;
}

export interface Counts {
  readonly done: number;
  /** Without the skipped ones. */
  readonly all: number;
  readonly skipped: number;
  readonly doing: number;
  readonly toConfirm: number;
}

/** The status of every step, by section. */
export function statusOf(
  { sections }: Definition,
  progress: Progress,
  evidence: ReadonlyMap<string, StepEvidence>,
  now: Date,
): readonly { readonly id: string; readonly steps: readonly StepStatus[] }[] {
  const today = localDate(now);
  return sections.map(({ id, steps }) => ({
    id,
    steps: steps.map((step) => stepStatus(step, progress, evidence.get(step.id), today)),
  }));
}

function stepStatus(
  definition: StepDefinition,
  progress: Progress,
  evidence: StepEvidence | undefined,
  today: string,
): StepStatus {
  const item = Object.hasOwn(progress.items, definition.id) ? progress.items[definition.id] : undefined;
  const { state = 'todo', owner = '', due = '', note = '', reason = '' } = item ?? {};
  const closed = state === 'done' || state === 'skipped';
  return {
    definition,
    state,
    owner,
    due,
    overdueDays: closed || due === '' ? 0 : Math.max(0, daysBetween(due, today)),
    note,
    reason,
    evidence: worthSaying(state, evidence) ? evidence : undefined,
  };
}

/** A done step needs no proposal and lacks nothing, but what went stale or unreadable since is worth knowing. */
function worthSaying(state: StepState, evidence: StepEvidence | undefined): boolean {
  switch (state) {
    case 'skipped':
      return evidence?.kind === 'invalid';
    case 'done':
      return evidence?.kind === 'invalid' || evidence?.kind === 'stale';
    default:
      return evidence !== undefined;
  }
}

/** Whole days from one ISO date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** A skipped step leaves the count. */
export function countSteps(steps: readonly Pick<StepStatus, 'state' | 'evidence'>[]): Counts {
  const having = (state: StepState) => steps.filter((step) => step.state === state).length;
  const skipped = having('skipped');
  return {
    done: having('done'),
    all: steps.length - skipped,
    skipped,
    doing: having('doing'),
    toConfirm: steps.filter((step) => step.evidence?.kind === 'proposed').length,
  };
}

/** The counts of a progress file alone, without a look at the evidence. */
export function countProgress(
  { sections }: Definition,
  progress: Progress,
): Pick<Counts, 'done' | 'all' | 'skipped'> {
  const states = sections.flatMap(({ steps }) =>
    steps.map(({ id }) => ({
      state: (Object.hasOwn(progress.items, id) ? progress.items[id]?.state : undefined) ?? 'todo',
      evidence: undefined,
    })),
  );
  const { done, all, skipped } = countSteps(states);
  return { done, all, skipped };
}

/**
 * The step to turn to, of the implementation as long as that has one, else of the other chapters in their order: the
 * first in progress, else the first open one. A later step whose evidence is ready does not jump the queue; it waits to
 * be confirmed.
 */
export function nextStep(steps: readonly StepStatus[]): StepStatus | undefined {
  const isMain = ({ definition: { id } }: StepStatus) => chapterOf(id) === mainChapter;
  return nextOf(steps.filter(isMain)) ?? nextOf(steps);
}

function nextOf(steps: readonly StepStatus[]): StepStatus | undefined {
  return steps.find(({ state }) => state === 'doing') ?? steps.find(({ state }) => state === 'todo');
}

/** What the step's one button does: accept what is proposed, mend what is broken, else run, else open. */
export type NextMove =
  | { readonly kind: 'accept' }
  | { readonly kind: 'run'; readonly index: number }
  | { readonly kind: 'open'; readonly file: string; readonly line?: number };

export function moveFor({ definition, evidence }: Pick<StepStatus, 'definition' | 'evidence'>): NextMove {
  if (evidence?.kind === 'proposed') {
    return { kind: 'accept' };
  }
  if (evidence?.kind === 'invalid') {
    return { kind: 'open', file: evidence.file, line: evidence.line };
  }
  const fromReport = evidence === undefined || evidence.file.startsWith('reports/');
  if (definition.commands.length > 0 && fromReport) {
    return { kind: 'run', index: 0 };
  }
  return { kind: 'open', file: evidence?.file ?? definition.files[0] ?? definition.evidence.file };
}
