/** What has been entered so far, and the way through the steps. Pure: the wizard shows what this decides. */
import path from 'node:path';
import * as z from 'zod/mini';
import {
  type AnswerName,
  answerNames,
  answerProblem,
  defaultAnswer,
  type PartialAnswers,
} from '../generator/answers.ts';
import { projectNames } from '../generator/names.ts';
import type { Language } from '../l10n.ts';

export const stepIds = ['task', 'name', 'place', 'framework', 'deployment', 'plan', 'review'] as const;
export type StepId = (typeof stepIds)[number];

const answersRecord = z.record(z.string(), z.string());

/** Survives in the editor's storage, so it is checked when it is read back. */
export const draftSchema = z.object({
  answers: answersRecord,
  /** Folder in which the project's folder will be made. */
  parent: z.string(),
  /** A preset was chosen: only the name is asked for. */
  preset: z.boolean(),
  /** The steps that were taken, the one that is shown last. */
  trail: z.array(z.enum(stepIds)).check(z.minLength(1)),
});
export type Draft = z.output<typeof draftSchema>;

/** The steps that a draft leads through, from the first to the review. */
export function stepsOf(draft: Pick<Draft, 'preset'>): readonly StepId[] {
  return draft.preset ? ['task', 'name', 'review'] : stepIds;
}

export function startDraft(answers: PartialAnswers, parent: string, language: Language): Draft {
  const given: Record<string, string> = {};
  for (const answer of answerNames) {
    const said = answers[answer] ?? (answer === 'language' ? language : undefined);
    given[answer] = said ?? defaultAnswer(answer, given as PartialAnswers);
  }
  return fitting({ answers: given, parent, preset: false, trail: ['task'] });
}

export function currentStep(draft: Draft): StepId {
  return draft.trail.at(-1) ?? 'task';
}

/** Came here from the review to change one answer. */
export function isEditing(draft: Draft): boolean {
  return draft.trail.slice(0, -1).includes('review');
}

/**
 * Where the question stands among the others: from 1, and of how many; undefined in the review, and while one answer is
 * changed.
 */
export function position(draft: Draft): { readonly step: number; readonly total: number } | undefined {
  const questions = stepsOf(draft).filter((step) => step !== 'review');
  const step = questions.findIndex((question) => question === currentStep(draft)) + 1;
  return isEditing(draft) || step === 0 ? undefined : { step, total: questions.length };
}

/** The draft after the current step was answered: on to the next one, or back to the review it came from. */
export function advance(draft: Draft, change: Partial<Pick<Draft, 'answers' | 'parent' | 'preset'>>): Draft {
  const changed = fitting({ ...draft, ...change });
  if (isEditing(draft)) {
    return { ...changed, trail: draft.trail.slice(0, -1) };
  }
  const steps = stepsOf(changed);
  const next = steps[steps.indexOf(currentStep(draft)) + 1] ?? 'review';
  return { ...changed, trail: [...draft.trail, next] };
}

/** From the review to one answer. */
export function edit(draft: Draft, step: StepId): Draft {
  return { ...draft, trail: [...draft.trail, step] };
}

/** One step back, with everything that was entered kept; the first step stays. */
export function back(draft: Draft): Draft {
  return draft.trail.length > 1 ? { ...draft, trail: draft.trail.slice(0, -1) } : draft;
}

/** A later answer that is missing, or that an earlier one has ruled out, falls back to a default that fits. */
export function fitting(draft: Draft): Draft {
  const answers: Record<string, string> = { ...draft.answers };
  for (const answer of answerNames) {
    const value = answers[answer];
    // A name is kept as it was typed, so that it can be corrected.
    if (
      answer !== 'name' &&
      (value === undefined || answerProblem(answer, value, answers as PartialAnswers))
    ) {
      answers[answer] = defaultAnswer(answer, answers as PartialAnswers);
    }
  }
  return { ...draft, answers };
}

export function answerOf(draft: Draft, answer: AnswerName): string {
  return draft.answers[answer] ?? '';
}

/** The folder that the project will be in. */
export function targetOf(draft: Draft): string {
  return path.join(draft.parent, projectNames(answerOf(draft, 'name')).folder);
}
