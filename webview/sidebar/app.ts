/** State of the sidebar and everything a person can do in it. The host owns the project; this owns what is open. */
import * as z from 'zod/mini';
import type {
  ChecklistModel,
  SidebarModel,
  StepDetail,
  StepState,
  ToView,
} from '../../src/views/protocol.ts';
import { connect } from '../shared/host.ts';
import { say } from '../shared/words.ts';
import { changed, keepUnchanged, sectionOf, stepOf } from './outline.ts';

const draftSchema = z.object({
  /** Saved text that the draft started from. */
  base: z.string(),
  text: z.string(),
});
const uiSchema = z.object({
  project: z.string(),
  sections: z.array(z.string()),
  steps: z.array(z.string()),
  scroll: z.number(),
  drafts: z.record(z.string(), draftSchema),
});
type Draft = z.infer<typeof draftSchema>;
export type TextField = 'owner' | 'note';

const host = connect(uiSchema);

export const view = {
  model: { state: 'loading' } as SidebarModel,
  /** Sections and steps that are open. */
  sections: new Set<string>(),
  steps: new Set<string>(),
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

let draw: () => void = () => {};
let focusRow: (id: string) => void = () => {};
let project: string | null = null;
/** Where the view was scrolled to before it was destroyed, until what was open is back. */
let wantedScroll: number | null = null;
const resting = new Map<string, ReturnType<typeof setTimeout>>();

export const checklist = (): ChecklistModel | null => (view.model.state === 'checklist' ? view.model : null);

/** Whether what is shown may be changed: a checklist in a trusted workspace. */
export const live = (): boolean => checklist()?.trusted === true;

export function remember(): void {
  if (project === null) return;
  host.remember({
    project,
    sections: [...view.sections],
    steps: [...view.steps],
    scroll: window.scrollY,
    drafts: Object.fromEntries(view.drafts),
  });
}

function show(): void {
  draw();
  remember();
}

function forgetFailure(id: string): void {
  view.failures.delete(id);
  view.failures.delete('');
}

// ---- What the person does

export const command = (name: Extract<Parameters<typeof host.post>[0], { type: 'command' }>['name']): void =>
  host.post({ type: 'command', name });
export const openFile = (file: string, line?: number): void =>
  host.post(line === undefined ? { type: 'openFile', file } : { type: 'openFile', file, line });
export const openGuide = (id: string): void => host.post({ type: 'openGuide', id });
export const chooseProject = (id: string): void => host.post({ type: 'chooseProject', id });
export const undo = (): void => host.post({ type: 'undo' });

export function tick(id: string, done: boolean): void {
  if (!live()) return;
  forgetFailure(id);
  view.pending.set(id, done ? 'done' : 'todo');
  host.post({ type: 'tick', id, done });
  draw();
}

export function accept(id: string): void {
  forgetFailure(id);
  view.pending.set(id, 'done');
  host.post({ type: 'accept', id });
  draw();
}

/** The host asks for a reason before it skips, so the box waits for its answer there. */
export function setState(id: string, state: StepState): void {
  forgetFailure(id);
  if (state !== 'skipped') view.pending.set(id, state);
  host.post({ type: 'setState', id, state });
  draw();
}

export function run(id: string, index: number): void {
  forgetFailure(id);
  host.post({ type: 'run', id, index });
  draw();
}

export function copy(id: string, index: number): void {
  host.post({ type: 'copyCommand', id, index });
  view.copied = `${id}/${index}`;
  view.status = say('copied');
  draw();
  setTimeout(() => {
    view.copied = '';
    draw();
  }, 1500);
}

export function toggleSection(id: string, open = !view.sections.has(id)): void {
  if (open) view.sections.add(id);
  else view.sections.delete(id);
  show();
}

export function closeStep(id: string): void {
  for (const field of ['owner', 'note'] as const) save(id, field);
  view.steps.delete(id);
  view.details.delete(id);
  host.post({ type: 'closeStep', id });
}

export function toggleStep(id: string, others: 'close' | 'keep', open = !view.steps.has(id)): void {
  if (open) {
    if (others === 'close') for (const other of view.steps) if (other !== id) closeStep(other);
    view.steps.add(id);
    host.post({ type: 'openStep', id });
  } else closeStep(id);
  show();
}

/** Opens the section and the step, and moves focus to its row. */
export function reveal(id: string): void {
  const model = checklist();
  const section = model && sectionOf(model, id);
  if (!section) return;
  view.sections.add(section.id);
  if (!view.steps.has(id)) toggleStep(id, 'close', true);
  show();
  focusRow(id);
}

/** Opens the section and moves focus to the row, without opening the step. */
export function goTo(id: string): void {
  const model = checklist();
  const section = model && sectionOf(model, id);
  if (!section) return;
  view.sections.add(section.id);
  show();
  focusRow(id);
}

// ---- Fields: saved on leaving them, the note also after a second of rest

const key = (id: string, field: TextField): string => `${field}:${id}`;
function draftPlace(name: string): [TextField, string] {
  const [field, id = ''] = name.split(':');
  return [field === 'owner' ? 'owner' : 'note', id];
}
const savedText = (id: string, field: TextField): string => {
  const model = checklist();
  return (model && stepOf(model, id)?.[field]) ?? '';
};

/** What a field shows: the draft where there is one, else what is saved. */
export const fieldText = (id: string, field: TextField): string =>
  view.drafts.get(key(id, field))?.text ?? savedText(id, field);

export const hasDraft = (id: string): boolean =>
  (['owner', 'note'] as const).some((field) => fieldText(id, field) !== savedText(id, field));

export function type(id: string, field: TextField, text: string): void {
  const base = view.drafts.get(key(id, field))?.base ?? savedText(id, field);
  view.drafts.set(key(id, field), { base, text });
  view.saved.delete(id);
  clearTimeout(resting.get(key(id, field)));
  if (field === 'note')
    resting.set(
      key(id, field),
      setTimeout(() => save(id, field), 1000),
    );
  remember();
}

export function save(id: string, field: TextField): void {
  clearTimeout(resting.get(key(id, field)));
  const draft = view.drafts.get(key(id, field));
  if (!draft || !live()) return;
  if (draft.text === savedText(id, field)) {
    view.drafts.delete(key(id, field));
    return;
  }
  forgetFailure(id);
  host.post({ type: 'edit', id, field, value: draft.text.slice(0, 4000) });
}

/** Gives back the last saved value of the fields of a step. */
export function revert(id: string): void {
  for (const field of ['owner', 'note'] as const) {
    clearTimeout(resting.get(key(id, field)));
    view.drafts.delete(key(id, field));
  }
  show();
}

export function setDue(id: string, due: string): void {
  forgetFailure(id);
  host.post({ type: 'edit', id, field: 'due', value: due });
}

// ---- What the host says

function dropSavedDrafts(): void {
  for (const [name, draft] of view.drafts) {
    const [field, id] = draftPlace(name);
    if (savedText(id, field) === draft.text) view.drafts.delete(name);
  }
}

function takeChecklist(next: ChecklistModel): void {
  const before = checklist();
  const step = before && changed(next, view.pending);
  if (step) {
    const { done, all } = next;
    view.status = say(`status.${step.state}`, { id: step.id, done, all });
  }
  view.pending.clear();
  const opening = project !== next.project.id;
  view.model = before && !opening ? keepUnchanged(before, next) : next;
  if (opening) startProject(next);
  dropSavedDrafts();
}

/** Puts back what was open, or opens the section of the next step where the project is shown for the first time. */
function startProject(model: ChecklistModel): void {
  const back = host.restored?.project === model.project.id && project === null ? host.restored : null;
  project = model.project.id;
  view.details.clear();
  view.drafts = new Map(Object.entries(back?.drafts ?? {}));
  const first = model.next && sectionOf(model, model.next.id);
  view.sections = new Set(back?.sections ?? (first ? [first.id] : []));
  view.steps = new Set((back?.steps ?? []).filter((id) => stepOf(model, id)));
  for (const id of view.steps) host.post({ type: 'openStep', id });
  // A draft goes on where it was left, unless the text was changed elsewhere meanwhile: then it waits in its field.
  for (const [name, draft] of view.drafts) {
    const [field, id] = draftPlace(name);
    if (draft.base === savedText(id, field)) save(id, field);
  }
  wantedScroll = back?.scroll ?? null;
}

/** Details arrive one by one and push the rest down, so the position is set again until all are there. */
function restoreScroll(): void {
  if (wantedScroll === null) return;
  window.scrollTo(0, wantedScroll);
  if ([...view.steps].every((id) => view.details.has(id))) wantedScroll = null;
}

function takeModel(model: SidebarModel): void {
  if (model.state === 'checklist') takeChecklist(model);
  else view.model = model;
}

function take(message: ToView): void {
  switch (message.type) {
    case 'sidebar':
      takeModel(message.model);
      break;
    case 'detail':
      if (view.steps.has(message.detail.id)) view.details.set(message.detail.id, message.detail);
      break;
    case 'reveal':
      reveal(message.id);
      break;
    case 'collapseAll':
      for (const id of view.steps) closeStep(id);
      view.sections.clear();
      break;
    case 'saved':
      view.saved.add(message.id);
      view.status = say('saved');
      setTimeout(() => {
        view.saved.delete(message.id);
        draw();
      }, 3000);
      break;
    case 'failed':
      view.pending.clear();
      view.failures.set(message.id ?? '', message.message);
      view.status = message.message;
      break;
    default:
      return;
  }
  show();
  restoreScroll();
}

/** Starts the conversation with the host; `paint` draws `view`, `focus` moves focus to the row of a step. */
export function start(paint: () => void, focus: (id: string) => void): void {
  draw = paint;
  focusRow = focus;
  draw();
  host.listen(take);
}
