/** What the sidebar shows, made from what a project says. Pure: no editor, no file. */
import { chapterOf } from '../checklist/definition.ts';
import { type Filter, passes } from '../checklist/filter.ts';
import { historyOf, type Snapshot } from '../checklist/history.ts';
import type { StepEvidence } from '../checklist/look.ts';
import { countSteps, moveFor, nextStep, type StepStatus } from '../checklist/overview.ts';
import type { Progress } from '../checklist/progress.ts';
import { type Done, describe } from '../checklist/undo.ts';
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
  readonly filter: Filter;
  /** Git's name for the person; '' where it has none. */
  readonly user: string;
  /** What was done within the last ten seconds. */
  readonly recent: Done | undefined;
  readonly singleKeys: boolean;
}

export function checklistModel(sections: Statuses, setting: Setting, options: Options): ChecklistModel {
  const steps = sections.flatMap((section) => section.steps);
  const next = nextStep(steps);
  const { project, trusted } = setting;
  const models = sectionModels(sections, setting, options);
  return {
    state: 'checklist',
    trusted,
    project: { id: project.root, name: project.name, switchable: options.switchable },
    chapters: chaptersOf(sections, setting),
    sections: models,
    ...countSteps(steps),
    next:
      next === undefined
        ? null
        : {
            id: next.definition.id,
            reason: say(reasonFor(next), setting.language),
            action: actionFor(next, setting),
          },
    filter: {
      kind: options.filter,
      shown: models.reduce((sum, section) => sum + section.steps.filter(({ shown }) => shown).length, 0),
      of: steps.length,
      noUser: options.filter === 'mine' && options.user === '',
    },
    undo: undoWords(options.recent, setting),
    singleKeys: options.singleKeys,
  };
}

/** A heading tells chapters apart; the only one needs none. */
function chaptersOf(sections: Statuses, { guide }: Setting): ChecklistModel['chapters'] {
  const ids = [...new Set(sections.map(({ id }) => chapterOf(id)))];
  return ids.length < 2 ? [] : ids.map((id) => ({ id, title: titleOf(guide, id) }));
}

/** A change of one step offers to be undone in the row of the step. */
function undoWords(recent: Done | undefined, { language }: Setting): string {
  return recent === undefined || recent.change.edits.length < 2 ? '' : say(describe(recent), language);
}

type Shown = Pick<Options, 'filter' | 'user'>;

function sectionModels(sections: Statuses, setting: Setting, shown: Shown): Section[] {
  return sections.map(({ id, steps }) => ({
    id,
    title: titleOf(setting.guide, id),
    steps: steps.map((step) => stepModel(step, setting, shown)),
  }));
}

function stepModel(step: StepStatus, { guide, language, justDone }: Setting, { filter, user }: Shown): Step {
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
    // A step that was just ticked stays where it is, with its Undo.
    shown: justDone === id || passes(filter, step, user),
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
