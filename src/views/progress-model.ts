/** What the Progress panel shows, made from what a project says. Pure: no editor, no file. */
import { burnUp } from '../checklist/burnup.ts';
import type { Definition } from '../checklist/definition.ts';
import { type Snapshot, talliesOf } from '../checklist/history.ts';
import { countSteps, daysBetween, type StepStatus } from '../checklist/overview.ts';
import type { Progress } from '../checklist/progress.ts';
import { titleOf } from '../guide/load.ts';
import type { Timeline } from '../project/plans.ts';
import type { ShapeResult } from '../project/shape.ts';
import { message, say } from '../project/words.ts';
import { actionFor, commandLine, type Setting, type Statuses } from './checklist-model.ts';
import type { NextAction, ProgressModel } from './protocol.ts';

export interface ProgressSource {
  readonly definition: Definition;
  readonly sections: Statuses;
  readonly progress: Progress;
  readonly snapshots: readonly Snapshot[];
  readonly timeline: ShapeResult<Timeline>;
  /** The task in the language of the view. */
  readonly task: string;
  readonly updated: string;
  /** ISO date. */
  readonly today: string;
}

export const timelineFile = 'plan/timeline.yaml';

type Shown = Extract<ProgressModel, { state: 'progress' }>;
const mostActions = 5;
/** Of each kind, before there is room for more. */
const atFirst = 2;

export function progressModel(source: ProgressSource, setting: Setting): Shown {
  const { definition, sections, progress, snapshots, timeline, today } = source;
  const { project, trusted } = setting;
  const steps = sections.flatMap((section) => section.steps);
  const { done, all, skipped, toConfirm } = countSteps(steps);
  const dates = timeline.kind === 'ok' ? timeline.value : undefined;
  return {
    state: 'progress',
    trusted,
    project: { id: project.root, name: project.name, task: source.task, updated: source.updated },
    done,
    all,
    skipped,
    toConfirm,
    overdue: overdue(steps, dates, today),
    milestone:
      timeline.kind === 'invalid' ? problem(timelineFile, timeline, setting) : milestone(steps, dates, today),
    burnup: asPlain(
      burnUp(definition, progress, talliesOf(definition, snapshots, progress, today), dates, today),
    ),
    actions: actions(steps, setting),
    chapters: chapters(sections, setting),
    runCommand: runCommand(steps, setting),
  };
}

/** Sections under the chapter that they are of, in the order of the checklist. */
function chapters(sections: Statuses, { guide }: Setting): Shown['chapters'] {
  const chapterOf = (id: string): string => id.split('.')[0] ?? id;
  const ids = [...new Set(sections.map(({ id }) => chapterOf(id)))];
  return ids.map((id) => ({
    id,
    title: titleOf(guide, id),
    sections: sections
      .filter((section) => chapterOf(section.id) === id)
      .map((section) => ({
        id: section.id,
        title: titleOf(guide, section.id),
        steps: section.steps.map(({ definition, state, evidence }) => ({
          id: definition.id,
          title: titleOf(guide, definition.id),
          state,
          evidence: evidence?.kind ?? null,
        })),
      })),
  }));
}

/** The chart's points without `readonly`, which the protocol does not say. */
function asPlain(chart: ReturnType<typeof burnUp>): Shown['burnup'] {
  return chart === null
    ? null
    : {
        ...chart,
        done: [...chart.done],
        scope: [...chart.scope],
        plan: chart.plan === null ? null : [...chart.plan],
      };
}

function problem(
  file: string,
  { line, message: what }: Extract<ShapeResult<unknown>, { kind: 'invalid' }>,
  { language }: Setting,
): { problem: { file: string; line: number; says: string } } {
  return { problem: { file, line, says: say(what, language) } };
}

type Milestone = Timeline['milestones'][number];

/** A milestone is reached once the steps that it names are; one that names none, once its day has passed. */
function isReached(
  { date, steps: ids = [] }: Milestone,
  steps: readonly StepStatus[],
  today: string,
): boolean {
  const named = steps.filter(({ definition: { id } }) => ids.includes(id));
  return named.length === 0
    ? date !== null && date < today
    : named.every(({ state }) => state === 'done' || state === 'skipped');
}

function overdue(steps: readonly StepStatus[], timeline: Timeline | undefined, today: string): string[] {
  const late = steps.filter(({ overdueDays }) => overdueDays > 0).map(({ definition: { id } }) => id);
  const missed = (timeline?.milestones ?? []).filter(
    (one) => one.date !== null && one.date < today && !isReached(one, steps, today),
  );
  return [...late, ...missed.map(({ title, id }) => title || id)];
}

function milestone(
  steps: readonly StepStatus[],
  timeline: Timeline | undefined,
  today: string,
): Shown['milestone'] {
  const next = timeline?.milestones.find((one) => one.date !== null && !isReached(one, steps, today));
  return next === undefined || next.date === null
    ? null
    : { title: next.title || next.id, date: next.date, days: daysBetween(today, next.date) };
}

/**
 * What waits for a person: what went stale, what can be accepted, what cannot be read, then what is late. Many of one
 * kind do not crowd out the others: a third of a kind comes in only where there is room.
 */
function actions(steps: readonly StepStatus[], setting: Setting): NextAction[] {
  const kinds = (['stale', 'proposed', 'invalid'] as const).map((kind) =>
    steps
      .filter(({ evidence }) => evidence?.kind === kind)
      .map((step) => evidenceAction(step, kind, setting)),
  );
  const late = steps.filter(({ overdueDays }) => overdueDays > 0).map((step) => overdueAction(step, setting));
  const found = [...kinds, late];
  const first = found.flatMap((list) => list.slice(0, atFirst)).slice(0, mostActions);
  const rest = found.flatMap((list) => list.slice(atFirst)).slice(0, mostActions - first.length);
  return found.flat().filter((action) => first.includes(action) || rest.includes(action));
}

function evidenceAction(
  step: StepStatus,
  kind: 'stale' | 'proposed' | 'invalid',
  setting: Setting,
): NextAction {
  const { id } = step.definition;
  const says = step.evidence === undefined ? '' : say(step.evidence.says, setting.language);
  return { id, title: titleOf(setting.guide, id), kind, says, action: actionFor(step, setting) };
}

function overdueAction(
  { definition: { id }, overdueDays }: StepStatus,
  { guide, language }: Setting,
): NextAction {
  const says = say(message('action.overdue', { n: overdueDays }), language);
  return { id, title: titleOf(guide, id), kind: 'overdue', says, action: { kind: 'show' } };
}

/** The command of the step whose evidence is the training report. */
function runCommand(steps: readonly StepStatus[], { project, trusted }: Setting): Shown['runCommand'] {
  const step = steps.find(({ definition }) => definition.evidence.rule === 'training');
  const [label] = step?.definition.commands ?? [];
  return step === undefined || label === undefined || !trusted
    ? null
    : { id: step.definition.id, index: 0, label, command: commandLine(label, project) };
}
