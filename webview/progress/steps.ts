/** Every step with its look, by chapter and section, and the key to the looks. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Glance, ProgressModel } from '../../src/views/protocol.ts';
import { type Look, lookOf, looks } from '../shared/looks.ts';
import { icon, meter } from '../shared/parts.ts';
import { tally } from '../shared/tally.ts';
import { say } from '../shared/words.ts';
import { showStep } from './app.ts';

type Progress = Extract<ProgressModel, { state: 'progress' }>;
type Chapter = Progress['chapters'][number];

function stepItem({ id, title, state, evidence }: Glance['steps'][number]): TemplateResult {
  const look = lookOf(state, evidence === null ? null : { kind: evidence });
  const [glyph, color] = looks[look];
  const quiet = look === 'done' || look === 'skipped' ? 'quiet' : '';
  return html`<li><button @click=${() => showStep(id)}>${icon(glyph, color)}<span class=${quiet}><span class="id num">${id}</span>${title}<span
    class="sr">${say('row.state', { state: say(`look.${look}`) })}</span></span></button></li>`;
}

const count = (done: number, all: number): TemplateResult =>
  html`<span class="num" aria-hidden="true">${done}/${all}</span><span class="sr">${say('section.count', { done, all })}</span>`;

function section(one: Glance, level: 'h3' | 'h4'): TemplateResult {
  const { done, all } = tally(one);
  const words = html`<span>${one.id} ${one.title}</span>${count(done, all)}`;
  const id = `p-${one.id}`;
  return html`<section aria-labelledby=${id}>${
    level === 'h3'
      ? html`<h3 class="name" id=${id}>${words}</h3>`
      : html`<h4 class="name" id=${id}>${words}</h4>`
  }${meter(done, all)}<ul>${repeat(one.steps, (step) => step.id, stepItem)}</ul></section>`;
}

const sectionsOf = ({ sections }: Chapter, level: 'h3' | 'h4'): TemplateResult =>
  html`<div class="groups">${repeat(
    sections,
    (one) => one.id,
    (one) => section(one, level),
  )}</div>`;

/** One chapter needs no heading of its own. */
function chapter(one: Chapter): TemplateResult {
  const tallies = one.sections.map(tally);
  const sum = (key: 'done' | 'all'): number => tallies.reduce((total, each) => total + each[key], 0);
  return html`<section class="chapter" aria-labelledby="c-${one.id}"><h3 class="name" id="c-${one.id}"><span>${one.id} ${one.title}</span>${count(
    sum('done'),
    sum('all'),
  )}</h3>${sectionsOf(one, 'h4')}</section>`;
}

const order: readonly Look[] = ['done', 'doing', 'skipped', 'todo', 'proposed', 'stale', 'invalid'];

const key = (look: Look): TemplateResult =>
  html`<li>${icon(looks[look][0], `i14 ${looks[look][1]}`)}${say(`look.${look}`)}</li>`;

/** From so many on, what is out of sight is not laid out. */
const many = 500;

export function steps({ chapters, all, skipped }: Progress): TemplateResult {
  const [only, ...more] = chapters;
  const size = all + skipped > many ? 'many' : '';
  return html`<section class="card s12 ${size}" aria-labelledby="h-steps"><h2 id="h-steps">${say('steps.title')}</h2>${
    only && more.length === 0
      ? sectionsOf(only, 'h3')
      : repeat(
          chapters,
          (one) => one.id,
          (one) => chapter(one),
        )
  }${chapters.length > 0 ? html`<ul class="key" aria-label=${say('steps.key')}>${order.map(key)}</ul>` : nothing}</section>`;
}
