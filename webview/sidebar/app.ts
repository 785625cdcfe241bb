/** Everything a person can do in the sidebar, and what the host says. The host owns the project; this owns what is open. */
import type { ChecklistModel, SidebarModel, StepState, ToView } from '../../src/views/protocol.ts';
import { say } from '../shared/words.ts';
import { dropSavedDrafts, saveFields, takeUpDrafts } from './fields.ts';
import { confirmed, keepUnchanged, sectionOf, stepOf } from './outline.ts';
import { checklist, draw, drawWith, forgetFailure, host, live, show, view } from './store.ts';

/** How long a change may stay unconfirmed, in milliseconds. */
const patience = 2000;

let focusRow: (id: string) => void = () => {};
/** Where the view was scrolled to before it was destroyed, until what was open is back. */
let wantedScroll: number | null = null;
/** Step to reveal as soon as there is a checklist; '' for none. */
let wantedStep = '';

// ---- What the person does

export const command = (name: Extract<Parameters<typeof host.post>[0], { type: 'command' }>['name']): void =>
  host.post({ type: 'command', name });
export const openFile = (file: string, line?: number): void =>
  host.post(line === undefined ? { type: 'openFile', file } : { type: 'openFile', file, line });
export const openGuide = (id: string): void => host.post({ type: 'openGuide', id });
export const chooseProject = (id: string): void => host.post({ type: 'chooseProject', id });
export const undo = (): void => host.post({ type: 'undo' });

/** Shows a state before the host has confirmed it; one that it never confirms is taken back. */
function expect(id: string, state: StepState): void {
  view.pending.set(id, state);
  setTimeout(() => {
    if (view.pending.get(id) !== state) return;
    view.pending.delete(id);
    draw();
  }, patience);
}

export function tick(id: string, done: boolean): void {
  if (!live()) return;
  forgetFailure(id);
  expect(id, done ? 'done' : 'todo');
  host.post({ type: 'tick', id, done });
  draw();
}

export function accept(id: string): void {
  forgetFailure(id);
  expect(id, 'done');
  host.post({ type: 'accept', id });
  draw();
}

/** The host asks for a reason before it skips, so the box waits for its answer there. */
export function setState(id: string, state: StepState): void {
  forgetFailure(id);
  if (state !== 'skipped') expect(id, state);
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
  saveFields(id);
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

/** Opens the section and the step, and moves focus to its row; once there is a checklist to do it in. */
export function reveal(id: string): void {
  const model = checklist();
  wantedStep = model ? '' : id;
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

// ---- What the host says

function takeChecklist(next: ChecklistModel): void {
  const before = checklist();
  for (const step of confirmed(next, view.pending)) {
    view.pending.delete(step.id);
    view.status = say(`status.${step.state}`, { id: step.id, done: next.done, all: next.all });
  }
  const opening = view.project !== next.project.id;
  view.model = before && !opening ? keepUnchanged(before, next) : next;
  if (opening) startProject(next);
  dropSavedDrafts();
  if (wantedStep) reveal(wantedStep);
}

/** Puts back what was open, or opens the section of the next step where the project is shown for the first time. */
function startProject(model: ChecklistModel): void {
  const back = host.restored?.project === model.project.id && view.project === null ? host.restored : null;
  view.project = model.project.id;
  view.details.clear();
  const first = model.next && sectionOf(model, model.next.id);
  view.sections = new Set(back?.sections ?? (first ? [first.id] : []));
  view.steps = new Set((back?.steps ?? []).filter((id) => stepOf(model, id)));
  for (const id of view.steps) host.post({ type: 'openStep', id });
  takeUpDrafts(new Map(Object.entries(back?.drafts ?? {})));
  wantedScroll = back?.scroll ?? null;
}

/** Details arrive one by one and push the rest down, so the position is set again until all are there. */
function restoreScroll(): void {
  if (wantedScroll === null) return;
  window.scrollTo(0, wantedScroll);
  if ([...view.steps].every((id) => view.details.has(id))) wantedScroll = null;
}

const stayHere = (): void => {
  wantedScroll = null;
};

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
  drawWith(paint);
  focusRow = focus;
  for (const name of ['wheel', 'pointerdown', 'keydown', 'touchmove']) {
    window.addEventListener(name, stayHere, { passive: true });
  }
  draw();
  host.listen(take);
}
