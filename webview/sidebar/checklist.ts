/** The checklist itself: overview, next step, sections. */
import { nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { html } from 'lit/static-html.js';
import type { Action, ChecklistModel, Section, Step } from '../../src/views/protocol.ts';
import { icon, meter, type Part, ring } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { tally } from '../shared/tally.ts';
import { say, sayCount } from '../shared/words.ts';
import { accept, command, filterText, goTo, openFile, reveal, run, toggleHeading, undo } from './app.ts';
import { levels } from './levels.ts';
import { type Chapter, chapters, isChapterOpen, isSectionOpen, shown, stepOf } from './outline.ts';
import { stepName, stepRow } from './step.ts';
import { view } from './store.ts';

/** Id of the button in the heading of a chapter or a section. */
export const headingId = (kind: 'chapter' | 'section', id: string): string => `${kind}-${id}`;

function firstProposal(model: ChecklistModel): string | undefined {
  return model.sections.flatMap((section) => section.steps).find((step) => step.evidence?.kind === 'proposed')
    ?.id;
}

/** The project's name: a button where there are several to choose from. */
export function projectName(project: ChecklistModel['project']): TemplateResult {
  if (!project.switchable) return html`<h1 class="ov-name">${project.name}</h1>`;
  return html`<h1 class="ov-name"><button class="switch" aria-label=${say('project.switch', { name: project.name })}
    @click=${() => command('chooseProject')}><span>${project.name}</span>${icon('chevron-down', 'i14')}</button></h1>`;
}

function summary(model: ChecklistModel): TemplateResult {
  const toFirst = (): void => {
    const id = firstProposal(model);
    if (id) goTo(id);
  };
  return html`<p class="ov-sum">${
    model.toConfirm > 0
      ? html`<button class="link" @click=${toFirst}>${say('overview.toConfirm', { n: model.toConfirm })}</button>`
      : nothing
  }${model.doing > 0 ? html`<span>${say('overview.doing', { n: model.doing })}</span>` : nothing}${
    model.skipped > 0 ? html`<span>${say('overview.skipped', { n: model.skipped })}</span>` : nothing
  }</p>`;
}

function overview(model: ChecklistModel): TemplateResult {
  const { done, all, skipped } = model;
  return html`<div class="overview">
    <div class="ov-row">${projectName(model.project)}<span class="ov-count num">${say('overview.count', { done, all })}</span></div>
    ${meter(done, all, say('overview.meter', { done, all, skipped }))}
    ${summary(model)}</div>`;
}

function actionButton(id: string, action: Action): TemplateResult {
  const [word, press]: [string, () => void] =
    action.kind === 'accept'
      ? [say('accept'), () => accept(id)]
      : action.kind === 'run'
        ? [say('run.what', { what: action.label }), () => run(id, action.index ?? 0)]
        : [
            say('open.what', { file: action.file.split('/').at(-1) ?? action.file }),
            () => openFile(action.file, action.line),
          ];
  return html`<vscode-button @click=${press}>${word}</vscode-button>`;
}

function nextCard(model: ChecklistModel): Part {
  const next = model.next;
  const step = next && stepOf(model, next.id);
  if (!next || !step) return nothing;
  return html`<section class="next" aria-labelledby="next-label next-title">
    <p class="label" id="next-label">${say('next')}</p>
    <h2 id="next-title"><button @click=${() => reveal(next.id)}>${stepName(step)}</button></h2>
    ${next.reason ? html`<p class="why">${richText(next.reason)}</p>` : nothing}
    ${actionButton(next.id, next.action)}</section>`;
}

const allDone = (): TemplateResult => html`<section class="next" aria-labelledby="all-done">
  <h2 id="all-done" class="with-icon">${icon('pass', 'c-ok')}<span>${say('allDone.title')}</span></h2>
  <p class="why">${say('allDone.text')}</p>
  <vscode-button @click=${() => command('openProgress')}>${say('progress.open')}</vscode-button></section>`;

const restricted = (): TemplateResult => html`<section class="banner" aria-labelledby="trust">
  <h2 id="trust">${icon('shield')}${say('untrusted.title')}</h2><p>${say('untrusted.text')}</p>
  <p><button class="link" @click=${() => command('manageTrust')}>${say('untrusted.manage')}</button></p></section>`;

function topCard(model: ChecklistModel): Part {
  if (!model.trusted) return restricted();
  return model.done === model.all && model.next === null ? allDone() : nextCard(model);
}

const problem = (): Part => {
  const message = view.failures.get('');
  return message ? html`<p class="problem banner-gap">${message}</p>` : nothing;
};

function filtered(model: ChecklistModel): Part {
  const { kind, shown: n, noUser } = model.filter;
  if (kind === 'all') return nothing;
  const none = noUser ? say('filter.none.user') : say(`filter.none.${kind}`);
  return html`<p class="filtered offer"><span>${filterText(model)}</span>
    <button class="link" @click=${() => command('showAllSteps')}>${say('filter.all')}</button></p>${
      n === 0 ? html`<p class="none">${richText(none)}</p>` : nothing
    }`;
}

/** A change of many steps is too much for one row to offer its undoing. */
const undoOffer = ({ undo: what }: ChecklistModel): Part =>
  what === ''
    ? nothing
    : html`<p class="undo-all offer"><button class="link" @click=${undo}>${say('undo.what', { what })}</button></p>`;

/** What waits below a folded heading is never hidden by folding it. */
function waiting(steps: readonly Step[]): TemplateResult {
  const has = (kind: 'proposed' | 'invalid'): number =>
    steps.filter((step) => step.evidence?.kind === kind).length;
  const [proposed, invalid] = [has('proposed'), has('invalid')];
  return html`<span class="wait">${proposed ? icon('verified', 'i14 c-ok') : nothing}${
    invalid ? icon('error', 'i14 c-err') : nothing
  }<span class="sr">${proposed ? say('section.proposed', { n: proposed }) : ''}${
    invalid ? sayCount('section.invalid', invalid) : ''
  }</span></span>`;
}

function menuContext(id: string): string {
  return JSON.stringify({ webviewSection: 'heading', headingId: id, preventDefaultContextMenuItems: true });
}

interface Heading {
  kind: 'chapter' | 'section';
  id: string;
  title: string;
  open: boolean;
  /** Every step below it, whatever the filter shows. */
  steps: readonly Step[];
  /** Id of what it opens. */
  controls: string;
}

/** What the button of a heading holds, and what it is told by. */
function heading({ kind, id, title, open, steps, controls }: Heading): TemplateResult {
  const { done, all } = tally({ steps });
  return html`<button id=${headingId(kind, id)} data-vscode-context=${menuContext(id)} aria-expanded=${open}
    aria-controls=${open ? controls : nothing} @click=${() => toggleHeading(kind, id, !open)}>${icon('chevron-right', 'twist')}<span
    class="name">${id} ${title}</span>${open ? nothing : waiting(steps)}${
      all > 0 && done === all ? icon('pass', 'i14 c-ok') : ring(done, all)
    }<span class="tally num" aria-hidden="true">${done}/${all}</span><span class="sr">${say('section.count', { done, all })}</span></button>`;
}

function sectionGroup(section: Section, model: ChecklistModel): TemplateResult {
  const { id, title, steps } = section;
  const open = isSectionOpen(model, id, view);
  const rows = open ? shown(section, model, view) : [];
  const controls = `list-${id}`;
  const level = levels(model).section;
  return html`<section class="group"><${level} class="head">${heading({ kind: 'section', id, title, open, steps, controls })}</${level}>
    ${
      open
        ? html`<ul class="steps ${rows.length > 100 ? 'many' : ''}" id=${controls}>${repeat(
            rows,
            (step) => step.id,
            (step) => stepRow(step, model.next?.id === step.id),
          )}</ul>`
        : nothing
    }</section>`;
}

const sectionGroups = (sections: readonly Section[], model: ChecklistModel): unknown =>
  repeat(
    sections,
    (section) => section.id,
    (section) => sectionGroup(section, model),
  );

/** The chapter's heading and, where it is open, its sections; a chapter that stands alone has no heading. */
function chapterGroup({ id, title, sections }: Chapter, model: ChecklistModel): unknown {
  if (id === '') return sectionGroups(sections, model);
  const open = isChapterOpen(model, id, view);
  const steps = model.sections
    .filter((section) => section.id.startsWith(`${id}.`))
    .flatMap((one) => one.steps);
  const controls = `sections-${id}`;
  return html`<section class="chapter"><h2 class="head">${heading({ kind: 'chapter', id, title, open, steps, controls })}</h2>
    ${open ? html`<div id=${controls}>${sectionGroups(sections, model)}</div>` : nothing}</section>`;
}

/** The view of a project whose files can be read. */
export const checklistView = (model: ChecklistModel): TemplateResult =>
  html`${overview(model)}${undoOffer(model)}${problem()}${topCard(model)}${filtered(model)}${repeat(
    chapters(model, view),
    (chapter) => chapter.id,
    (chapter) => chapterGroup(chapter, model),
  )}`;
