/** What of the checklist is shown, and what changed in it. Pure. */
import type { ChecklistModel, Section, Step, StepState } from '../../src/views/protocol.ts';
import type { Row } from './keyboard.ts';

export interface Opened {
  sections: ReadonlySet<string>;
  steps: ReadonlySet<string>;
}

/** Whether a step still asks for something: open itself, or with evidence that does, or just ticked (so that Undo stays). */
export const isOpen = (step: Step): boolean =>
  step.state === 'todo' || step.state === 'doing' || step.evidence !== null || step.justDone;

/** The steps of a section that are shown: all, or those that are open where only those are asked for. */
export function shown(section: Section, onlyOpen: boolean, opened: Opened): Step[] {
  return onlyOpen ? section.steps.filter((step) => isOpen(step) || opened.steps.has(step.id)) : section.steps;
}

/** The rows on screen from top to bottom. */
export function rows(model: ChecklistModel, opened: Opened): Row[] {
  return model.sections.flatMap((section): Row[] => {
    const open = opened.sections.has(section.id);
    const head: Row = { kind: 'section', id: section.id, section: section.id, open };
    if (!open) return [head];
    const steps = shown(section, model.onlyOpen, opened).map(
      (step): Row => ({ kind: 'step', id: step.id, section: section.id, open: opened.steps.has(step.id) }),
    );
    return [head, ...steps];
  });
}

/** The section that holds a step. */
export const sectionOf = (model: ChecklistModel, id: string): Section | undefined =>
  model.sections.find((section) => section.steps.some((step) => step.id === id));

export const stepOf = (model: ChecklistModel, id: string): Step | undefined =>
  sectionOf(model, id)?.steps.find((step) => step.id === id);

function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  );
}

/**
 * `next`, with every step that did not change taken from `before`, so that an unchanged row is known by identity and
 * thousands of rows need not be compared again when one is ticked.
 */
export function keepUnchanged(before: ChecklistModel, next: ChecklistModel): ChecklistModel {
  const known = new Map(
    before.sections.flatMap((section) => section.steps.map((step) => [step.id, step] as const)),
  );
  const sections = next.sections.map((section) => ({
    ...section,
    steps: section.steps.map((step) => {
      const old = known.get(step.id);
      return old && same(old, step) ? old : step;
    }),
  }));
  return { ...next, sections };
}

/** The steps whose state was asked for and now is what was asked. */
export const confirmed = (model: ChecklistModel, pending: ReadonlyMap<string, StepState>): Step[] =>
  [...pending].flatMap(([id, state]) => {
    const step = stepOf(model, id);
    return step?.state === state ? [step] : [];
  });
