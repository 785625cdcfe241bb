/** What the sidebar holds: the host's model, what is open, and what the person has begun. */
import * as z from 'zod/mini';
import type { ChecklistModel, SidebarModel, StepDetail, StepState } from '../../src/views/protocol.ts';
import { connect } from '../shared/host.ts';

const draftSchema = z.object({
  /** Saved text that the draft started from. */
  base: z.string(),
  text: z.string(),
});
const uiSchema = z.object({
  project: z.string(),
  /** Absent in what an older version of us has kept. */
  chapters: z.optional(z.array(z.string())),
  sections: z.array(z.string()),
  steps: z.array(z.string()),
  scroll: z.number(),
  drafts: z.record(z.string(), draftSchema),
});
type Draft = z.infer<typeof draftSchema>;

export const host = connect(uiSchema);

export const view = {
  model: { state: 'loading' } as SidebarModel,
  /** Project whose checklist is shown; null before the first one. */
  project: null as string | null,
  /** Chapters, sections and steps that are open. */
  chapters: new Set<string>(),
  sections: new Set<string>(),
  steps: new Set<string>(),
  /** Chapters and sections that are folded while a filter unfolds the others. */
  folded: new Set<string>(),
  details: new Map<string, StepDetail>(),
  /** Text typed and not saved yet, by `field:step`. */
  drafts: new Map<string, Draft>(),
  /** What could not be done, by step; '' is for what belongs to none. */
  failures: new Map<string, string>(),
  /** States asked for and not confirmed by the host yet. */
  pending: new Map<string, StepState>(),
  saved: new Set<string>(),
  /** `step/index` of the command copied a moment ago. */
  copied: '',
  /** What the status region says. */
  status: '',
  now: Date.now(),
};

let paint: () => void = () => {};

/** Tells the store how `view` is drawn. */
export function drawWith(draw: () => void): void {
  paint = draw;
}

export const draw = (): void => paint();

export const checklist = (): ChecklistModel | null => (view.model.state === 'checklist' ? view.model : null);

/** Whether what is shown may be changed: a checklist in a trusted workspace. */
export const live = (): boolean => checklist()?.trusted === true;

/** Keeps what is open and what is begun for when the view is made again. */
export function remember(): void {
  const { project, chapters, sections, steps, drafts } = view;
  if (project === null) return;
  host.remember({
    project,
    chapters: [...chapters],
    sections: [...sections],
    steps: [...steps],
    scroll: window.scrollY,
    drafts: Object.fromEntries(drafts),
  });
}

export function show(): void {
  draw();
  remember();
}

export function forgetFailure(id: string): void {
  view.failures.delete(id);
  view.failures.delete('');
}
