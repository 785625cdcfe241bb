/** What lies around the article: bar, search, step card, contents, pager. */
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { live as keepInStep } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { GuidePage } from '../../src/views/protocol.ts';
import { dayName } from '../shared/dates.ts';
import { commandLine, icon, type Part, pathText } from '../shared/parts.ts';
import { language, say, type Word } from '../shared/words.ts';
import {
  accept,
  copyCommand,
  exportSection,
  leaveSearch,
  open,
  openFile,
  openFirst,
  type Point,
  type PointStep,
  resume,
  root,
  run,
  search,
  searching,
  showStep,
  tick,
  turn,
  view,
} from './app.ts';
import { article } from './article.ts';

type Related = GuidePage['related'];

/** Where the page is; the page of a chapter is its own last crumb. */
function crumbs(page: GuidePage): TemplateResult {
  const more = icon('chevron-right');
  const { chapter } = page;
  return html`<nav class="crumbs" aria-label=${say('guide.crumbs')}><ol>
    <li><button class="crumb" @click=${root}>${say('guide.title')}</button>${more}</li>
    ${
      chapter.id === page.id
        ? nothing
        : html`<li><button class="crumb" @click=${() => open(chapter.id)}>${chapter.id} ${chapter.title}</button>${more}</li>`
    }
    <li aria-current="page"><span>${page.id} ${page.title}</span></li></ol></nav>`;
}

/** Buttons for where the person has been. */
function historyButtons(page: GuidePage): TemplateResult {
  const button = (to: GuidePage['back'], by: -1 | 1, word: 'guide.back' | 'guide.forward', glyph: string) => {
    const name = to ? say(word, { title: `${to.id} ${to.title}` }) : say(`${word}.none`);
    return html`<button class="icon-btn" ?disabled=${!to} aria-label=${name} title=${name} @click=${() => turn(by)}
      >${icon(glyph)}</button>`;
  };
  return html`<div class="history" role="group" aria-label=${say('guide.history')}>${button(
    page.back,
    -1,
    'guide.back',
    'arrow-left',
  )}${button(page.forward, 1, 'guide.forward', 'arrow-right')}</div>`;
}

const exportButton = (page: GuidePage): TemplateResult => {
  const name = say('guide.export');
  return html`<button class="icon-btn" aria-label=${name} title=${name} @click=${() => exportSection(page.id)}
    >${icon('save-as')}</button>`;
};

function onFieldKey(event: KeyboardEvent): void {
  const first = document.querySelector<HTMLElement>('.results button');
  if (event.key === 'Escape') {
    leaveSearch(true);
    (event.currentTarget as HTMLElement).blur();
  } else if (event.key === 'ArrowDown' && first) first.focus();
  else if (event.key === 'Enter' && !event.isComposing) openFirst();
  else return;
  event.preventDefault();
}

const field = (): TemplateResult => html`<search class="find"><vscode-textfield id="find" type="search"
  .label=${say('guide.search')} placeholder=${say('guide.search')} .value=${keepInStep(view.query)}
  @input=${(event: Event) => search((event.currentTarget as HTMLInputElement).value)} @keydown=${onFieldKey}
  ><span slot="content-before" class="codicon codicon-search" aria-hidden="true"></span></vscode-textfield>${
    view.query ? nothing : html`<span class="kbd" aria-hidden="true">/</span>`
  }</search>`;

function onResultKey(event: KeyboardEvent): void {
  const item = (event.currentTarget as HTMLElement).closest('li');
  const to = event.key === 'ArrowDown' ? item?.nextElementSibling : item?.previousElementSibling;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const next = to?.querySelector<HTMLElement>('button') ?? (event.key === 'ArrowUp' ? findField() : null);
    next?.focus();
    event.preventDefault();
  }
}

