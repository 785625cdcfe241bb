/** A step opened in place: the guide, what to do, and keeping track of it. */
import { nothing, type TemplateResult } from 'lit';
import { live as keepInStep } from 'lit/directives/live.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { html } from 'lit/static-html.js';
import { type Step, type StepDetail, type StepState, stepStateSchema } from '../../src/views/protocol.ts';
import { momentName } from '../shared/dates.ts';
import { commandLine, icon, type Part, pathText } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { language, say } from '../shared/words.ts';
import { copy, openFile, openGuide, run, setState } from './app.ts';
import { fieldText, save, setDue, type } from './fields.ts';
import { atLevel, levels } from './levels.ts';
import { checklist, live, view } from './store.ts';

const historyShown = 5;

const outline = (): Parameters<typeof levels>[0] => checklist() ?? { chapters: [] };

function partHead(word: 'doneWhen' | 'doIt' | 'keepTrack'): TemplateResult {
  const level = levels(outline()).part;
  return html`<${level}>${say(word)}</${level}>`;
}

/** The guide's HTML is made by our own build from our own text, so it goes in as it stands. */
function guide(detail: StepDetail): TemplateResult {
  return html`<div class="prose">${unsafeHTML(detail.guide)}</div>
    ${
      detail.more
        ? html`<details class="fold"><summary>${icon('chevron-right', 'twist')}${say('guide.more')}</summary>
            <div class="prose">${unsafeHTML(atLevel(detail.more, outline()))}</div></details>`
        : nothing
    }
    ${
      detail.doneWhen
        ? html`<div class="done-when">${icon('pass', 'c-ok')}<div>${partHead('doneWhen')}
            <div class="prose">${unsafeHTML(detail.doneWhen)}</div></div></div>`
        : nothing
    }`;
}

const fileRow = ({ path, exists }: StepDetail['files'][number]): TemplateResult =>
  exists
    ? html`<li><button class="link" @click=${() => openFile(path)}>${icon('go-to-file')}<span>${pathText(path)}</span></button></li>`
    : html`<li class="muted">${icon('file')}<span>${pathText(path)}${say('file.none')}</span></li>`;

function missing(step: Step): Part {
  if (step.evidence?.kind !== 'missing') return nothing;
  return html`<p class="waits">${icon('circle-large')}<span>${richText(step.evidence.says)}</span></p>`;
}

function doIt(step: Step, detail: StepDetail): TemplateResult {
  return html`<div>${partHead('doIt')}
    <ul class="refs">${detail.files.map(fileRow)}
      <li><button class="link" @click=${() => openGuide(step.id)}>${icon('book')}<span>${say('guide.open')}</span></button></li></ul>
    <div class="cmds">${detail.commands.map(({ command }, index) =>
      commandLine(command, {
        copy: () => copy(step.id, index),
        run: live() ? () => run(step.id, index) : null,
        copied: view.copied === `${step.id}/${index}`,
      }),
    )}</div></div>`;
}

function onDue(event: Event, step: Step): void {
  const field = event.currentTarget as HTMLInputElement;
  if (field.validity.valid && field.value !== step.due) setDue(step.id, field.value);
}

function onState(event: Event, step: Step): void {
  const parsed = stepStateSchema.safeParse((event.currentTarget as HTMLSelectElement).value);
  if (parsed.success) setState(step.id, parsed.data);
}

function stateField(step: Step): TemplateResult {
  const state = view.pending.get(step.id) ?? step.state;
  const option = (one: StepState): TemplateResult =>
    html`<option value=${one} ?selected=${one === state}>${say(`state.${one}`)}</option>`;
  return html`<label class="field wide">${say('field.state')}<span class="select"><select class="area" ?disabled=${!live()}
    .value=${keepInStep(state)} @change=${(event: Event) => onState(event, step)}
    >${stepStateSchema.options.map(option)}</select>${icon('chevron-down')}</span></label>`;
}

function textHandlers(
  step: Step,
  field: 'owner' | 'note',
): { input: (event: Event) => void; leave: () => void } {
  return {
    input: (event) =>
      type(step.id, field, (event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value),
    leave: () => save(step.id, field),
  };
}

function keepTrack(step: Step): TemplateResult {
  const owner = textHandlers(step, 'owner');
  const note = textHandlers(step, 'note');
  return html`<div>${partHead('keepTrack')}<div class="fields">
    ${stateField(step)}
    <label class="field">${say('field.owner')}<input class="area" autocomplete="off" spellcheck="false" maxlength="200"
      .value=${keepInStep(fieldText(step.id, 'owner'))} ?disabled=${!live()} @input=${owner.input} @change=${owner.leave} /></label>
    <label class="field">${say('field.due')}<input class="area num" type="date" min="2000-01-01" max="2199-12-31"
      .value=${keepInStep(step.due)} ?disabled=${!live()} @change=${(event: Event) => onDue(event, step)} /></label>
    <label class="field wide"><span class="with-status"><span>${say('field.note')}</span><span class="muted" aria-hidden="true"
      >${view.saved.has(step.id) ? say('saved') : ''}</span></span><textarea class="area" rows="2" maxlength="4000"
      placeholder=${say('field.note.hint')} .value=${keepInStep(fieldText(step.id, 'note'))} ?disabled=${!live()}
      @input=${note.input} @blur=${note.leave}></textarea></label>
  </div></div>`;
}

const entry = ({ at, by, what }: StepDetail['history'][number]): TemplateResult =>
  html`<li><time class="num muted" datetime=${at}>${momentName(at, language(), view.now)}</time>${say('history.entry', { by, what })}</li>`;

function history(detail: StepDetail): Part {
  if (detail.history.length === 0) return nothing;
  const rest = detail.history.slice(historyShown);
  return html`<details class="fold hist"><summary>${icon('chevron-right', 'twist')}${say('history')}</summary>
    <ol>${detail.history.slice(0, historyShown).map(entry)}</ol>
    ${
      rest.length > 0
        ? html`<details class="rest"><summary class="link">${say('history.all', { n: detail.history.length })}</summary>
            <ol>${rest.map(entry)}</ol></details>`
        : nothing
    }</details>`;
}

/** The opened part of a step. Fields are there at once; the guide and the rest follow from the host. */
export function stepDetail(step: Step): TemplateResult {
  const detail = view.details.get(step.id);
  return html`<div class="detail" id="detail-${step.id}">
    ${detail ? guide(detail) : nothing}
    ${missing(step)}
    ${detail ? doIt(step, detail) : nothing}
    ${keepTrack(step)}
    ${detail ? history(detail) : nothing}
  </div>`;
}
