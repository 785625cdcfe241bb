/** Entry of the sidebar view: draws `view`, routes keys and clicks. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, render, type TemplateResult } from 'lit';
import { guideLinks } from '../shared/links.ts';
import { labelCells } from '../shared/tables.ts';
import { say } from '../shared/words.ts';
import * as app from './app.ts';
import { checklistView, headingId } from './checklist.ts';
import { hasDraft, revert } from './fields.ts';
import { type Act, act, type Place, type Row } from './keyboard.ts';
import { rows } from './outline.ts';
import { broken, chooser, loading, updated, welcome } from './states.ts';
import { closeAndFocus, rowId } from './step.ts';
import { checklist, remember, view } from './store.ts';

const root = document.getElementById('app') as HTMLElement;
let skeleton = false;

function body(): TemplateResult {
  const { model } = view;
  switch (model.state) {
    case 'loading':
      return loading(skeleton);
    case 'none':
      return welcome();
    case 'updated':
      return updated();
    case 'chooser':
      return chooser(model);
    case 'broken':
      return broken(model);
    case 'checklist':
      return checklistView(model);
  }
}

const elementOf = (row: Row): HTMLElement | null =>
  document.getElementById(row.kind === 'step' ? rowId(row.id) : headingId(row.kind, row.id));

/** Where focus goes when a button above the list has done its work and is gone. */
const firstHeading = (): HTMLElement | null => root.querySelector<HTMLElement>('.head > button');

const stepAround = (element: Element | null): string =>
  element?.closest<HTMLElement>('[data-step-row]')?.dataset['stepRow'] ?? '';

function draw(): void {
  const focused = document.activeElement;
  const step = stepAround(focused);
  const isOffer = focused?.closest('.offer') ?? null;
  const { status, model } = view;
  const busy = model.state === 'loading' ? say('loading') : status;
  render(
    html`<main class="sidebar" aria-label=${say('title')}>${body()}</main><p class="sr" role="status">${busy}</p>`,
    root,
  );
  labelCells(root);
  // A focused button that has done its work is gone: focus goes to its row, so that it never falls back to the page.
  if (step && !focused?.isConnected) document.getElementById(rowId(step))?.focus({ preventScroll: true });
  if (isOffer && !focused?.isConnected) firstHeading()?.focus({ preventScroll: true });
}

function place(target: Element): Place {
  const model = checklist();
  const all = model ? rows(model, view) : [];
  const stepId = stepAround(target);
  const row =
    all.find((one) =>
      one.kind === 'step' ? one.id === stepId : target.id === headingId(one.kind, one.id),
    ) ?? null;
  const isField = target.matches('textarea, select, input:not([type=checkbox])');
  const draft = stepId !== '' && hasDraft(stepId);
  return {
    field: isField ? (draft ? 'changed' : 'unchanged') : null,
    row,
    inside: target.closest('.detail') !== null,
  };
}

function perform(done: Act, target: Element): void {
  switch (done.do) {
    case 'focus':
      elementOf(done.row)?.focus();
      break;
    case 'open':
    case 'close':
      if (done.row.kind !== 'step') app.toggleHeading(done.row.kind, done.row.id, done.do === 'open');
      else if (done.do === 'open') app.toggleStep(done.row.id, 'close', true);
      else closeAndFocus(done.row.id);
      break;
    case 'tick': {
      const model = checklist();
      const step = model?.sections.flatMap((section) => section.steps).find((one) => one.id === done.row.id);
      if (step) app.tick(step.id, step.state !== 'done');
      break;
    }
    case 'guide':
      app.openGuide(done.row.section);
      break;
    case 'next': {
      const next = checklist()?.next;
      if (next) app.goTo(next.id);
      break;
    }
    case 'undo':
      app.undo();
      break;
    case 'revert':
      revert(stepAround(target));
      break;
  }
}

function onKey(event: KeyboardEvent): void {
  const target = event.target;
  const model = checklist();
  if (!(target instanceof Element) || !model || event.isComposing) return;
  const mac = navigator.platform.startsWith('Mac');
  const primary = mac ? event.metaKey : event.ctrlKey;
  const modified = event.shiftKey || event.altKey || (mac ? event.ctrlKey : event.metaKey);
  const done = act({ key: event.key, primary, modified }, place(target), rows(model, view), model.singleKeys);
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
  perform(done, target);
}

document.addEventListener('keydown', onKey);
guideLinks(root, {
  file: app.openFile,
  step: app.reveal,
  guide: app.openGuide,
});
let scrolled: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(scrolled);
  scrolled = setTimeout(remember, 150);
});
setTimeout(() => {
  skeleton = true;
  draw();
}, 100);
setInterval(() => {
  view.now = Date.now();
  draw();
}, 60_000);

app.start(draw, (id) => document.getElementById(rowId(id))?.focus());