/** Text with what was found in it set off. */
function marked(text: string, marks: readonly (readonly [number, number])[]): Part[] {
  let at = 0;
  const pieces = marks.flatMap(([start, end]) => {
    const before = text.slice(at, start);
    at = end;
    return [html`${before}`, html`<mark>${text.slice(start, end)}</mark>`];
  });
  return [...pieces, html`${text.slice(at)}`];
}

/** The search field. */
export const findField = (): HTMLElement | null => document.getElementById('find');

function results(): TemplateResult {
  const found = view.results ?? [];
  return html`<section class="results" aria-labelledby="results-title"><h1 id="results-title">${say('guide.results')}</h1>
    <p class="muted">${view.status}</p><ul>${found.map(
      ({ id, title, page, line, marks }) => html`<li><button @click=${() => open(id)} @keydown=${onResultKey}
        ><span class="title"><span class="num muted">${id}</span> ${marked(title, marks.title)}</span>${
          page ? html`<span class="where muted">${page}</span>` : nothing
        }<span class="muted">${marked(line, marks.line)}</span></button></li>`,
    )}</ul></section>`;
}

function cardButton(id: string, step: PointStep): Part {
  const [command] = step.commands;
  if (step.evidence?.kind === 'proposed') {
    return html`<vscode-button @click=${() => accept(id)}>${say('accept')}</vscode-button>`;
  }
  if (!command) return nothing;
  return html`<vscode-button @click=${() => run(id, 0)}>${say('run.what', { what: command.label })}</vscode-button>`;
}

const fileRow = (path: string, glyph: string, opens: boolean): TemplateResult =>
  opens
    ? html`<li><button class="link" @click=${() => openFile(path)}>${icon(glyph, 'i14')}<span>${pathText(path)}</span></button></li>`
    : html`<li class="muted">${icon('file', 'i14')}<span>${pathText(path)}</span></li>`;

/** The step of the heading being read. */
function stepCard(point: Point, step: PointStep, live: boolean): TemplateResult {
  const due = step.due ? say('due', { date: dayName(step.due, language(), view.now) }) : '';
  const who = [step.owner, due].filter(Boolean).join(' · ');
  const onTick = (event: Event): void => tick(point.id, (event.currentTarget as HTMLInputElement).checked);
  return html`<section class="stepcard" aria-labelledby="step-title"><h2 id="step-title">${say('guide.thisStep')}</h2>
    <label><input class="check" type="checkbox" .checked=${keepInStep(step.state === 'done')}
      .indeterminate=${keepInStep(step.state === 'doing')} ?data-skip=${step.state === 'skipped'} ?disabled=${!live}
      aria-label=${say('tick.label', { step: `${point.id} ${point.title}` })} @change=${onTick} /><span>${point.id} ${point.title}</span></label>
    ${who ? html`<p class="muted">${who}</p>` : nothing}
    <ul><li><button class="link" @click=${() => showStep(point.id)}>${icon('checklist', 'i14')}<span>${say('guide.show')}</span></button></li>
      ${step.files.map(({ path, exists }) => fileRow(path, 'go-to-file', exists && live))}
      ${step.report ? fileRow(step.report, 'json', live) : nothing}</ul>
    ${live ? cardButton(point.id, step) : html`<p class="muted">${say('guide.needsProject')}</p>`}</section>`;
}

const depthOf = (id: string): number => id.split('.').length;

/** What is on the page; on the page of a chapter, its sections with how far each is. */
function contents(page: GuidePage): TemplateResult {
  const chapter = page.sections.length > 0;
  const entries = chapter
    ? repeat(
        page.sections,
        ({ id }) => id,
        ({ id, title, done, all }) =>
          html`<li><a href="#" data-guide=${id}>${id} ${title}${
            all > 0 ? html`<small>${say('guide.sectionCount', { done, all })}</small>` : nothing
          }</a></li>`,
      )
    : repeat(
        page.points,
        ({ id }) => id,
        ({ id, title }) => html`<li class=${depthOf(id) > 3 ? 'deep' : ''}><a href="#" data-guide=${id}
          aria-current=${id === view.reading ? 'true' : nothing}>${id} ${title}</a></li>`,
      );
  return html`<nav aria-labelledby="contents"><h2 id="contents">${say(
    chapter ? 'guide.chapter' : 'guide.contents',
  )}</h2><ul class="toc">${entries}</ul></nav>`;
}

