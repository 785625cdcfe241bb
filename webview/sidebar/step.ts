/** A row of the checklist: box, title, what waits, and the opened step below it. */
import { nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live as keepInStep } from 'lit/directives/live.js';
import { html } from 'lit/static-html.js';
import type { Evidence, Step } from '../../src/views/protocol.ts';
import { age, dayName } from '../shared/dates.ts';
import { icon, type Part, pathText } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { language, say, sayCount } from '../shared/words.ts';
import { accept, openFile, run, tick, toggleStep, undo } from './app.ts';
import { stepDetail } from './detail.ts';
import { type Levels, levels } from './levels.ts';
import { checklist, live, view } from './store.ts';

export const rowId = (id: string): string => `row-${id}`;
export const stepName = (step: Pick<Step, 'id' | 'title'>): string => `${step.id} ${step.title}`;
const idOf = (event: Event): string =>
  (event.currentTarget as HTMLElement).closest<HTMLElement>('[data-step-row]')?.dataset['stepRow'] ?? '';

function onTick(event: Event): void {
  tick(idOf(event), (event.currentTarget as HTMLInputElement).checked);
}

function onDisclose(event: MouseEvent): void {
  toggleStep(idOf(event), event.ctrlKey || event.metaKey ? 'keep' : 'close');
}

/** The native menu opens on a contextmenu event, wherever it comes from. */
function onMore(event: MouseEvent): void {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  event.currentTarget?.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: box.left,
      clientY: box.bottom,
    }),
  );
}

function ownerAndDue(step: Step): TemplateResult[] {
  const bits: TemplateResult[] = [];
  if (step.owner) bits.push(html`<span class="bit">${step.owner}</span>`);
  if (step.overdueDays > 0) {
    bits.push(
      html`<span class="bit">${icon('warning', 'i14 c-warn')}${sayCount('overdue', step.overdueDays)}</span>`,
    );
  } else if (step.due) {
    bits.push(
      html`<span class="bit">${say('due', { date: dayName(step.due, language(), view.now) })}</span>`,
    );
  }
  return bits;
}

const dotted = (bits: readonly TemplateResult[]): TemplateResult[] =>
  bits.flatMap((bit, at) => (at === 0 ? [bit] : [html`<span aria-hidden="true">·</span>`, bit]));

function secondLine(step: Step, state: Step['state']): Part {
  if (step.justDone && state === 'done') {
    return html`<p class="meta"><span>${say('state.done')}</span><span aria-hidden="true">·</span><button
      class="link undo" aria-label=${say('undo.label', { step: stepName(step) })} @click=${undo}>${say('undo')}</button></p>`;
  }
  if (state === 'skipped')
    return html`<p class="meta">${say('skipped.because', { reason: step.reason })}</p>`;
  if (state === 'done') return nothing;
  const bits = ownerAndDue(step);
  return bits.length > 0 ? html`<p class="meta">${dotted(bits)}</p>` : nothing;
}

const fileLink = (file: string, line?: number): TemplateResult =>
  html`<button class="link" @click=${() => openFile(file, line)}>${pathText(file)}</button>`;

const rowButton = (word: string, name: string, press: () => void): TemplateResult =>
  html`<vscode-button class="compact" secondary aria-label=${name} @click=${press}>${word}</vscode-button>`;

/** What a file of the repository says, with the one button that answers it. */
function evidenceLine(step: Step, evidence: Evidence): Part {
  const name = stepName(step);
  switch (evidence.kind) {
    case 'proposed': {
      const ago = evidence.at === null ? '' : ` · ${age(evidence.at, view.now, say, language())}`;
      return html`<div class="ev">${icon('verified', 'i14 c-ok')}
        <p class="says">${fileLink(evidence.file)} <span class="muted">${richText(evidence.says)}${ago}</span></p>
        ${live() ? rowButton(say('accept'), say('accept.label', { step: name }), () => accept(step.id)) : nothing}</div>`;
    }
    case 'stale':
      return html`<div class="ev">${icon('history', 'i14 c-warn')}<p class="says">${richText(evidence.says)}</p>
        ${live() ? rowButton(say('run'), say('run.step', { step: name }), () => run(step.id, 0)) : nothing}</div>`;
    case 'invalid':
      return html`<div class="ev">${icon('error', 'i14 c-err')}<p class="says">${pathText(evidence.file)}
          <span class="muted">${say('line', { line: evidence.line })}${richText(evidence.says)}</span></p>
        ${rowButton(say('open'), say('open.line', { file: evidence.file, line: evidence.line }), () =>
          openFile(evidence.file, evidence.line),
        )}</div>`;
    case 'missing':
      return nothing;
  }
}

const failureLine = (message: string): TemplateResult =>
  html`<div class="ev">${icon('error', 'i14 c-err')}<p class="says">${message}</p></div>`;

function menuContext(step: Step): string {
  return JSON.stringify({
    webviewSection: 'step',
    stepId: step.id,
    stepState: step.state,
    preventDefaultContextMenuItems: true,
  });
}

function row(step: Step, isNext: boolean, open: boolean, level: Levels['step']): TemplateResult {
  const state = view.pending.get(step.id) ?? step.state;
  const failure = view.failures.get(step.id);
  return html`<div class="row" data-vscode-context=${menuContext(step)}>
    <input class="check" type="checkbox" aria-label=${say('tick.label', { step: stepName(step) })}
      .checked=${keepInStep(state === 'done')} .indeterminate=${keepInStep(state === 'doing')}
      ?data-skip=${state === 'skipped'} ?disabled=${!live()} @change=${onTick} />
    <${level} class="row-head"><button class="disclose" id=${rowId(step.id)} aria-expanded=${open}
      aria-controls=${open ? `detail-${step.id}` : nothing} @click=${onDisclose}
      >${icon('chevron-right', 'twist')}<span class="id num">${step.id}</span>
      <span class="words">${step.title}</span><span class="sr"
      >${state === 'done' ? '' : say('row.state', { state: say(`state.${state}`) })}${
        isNext ? say('row.next') : ''
      }</span></button></${level}>
    <button class="icon-btn" tabindex="-1" aria-label=${say('more.label', { step: stepName(step) })}
      @click=${onMore}>${icon('ellipsis')}</button>
    ${secondLine(step, state)}${step.evidence ? evidenceLine(step, step.evidence) : nothing}${
      failure ? failureLine(failure) : nothing
    }</div>`;
}

/** One step. Closed rows are drawn again only when something that they show has changed. */
export function stepRow(step: Step, isNext: boolean): TemplateResult {
  const open = view.steps.has(step.id);
  const pending = view.pending.get(step.id);
  const minute = step.evidence?.kind === 'proposed' ? Math.floor(view.now / 60_000) : 0;
  const level = levels(checklist() ?? { chapters: [] }).step;
  const shows = [step, isNext, open, pending, view.failures.get(step.id), live(), minute, level];
  return html`<li class="step ${isNext ? 'is-next' : ''} ${open ? 'is-open' : ''}" data-state=${pending ?? step.state} data-step-row=${step.id}>
    ${guard(shows, () => row(step, isNext, open, level))}
    ${open ? stepDetail(step) : nothing}</li>`;
}

/** Closes a step and gives focus to its row. */
export function closeAndFocus(id: string): void {
  toggleStep(id, 'keep', false);
  document.getElementById(rowId(id))?.focus();
}
