/** The checklist itself: overview, next step, sections. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Action, ChecklistModel, Section } from '../../src/views/protocol.ts';
import { icon, meter, type Part, ring } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { tally } from '../shared/tally.ts';
import { say, sayCount } from '../shared/words.ts';
import { accept, command, goTo, openFile, reveal, run, toggleSection } from './app.ts';
import { shown, stepOf } from './outline.ts';
import { stepName, stepRow } from './step.ts';
import { view } from './store.ts';

export const sectionRowId = (id: string): string => `section-${id}`;

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

const filtered = (): TemplateResult => html`<p class="filtered">${say('filter.text')}
  <button class="link" @click=${() => command('toggleOnlyOpen')}>${say('filter.all')}</button></p>`;

/** What waits inside a folded section is never hidden by folding it. */
function waiting(section: Section): TemplateResult {
  const has = (kind: 'proposed' | 'invalid'): number =>
    section.steps.filter((step) => step.evidence?.kind === kind).length;
  const [proposed, invalid] = [has('proposed'), has('invalid')];
  return html`<span class="wait">${proposed ? icon('verified', 'i14 c-ok') : nothing}${
    invalid ? icon('error', 'i14 c-err') : nothing
  }<span class="sr">${proposed ? say('section.proposed', { n: proposed }) : ''}${
    invalid ? sayCount('section.invalid', invalid) : ''
  }</span></span>`;
}

function group(section: Section, model: ChecklistModel): TemplateResult {
  const { done, all } = tally(section);
  const open = view.sections.has(section.id);
  const steps = open ? shown(section, model.onlyOpen, view) : [];
  const listId = `list-${section.id}`;
  return html`<section class="group"><h2><button id=${sectionRowId(section.id)} aria-expanded=${open}
    aria-controls=${open ? listId : nothing} @click=${() => toggleSection(section.id)}>${icon('chevron-right', 'twist')}<span
    class="name">${section.id} ${section.title}</span>${open ? nothing : waiting(section)}${
      all > 0 && done === all ? icon('pass', 'i14 c-ok') : ring(done, all)
    }<span class="tally num" aria-hidden="true">${done}/${all}</span><span class="sr">${say('section.count', { done, all })}</span></button></h2>
    ${
      open
        ? html`<ul class="steps ${steps.length > 100 ? 'many' : ''}" id=${listId}>${repeat(
            steps,
            (step) => step.id,
            (step) => stepRow(step, model.next?.id === step.id),
          )}${steps.length === 0 ? html`<li class="none">${say('filter.none')}</li>` : nothing}</ul>`
        : nothing
    }</section>`;
}

/** The view of a project whose files can be read. */
export const checklistView = (model: ChecklistModel): TemplateResult =>
  html`${overview(model)}${problem()}${topCard(model)}${model.onlyOpen ? filtered() : nothing}${repeat(
    model.sections,
    (section) => section.id,
    (section) => group(section, model),
  )}`;
