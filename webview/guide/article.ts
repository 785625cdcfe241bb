/** The article: HTML of our own guide as the build made it, with the state of each step and buttons put in. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { GuidePage } from '../../src/views/protocol.ts';
import { lookOf, looks } from '../shared/looks.ts';
import { commandButtons, icon } from '../shared/parts.ts';
import { labelCells } from '../shared/tables.ts';
import { say } from '../shared/words.ts';
import { copyCommand, copyLink, copyText, type Point, run, view } from './app.ts';

/** The child of `parent` that we render into, made the first time. */
function slot(parent: Element, name: string): HTMLElement {
  const known = parent.querySelector<HTMLElement>(`:scope > .${name}`);
  if (known) return known;
  const made = document.createElement('span');
  made.className = name;
  parent.append(made);
  return made;
}

function chip(step: NonNullable<Point['step']>): TemplateResult {
  const look = lookOf(step.state, step.evidence);
  const [glyph, color] = looks[look];
  return html`<span class="chip">${icon(glyph, `i14 ${color}`)}${say(`look.${look}`)}</span>`;
}

function headingTools(id: string, point: Point | undefined): TemplateResult {
  const copied = view.copied === id;
  const name = say('guide.copyLink', { id });
  return html`<button class="icon-btn anchor" aria-label=${name} title=${copied ? say('copied') : name}
      @click=${() => copyLink(id)}>${icon(copied ? 'check' : 'link')}</button>${point?.step ? chip(point.step) : nothing}`;
}

function commandTools(block: HTMLElement, live: boolean): TemplateResult {
  const line = block.querySelector('code')?.textContent ?? '';
  const { id, index } = block.dataset;
  if (id === undefined || index === undefined) {
    return commandButtons(line, { copy: () => copyText(line), run: null, copied: view.copied === line });
  }
  const place = Number(index);
  const copied = view.copied === `${id}/${place}`;
  return html`${commandButtons(line, { copy: () => copyCommand(id, place), run: live ? () => run(id, place) : null, copied })}${
    live ? nothing : html`<span class="needs">${say('guide.needsProject')}</span>`
  }`;
}

/** A link to a file of the project is only words while there is no project to open it from. */
function fileLink(link: HTMLAnchorElement, live: boolean): void {
  if (live) link.setAttribute('href', '#');
  else link.removeAttribute('href');
}

/** A diagram or a table that does not fit is scrolled, so that the keyboard must reach it. */
export function reachWide(article: ParentNode): void {
  for (const table of article.querySelectorAll<HTMLElement>('.table')) {
    if (table.scrollWidth > table.clientWidth) {
      table.tabIndex = 0;
      table.role = 'region';
      table.ariaLabel = say('guide.wideTable');
    } else {
      table.removeAttribute('tabindex');
      table.role = table.ariaLabel = null;
    }
  }
  for (const figure of article.querySelectorAll<HTMLElement>('figure')) {
    const title = figure.querySelector('title')?.id;
    if (title) figure.setAttribute('aria-labelledby', title);
    if (figure.scrollWidth > figure.clientWidth) figure.tabIndex = 0;
    else figure.removeAttribute('tabindex');
  }
}

/** Puts headings, commands and links of the article in the state of the project. */
export function decorate(article: HTMLElement, page: GuidePage): void {
  const points = new Map(page.points.map((point) => [point.id, point]));
  for (const heading of article.querySelectorAll<HTMLElement>(':is(h1, h2, h3)[id]')) {
    heading.tabIndex = -1;
    if (heading.tagName !== 'H1')
      render(headingTools(heading.id, points.get(heading.id)), slot(heading, 'tools'));
  }
  for (const block of article.querySelectorAll<HTMLElement>('.cmd')) {
    render(commandTools(block, page.live), slot(block, 'tools'));
  }
  labelCells(article);
  reachWide(article);
  for (const link of article.querySelectorAll<HTMLAnchorElement>('a[data-file]')) fileLink(link, page.live);
}

/** The HTML is made by our own build from our own text, so it goes in as it stands. */
export const article = (page: GuidePage): TemplateResult => html`<article>${unsafeHTML(page.html)}</article>`;
