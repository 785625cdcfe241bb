/** What of the checklist is shown, and what changed in it. Pure. */
import type { ChecklistModel, Section, Step, StepState } from '../../src/views/protocol.ts';
import type { Row } from './keyboard.ts';

export interface Opened {
  chapters: ReadonlySet<string>;
  sections: ReadonlySet<string>;
  steps: ReadonlySet<string>;
  /** Chapters and sections that are folded although the filter unfolds them. */
  folded: ReadonlySet<string>;
}

/** A chapter and its sections; its id is '' where no chapter has a heading. */
export interface Chapter {
  id: string;
  title: string;
  sections: Section[];
}

/** More rows than this are not unfolded unasked. */
const fewRows = 300;

/** The chapter of a section or a step. */
export const chapterOf = (id: string): string => id.split('.', 1)[0] ?? id;

/** Whether the filter leaves so little that it is shown unfolded, wherever it lies. */
export const unfolds = ({ filter }: ChecklistModel): boolean =>
  filter.kind !== 'all' && filter.kind !== 'open' && filter.shown <= fewRows;

export const isChapterOpen = (model: ChecklistModel, id: string, opened: Opened): boolean =>
  unfolds(model) ? !opened.folded.has(id) : opened.chapters.has(id);

export const isSectionOpen = (model: ChecklistModel, id: string, opened: Opened): boolean =>
  unfolds(model) ? !opened.folded.has(id) : opened.sections.has(id);

/** The steps of a section that are shown: those that the filter lets through, and those that are open on screen. */
export function shown(section: Section, { filter }: ChecklistModel, opened: Opened): Step[] {
  return filter.kind === 'all'
    ? section.steps
    : section.steps.filter((step) => step.shown || opened.steps.has(step.id));
}

/** The chapters on screen; a filter leaves out the sections and chapters of which it shows no step. */
export function chapters(model: ChecklistModel, opened: Opened): Chapter[] {
  const { filter, sections } = model;
  const seen =
    filter.kind === 'all' ? sections : sections.filter((section) => shown(section, model, opened).length > 0);
  if (model.chapters.length === 0) return [{ id: '', title: '', sections: seen }];
  return model.chapters
    .map(({ id, title }) => ({ id, title, sections: seen.filter((section) => chapterOf(section.id) === id) }))
    .filter((chapter) => chapter.sections.length > 0);
}

/** The rows on screen from top to bottom. */
export function rows(model: ChecklistModel, opened: Opened): Row[] {
  return chapters(model, opened).flatMap(({ id, sections }): Row[] => {
    const below = sections.flatMap((section) => sectionRows(model, section, id, opened));
    if (id === '') return below;
    const open = isChapterOpen(model, id, opened);
    const head: Row = { kind: 'chapter', id, section: id, chapter: id, open };
    return open ? [head, ...below] : [head];
  });
}

function sectionRows(model: ChecklistModel, section: Section, chapter: string, opened: Opened): Row[] {
  const open = isSectionOpen(model, section.id, opened);
  const head: Row = { kind: 'section', id: section.id, section: section.id, chapter, open };
  if (!open) return [head];
  const steps = shown(section, model, opened).map(
    (step): Row => ({
      kind: 'step',
      id: step.id,
      section: section.id,
      chapter,
      open: opened.steps.has(step.id),
    }),
  );
  return [head, ...steps];
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