function aside(page: GuidePage): TemplateResult {
  const point = page.points.find((one) => one.id === view.reading) ?? page.points[0];
  return html`<aside aria-label=${say('guide.aside')}>${point?.step ? stepCard(point, point.step, page.live) : nothing}${
    page.points.length + page.sections.length > 0 ? contents(page) : nothing
  }</aside>`;
}

const relatedList = (word: Word, items: readonly TemplateResult[]): Part =>
  items.length === 0
    ? nothing
    : html`<div><h3>${say(word)}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></div>`;

function relatedCommand({ id, index, command }: Related['commands'][number], live: boolean): TemplateResult {
  return commandLine(command, {
    copy: () => copyCommand(id, index),
    run: live ? () => run(id, index) : null,
    copied: view.copied === `${id}/${index}`,
  });
}

/** What belongs to the page: who leads here, and the steps, files and commands that it explains. */
function related({ related: { from, steps, files, commands }, live }: GuidePage): Part {
  if (from.length + steps.length + files.length + commands.length === 0) return nothing;
  return html`<section class="related" aria-labelledby="related-title"><h2 id="related-title">${say('guide.related')}</h2>
    ${relatedList(
      'guide.linkedFrom',
      from.map(({ id, title }) => html`<a class="link" href="#" data-guide=${id}>${id} ${title}</a>`),
    )}${relatedList(
      'guide.steps',
      steps.map(({ id, title }) => html`<a class="link" href="#" data-step=${id}>${id} ${title}</a>`),
    )}${relatedList(
      'guide.files',
      files.map((path) =>
        live
          ? html`<button class="link" @click=${() => openFile(path)}>${pathText(path)}</button>`
          : html`<span class="muted">${pathText(path)}</span>`,
      ),
    )}${relatedList(
      'guide.commands',
      commands.map((command) => relatedCommand(command, live)),
    )}</section>`;
}

/** For whoever comes back to the top of what they had begun to read. */
const resumeButton = ({ resume: to }: GuidePage): Part =>
  to
    ? html`<p class="resume"><button class="link" @click=${resume}>${icon('bookmark', 'i14')}<span>${say(
        'guide.resume',
        {
          title: `${to.id} ${to.title}`,
        },
      )}</span></button></p>`
    : nothing;

const turnTo = (to: GuidePage['next'], word: string, rel: string): TemplateResult =>
  to
    ? html`<a href="#" rel=${rel} data-guide=${to.id}><small>${word}</small>${to.id} ${to.title}</a>`
    : html`<span></span>`;

const pager = (page: GuidePage): TemplateResult =>
  html`<nav class="pager" aria-label=${say('guide.pager')}>${turnTo(
    page.previous,
    say('guide.previous'),
    'prev',
  )}${turnTo(page.next, say('guide.next'), 'next')}</nav>`;

/** The whole page. While a search shows, the article stays in the page, hidden, so that Esc returns to the same place. */
export function guidePage(page: GuidePage): TemplateResult {
  return html`<div class="guide">
    <header class="bar">${historyButtons(page)}${crumbs(page)}${field()}${exportButton(page)}</header>
    ${view.failure ? html`<p class="problem" role="status">${view.failure}</p>` : nothing}
    ${searching() ? html`<main class="found">${results()}</main>` : nothing}
    <div class="page" ?hidden=${searching()}><main ?hidden=${searching()}>${resumeButton(page)}${article(page)}${related(page)}${pager(page)}
      <div id="peek" role="tooltip" hidden></div></main>${aside(page)}</div>
    <p class="sr" role="status">${view.status}</p></div>`;
}
