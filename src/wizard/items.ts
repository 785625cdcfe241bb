/** What each step offers. Pure: descriptions of items that `quick-input.ts` shows. */
import path from 'node:path';
import { answerProblem, listText, type PartialAnswers } from '../generator/answers.ts';
import {
  acceleratorLabel,
  deployments,
  excludedDeployment,
  type Framework,
  frameworks,
  groups,
  newestLine,
  planModules,
  tasks,
} from '../generator/catalogue.ts';
import type { Gpu } from '../generator/gpu.ts';
import { proposedAccelerator } from '../generator/gpu.ts';
import type { Inspection } from '../generator/inspect.ts';
import { choiceLabel } from '../generator/labels.ts';
import { problemText, sizeText } from '../generator/words.ts';
import type { Language } from '../l10n.ts';
import { answerOf, type Draft, type StepId } from './draft.ts';
import type { Preset } from './memory.ts';
import type { WizardTranslator } from './words.ts';

export interface Item<Value> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A heading; it cannot be chosen. */
  readonly heading?: true;
  /** The inline button of the item: a codicon and what it says. */
  readonly button?: { readonly icon: string; readonly tooltip: string };
  readonly picked?: boolean;
  readonly value?: Value;
}

export type TaskChoice =
  | { readonly kind: 'task'; readonly task: string }
  | { readonly kind: 'preset'; readonly answers: PartialAnswers }
  | { readonly kind: 'saved'; readonly name: string; readonly answers: PartialAnswers }
  | { readonly kind: 'continue' };

export interface Remembered {
  readonly draft: Draft | undefined;
  readonly last: Readonly<Record<string, string>> | undefined;
  readonly presets: readonly Preset[];
}

/** Answers of the preset that needs no thought. */
export const quickStart: PartialAnswers = {
  task: tasks[0]?.id,
  framework: frameworks[0]?.id,
  accelerator: 'cpu',
};

function summary(answers: PartialAnswers, language: Language): string {
  return (['task', 'framework', 'accelerator'] as const)
    .map((answer) => choiceLabel(answer, answers[answer] ?? '', language))
    .filter((label) => label !== '')
    .join(', ');
}

/** Presets first, then the tasks under the headings of their groups. */
export function taskItems(
  remembered: Remembered,
  language: Language,
  say: WizardTranslator,
): Item<TaskChoice>[] {
  const { draft, last, presets } = remembered;
  const task = choiceLabel('task', quickStart.task ?? '', language);
  const framework = choiceLabel('framework', quickStart.framework ?? '', language);
  const items: Item<TaskChoice>[] = [{ label: say('presets'), heading: true }];
  if (draft) {
    items.push({
      label: `$(debug-continue) ${say('continueDraft')}`,
      description: [answerOf(draft, 'name'), summary(draft.answers, language)].join(' · '),
      value: { kind: 'continue' },
    });
  }
  items.push({
    label: `$(zap) ${say('quickStart')}`,
    description: say('quickStartDescription', { task, framework }),
    value: { kind: 'preset', answers: quickStart },
  });
  if (last) {
    const { name: _, ...answers } = last;
    items.push({
      label: `$(history) ${say('sameAsLast')}`,
      description: summary(answers, language),
      value: { kind: 'preset', answers },
    });
  }
  for (const { name, answers } of presets) {
    items.push({
      label: `$(bookmark) ${name}`,
      description: summary(answers, language),
      button: { icon: 'trash', tooltip: say('removePreset') },
      value: { kind: 'saved', name, answers },
    });
  }
  for (const group of groups) {
    const members = tasks.filter((one) => one.group === group.id);
    if (members.length > 0) {
      items.push({ label: group.label[language], heading: true });
    }
    for (const { id, icon, label, description } of members) {
      items.push({
        label: `$(${icon}) ${label[language]}`,
        description: description[language],
        value: { kind: 'task', task: id },
      });
    }
  }
  return items;
}

export type PlaceChoice = { readonly kind: 'parent'; readonly parent: string } | { readonly kind: 'other' };

/** The folders of the workspace, those that were used before, the home folder where there is neither, and any other. */
export function placeItems(
  workspace: readonly { readonly name: string; readonly path: string }[],
  recent: readonly string[],
  home: string,
  problem: string,
  say: WizardTranslator,
): Item<PlaceChoice>[] {
  // Why the last choice will not do; it cannot be chosen.
  const items: Item<PlaceChoice>[] = problem === '' ? [] : [{ label: `$(error) ${problem}` }];
  for (const folder of workspace) {
    items.push({
      label: `$(root-folder) ${say('inWorkspace', { folder: folder.name })}`,
      description: folder.path,
      value: { kind: 'parent', parent: folder.path },
    });
  }
  const known = new Set(workspace.map((folder) => folder.path));
  for (const parent of recent.filter((one) => !known.has(one))) {
    items.push({
      label: `$(history) ${say('recentPlace', { folder: path.basename(parent) || parent })}`,
      description: parent,
      value: { kind: 'parent', parent },
    });
    known.add(parent);
  }
  if (!known.has(home)) {
    items.push({
      label: `$(home) ${say('homePlace')}`,
      description: home,
      value: { kind: 'parent', parent: home },
    });
  }
  return [...items, { label: `$(folder-opened) ${say('otherPlace')}`, value: { kind: 'other' } }];
}

export interface FrameworkChoice {
  readonly framework: string;
  readonly accelerator: string;
}

