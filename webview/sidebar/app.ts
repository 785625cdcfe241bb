/** Everything a person can do in the sidebar, and what the host says. The host owns the project; this owns what is open. */
import type { ChecklistModel, SidebarModel, StepState, ToView } from '../../src/views/protocol.ts';
import { say } from '../shared/words.ts';
import { dropSavedDrafts, saveFields, takeUpDrafts } from './fields.ts';
import { chapterOf, confirmed, keepUnchanged, sectionOf, shown, stepOf, unfolds } from './outline.ts';
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

/** Opens or folds a chapter or a section. What a filter has unfolded is folded for as long as the filter is on. */
export function toggleHeading(kind: 'chapter' | 'section', id: string, open: boolean): void {
  const model = checklist();
  if (model && unfolds(model)) setIn(view.folded, id, !open);
  else setIn(kind === 'chapter' ? view.chapters : view.sections, id, open);
  show();
}

function setIn(set: Set<string>, id: string, there: boolean): void {
  if (there) set.add(id);
  else set.delete(id);
}

/** Opens the section and its chapter, so that its rows are on screen. */
function unfold(section: string): void {
  view.sections.add(section);
  view.chapters.add(chapterOf(section));
  view.folded.delete(section);
  view.folded.delete(chapterOf(section));
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
  unfold(section.id);
  if (!view.steps.has(id)) toggleStep(id, 'close', true);
  show();
  focusRow(id);
}

/** Opens the section and moves focus to the row, without opening the step; one that the filter hides is opened. */
export function goTo(id: string): void {
  const model = checklist();
  const section = model && sectionOf(model, id);
  if (!section) return;
  if (!shown(section, model, view).some((step) => step.id === id)) {
    reveal(id);
    return;
  }
  unfold(section.id);
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
  if (before && before.filter.kind !== next.filter.kind) {
    view.folded.clear();
    view.status = filterText(next);
  }
  view.model = before && !opening ? keepUnchanged(before, next) : next;
  if (opening) startProject(next);
  dropSavedDrafts();
  if (wantedStep) reveal(wantedStep);
}

/** What is shown, such as "Showing: mine · 4 of 105". */
export function filterText({ filter: { kind, shown: n, of } }: ChecklistModel): string {
  return kind === 'all'
    ? say('filter.all')
    : say('filter.text', { filter: say(`filter.${kind}`), shown: n, of });
}

/** Puts back what was open, or opens the section of the next step where the project is shown for the first time. */
function startProject(model: ChecklistModel): void {
  const back = host.restored?.project === model.project.id && view.project === null ? host.restored : null;
  view.project = model.project.id;
  view.details.clear();
  const first = model.next && sectionOf(model, model.next.id);
  const main = model.sections[0]?.id ?? '';
  view.folded.clear();
  view.chapters = new Set(back?.chapters ?? [main, ...(first ? [first.id] : [])].map(chapterOf));
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

function collapse(): void {
  view.sections.clear();
  view.chapters.clear();
  for (const { id } of checklist()?.sections ?? []) view.folded.add(id).add(chapterOf(id));
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
      collapse();
      break;
    case 'saved':
      view.saved.add(message.id);
      view.status = say('saved');
      setTimeout(() => {
        view.saved.delete(message.id);
        draw();
      }, 3000);
      break;
    case 'said':
      view.status = message.message;
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
