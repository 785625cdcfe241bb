/** The four figures, and what waits. */
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { NextAction, ProgressModel } from '../../src/views/protocol.ts';
import { problemBox } from '../cards/card.ts';
import { dayName } from '../shared/dates.ts';
import { looks } from '../shared/looks.ts';
import { icon, meter } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { language, say, sayCount } from '../shared/words.ts';
import { accept, acts, openFile, run, showStep } from './app.ts';

type Progress = Extract<ProgressModel, { state: 'progress' }>;

const hint = (glyph: string, color: string, words: string): TemplateResult =>
  html`<dd class="hint">${icon(glyph, `i14 ${color}`)}<span>${words}</span></dd>`;

function doneFigure({ done, all, skipped }: Progress): TemplateResult {
  const percent = all === 0 ? 0 : Math.round((done / all) * 100);
  return html`<div><dt>${say('look.done')}</dt><dd class="num">${say('figure.percent', { n: percent })}<small>${say(
    'overview.count',
    {
      done,
      all,
    },
  )}</small></dd><dd class="bar">${meter(done, all, say('overview.meter', { done, all, skipped }))}</dd></div>`;
}

function confirmFigure({ toConfirm }: Progress): TemplateResult {
  return html`<div><dt>${say('figure.confirm')}</dt><dd class="num">${toConfirm}</dd>${
    toConfirm > 0
      ? hint('verified', 'c-ok', say('figure.confirm.hint'))
      : hint('check', 'muted', say('figure.confirm.none'))
  }</div>`;
}

const named = 2;

function overdueFigure({ overdue }: Progress): TemplateResult {
  const names = overdue.slice(0, named).join(say('list.comma'));
  const rest = overdue.length - named;
  return html`<div><dt>${say('figure.overdue')}</dt><dd class="num">${overdue.length}</dd>${
    overdue.length > 0
      ? hint('warning', 'c-warn', rest > 0 ? say('figure.overdue.more', { names, n: rest }) : names)
      : hint('check', 'muted', say('figure.overdue.none'))
  }</div>`;
}

function milestoneFigure({ milestone }: Progress, now: number): TemplateResult {
  const head = html`<dt>${say('figure.milestone')}</dt>`;
  if (milestone === null)
    return html`<div>${head}<dd>–</dd>${hint('milestone', 'muted', say('figure.milestone.none'))}</div>`;
  if ('problem' in milestone)
    return html`<div>${head}<dd class="wide">${problemBox(milestone.problem, acts)}</dd></div>`;
  const { title, date, days } = milestone;
  const when =
    days === 0 ? say('when.today') : days > 0 ? sayCount('when.in', days) : sayCount('when.late', -days);
  return html`<div>${head}<dd>${dayName(date, language(), now)}</dd>${hint(
    days < 0 ? 'warning' : 'milestone',
    days < 0 ? 'c-warn' : 'muted',
    say('figure.milestone.hint', { title, when }),
  )}</div>`;
}

/** Done, to confirm, overdue, next milestone. */
export const figures = (model: Progress, now: number): TemplateResult =>
  html`<dl class="card s12 figures">${doneFigure(model)}${confirmFigure(
    model,
  )}${overdueFigure(model)}${milestoneFigure(model, now)}</dl>`;

const kinds: Record<NextAction['kind'], readonly [icon: string, color: string]> = {
  stale: looks.stale,
  proposed: looks.proposed,
  invalid: looks.invalid,
  overdue: ['warning', 'c-warn'],
};

function answer({ id, action }: NextAction, trusted: boolean): [string, () => void] {
  if (action.kind === 'open') return [say('open'), () => openFile(action.file, action.line)];
  if (trusted && action.kind === 'accept') return [say('accept'), () => accept(id)];
  if (trusted && action.kind === 'run') return [say('run'), () => run(id, action.index ?? 0)];
  return [say('show'), () => showStep(id)];
}

function actionRow(next: NextAction, primary: boolean, trusted: boolean): TemplateResult {
  const [word, press] = answer(next, trusted);
  const [glyph, color] = kinds[next.kind];
  const name = `${next.id} ${next.title}`;
  return html`<li>${icon(glyph, color)}<span>${name}<small>${richText(next.says)}</small></span><vscode-button class="compact"
    ?secondary=${!primary} aria-label=${say('named', { word, name })} @click=${press}>${word}</vscode-button></li>`;
}

/** At most five things that wait, the first with the one primary button. */
export const actions = (model: Progress): TemplateResult =>
  html`<section class="card s4" aria-labelledby="h-acts"><h2 id="h-acts">${say('actions.title')}</h2>${
    model.actions.length === 0
      ? html`<p class="empty">${say('actions.empty')}</p>`
      : html`<ul class="acts">${repeat(
          model.actions.slice(0, 5),
          (next) => `${next.kind}:${next.id}`,
          (next, at) => actionRow(next, at === 0, model.trusted),
        )}</ul>`
  }</section>`;