function acceleratorNote(
  framework: Framework,
  cuda: string,
  gpu: Gpu | undefined,
  say: WizardTranslator,
): string {
  if (cuda === '') {
    return say('runsAnywhere');
  }
  if (!gpu) {
    return say('gpuMissing');
  }
  const newest = newestLine(framework, gpu.cuda);
  return newest && Number(newest.cuda) >= Number(cuda)
    ? say('gpuFound', { gpu: gpu.name })
    : say('gpuOlder', { gpu: gpu.name, cuda: gpu.cuda });
}

/** Every framework of the task on every device, the one to recommend on this machine first. */
export function frameworkItems(
  task: string,
  gpu: Gpu | undefined,
  say: WizardTranslator,
): Item<FrameworkChoice>[] {
  const possible = tasks.find((one) => one.id === task)?.frameworks ?? [];
  const items = frameworks
    .filter((framework) => possible.includes(framework.id))
    .flatMap((framework, index) =>
      framework.accelerators.map((accelerator) => {
        const recommended = index === 0 && accelerator.id === proposedAccelerator(framework, gpu);
        const note = acceleratorNote(framework, accelerator.cuda, gpu, say);
        const warns = accelerator.cuda !== '' && !gpu;
        return {
          recommended,
          item: {
            label: `$(${accelerator.cuda === '' ? 'vm' : 'server-process'}) ${framework.label}, ${acceleratorLabel(accelerator)}`,
            description: recommended
              ? `${say('recommended')} · ${note}`
              : `${warns ? '$(warning) ' : ''}${note}`,
            value: { framework: framework.id, accelerator: accelerator.id },
          },
        };
      }),
    );
  return [...items].sort((a, b) => Number(b.recommended) - Number(a.recommended)).map(({ item }) => item);
}

/** Every way to run the project, those of `chosen` ticked. Two of them that exclude each other both say so. */
export function deploymentItems(
  chosen: readonly string[],
  language: Language,
  say: WizardTranslator,
): Item<string>[] {
  const problem = answerProblem('deployment', listText(chosen));
  const excluded = excludedDeployment(chosen);
  return deployments.map((one) => {
    const { id, icon, label, requires } = one;
    const description = one.description[language];
    const needs = choiceLabel('deployment', listText(requires), language);
    return {
      label: `$(${icon}) ${label}`,
      description: requires.length > 0 ? `${description} · ${say('needs', { needs })}` : description,
      ...(problem && excluded.includes(one) ? { detail: `$(error) ${problemText(problem, language)}` } : {}),
      picked: chosen.includes(id),
      value: id,
    };
  });
}

/** The plans that can be tracked beside the implementation, which always is; those of `chosen` ticked. */
export function planItems(
  chosen: readonly string[],
  language: Language,
  say: WizardTranslator,
): Item<string>[] {
  return [
    { label: say('planAlways'), heading: true },
    ...planModules.map(({ id, icon, label, description }) => ({
      label: `$(${icon}) ${label[language]}`,
      description: description[language],
      picked: chosen.includes(id),
      value: id,
    })),
  ];
}

export type ReviewChoice =
  | { readonly kind: 'create' | 'preview' | 'save' | 'language' }
  | { readonly kind: 'edit'; readonly step: StepId };

/** What will be made, or why it cannot be; then one row an answer. */
export function reviewItems(
  draft: Draft,
  plan:
    | { readonly inspection: Inspection; readonly count: number; readonly bytes: number }
    | { readonly problem: string },
  language: Language,
  say: WizardTranslator,
): Item<ReviewChoice>[] {
  const items: Item<ReviewChoice>[] = [];
  if ('problem' in plan) {
    items.push({ label: `$(error) ${plan.problem}`, value: { kind: 'edit', step: 'place' } });
  } else {
    const { conflicts } = plan.inspection;
    items.push(
      {
        label: `$(check) ${say('create')}`,
        description: say('createDescription', { count: plan.count, size: sizeText(plan.bytes) }),
        ...(conflicts.length > 0
          ? { detail: `$(warning) ${say('conflicts', { count: conflicts.length })}` }
          : {}),
        value: { kind: 'create' },
      },
      { label: `$(diff) ${say('preview')}`, value: { kind: 'preview' } },
    );
  }
  const row = (icon: string, label: string, value: string, choice: ReviewChoice): Item<ReviewChoice> => ({
    label: `$(${icon}) ${say('answerRow', { label, value })}`,
    description: say('change'),
    value: choice,
  });
  const shown = (answer: 'task' | 'framework' | 'accelerator' | 'deployment' | 'plan' | 'language') =>
    choiceLabel(answer, answerOf(draft, answer), language);
  items.push(
    { label: say('answers'), heading: true },
    row('checklist', say('rowTask'), shown('task'), { kind: 'edit', step: 'task' }),
    row('tag', say('rowName'), answerOf(draft, 'name'), { kind: 'edit', step: 'name' }),
    row('folder', say('rowPlace'), draft.parent, { kind: 'edit', step: 'place' }),
    row('package', say('rowFramework'), `${shown('framework')}, ${shown('accelerator')}`, {
      kind: 'edit',
      step: 'framework',
    }),
    row('rocket', say('rowDeployment'), shown('deployment'), { kind: 'edit', step: 'deployment' }),
    row('project', say('rowPlan'), shown('plan'), { kind: 'edit', step: 'plan' }),
    row('globe', say('rowLanguage'), shown('language'), { kind: 'language' }),
    { label: `$(save) ${say('savePreset')}`, value: { kind: 'save' } },
  );
  return items;
}
