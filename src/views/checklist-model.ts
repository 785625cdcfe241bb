/** What the sidebar shows, made from what a project says. Pure: no editor, no file. */
import { historyOf, type Snapshot } from '../checklist/history.ts';
import type { StepEvidence } from '../checklist/look.ts';
import { countSteps, moveFor, nextStep, type StepStatus } from '../checklist/overview.ts';
import type { Progress } from '../checklist/progress.ts';
import { pointOf, stepHtml, titleOf } from '../guide/load.ts';
import type { Guide } from '../guide/model.ts';
import type { Language } from '../l10n.ts';
import { fillPackage, type Project } from '../project/project.ts';
import { type Message, message, say } from '../project/words.ts';
import type { Action, ChecklistModel, Evidence, Section, Step, StepDetail } from './protocol.ts';

export interface Setting {
  readonly project: Project;
  readonly guide: Guide;
  readonly language: Language;
  readonly trusted: boolean;
  /** Step ticked within the last ten seconds. */
  readonly justDone: string | undefined;
}

export type Statuses = readonly { readonly id: string; readonly steps: readonly StepStatus[] }[];

export interface Options {
  readonly switchable: boolean;
  readonly onlyOpen: boolean;
  readonly singleKeys: boolean;
}

export function checklistModel(sections: Statuses, setting: Setting, options: Options): ChecklistModel {
  const steps = sections.flatMap((section) => section.steps);
  const next = nextStep(steps);
  const { project, trusted } = setting;
  return {
    state: 'checklist',
    trusted,
    project: { id: project.root, name: project.name, switchable: options.switchable },
    sections: sectionModels(sections, setting),
    ...countSteps(steps),
    next:
      next === undefined
        ? null
        : {
            id: next.definition.id,
            reason: say(reasonFor(next), setting.language),
            action: actionFor(next, setting),
          },
    onlyOpen: options.onlyOpen,
    singleKeys: options.singleKeys,
  };
}

export function sectionModels(sections: Statuses, setting: Setting): Section[] {
  return sections.map(({ id, steps }) => ({
    id,
    title: titleOf(setting.guide, id),
    steps: steps.map((step) => stepModel(step, setting)),
  }));
}

function stepModel(step: StepStatus, { guide, language, justDone }: Setting): Step {
  const { definition, state, owner, due, overdueDays, note, reason, evidence } = step;
  const { id } = definition;
  return {
    id,
    title: titleOf(guide, id),
    state,
    owner,
    due,
    overdueDays,
    note,
    reason,
    evidence: evidence === undefined ? null : evidenceModel(evidence, language),
    justDone: justDone === id,
  };
}

export function evidenceModel(evidence: StepEvidence, language: Language): Evidence {
  return { ...evidence, says: say(evidence.says, language) };
}

function reasonFor({ state, evidence }: StepStatus): Message {
  if (evidence !== undefined && evidence.says.key !== 'file.missing') {
    return evidence.says;
  }
  return message(state === 'doing' ? 'next.doing' : 'next.first');
}

/** What the button of a step does. */
export function actionFor(step: StepStatus, { project }: Pick<Setting, 'project'>): Action {
  const move = moveFor(step);
  switch (move.kind) {
    case 'run': {
      const [label = ''] = step.definition.commands.slice(move.index);
      return { kind: 'run', index: move.index, label, command: commandLine(label, project) };
    }
    case 'open': {
      const file = fillPackage(move.file, project);
      return move.line === undefined ? { kind: 'open', file } : { kind: 'open', file, line: move.line };
    }
    default:
      return move;
  }
}

/** A command of the project as it is typed. */
export function commandLine(command: string, project: Project): string {
  return fillPackage(`python -m {package} ${command}`, project);
}

export function commandsOf({ definition }: StepStatus, project: Project): StepDetail['commands'] {
  return definition.commands.map((label) => ({ label, command: commandLine(label, project) }));
}

export interface DetailSource {
  readonly step: StepStatus;
  /** Whether each of the step's files is there, by its path with the package filled in. */
  readonly exists: ReadonlyMap<string, boolean>;
  readonly snapshots: readonly Snapshot[];
  readonly progress: Progress;
}

export function detailModel(
  { step, exists, snapshots, progress }: DetailSource,
  setting: Setting,
): StepDetail {
  const { id } = step.definition;
  const { project, guide, language } = setting;
  const point = pointOf(guide, id);
  const html =
    point === undefined ? { guide: '', more: '', doneWhen: '' } : stepHtml(point, project.packageName);
  return {
    id,
    ...html,
    files: [...exists].map(([path, there]) => ({ path, exists: there })),
    commands: commandsOf(step, project),
    history: historyOf(id, snapshots, progress).map(({ at, by, what }) => ({
      at,
      by,
      what: say(what, language),
    })),
  };
}
