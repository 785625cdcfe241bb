/** What the view shows where there is no checklist to show. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SidebarModel } from '../../src/views/protocol.ts';
import { custom, icon, pathText, ring } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { say } from '../shared/words.ts';
import { chooseProject, command, openFile } from './app.ts';

type State<Name extends SidebarModel['state']> = Extract<SidebarModel, { state: Name }>;

const title = (): TemplateResult => html`<h1 class="sr">${say('title')}</h1>`;

/** No project: make one, open one, or read first. */
export const welcome = (): TemplateResult => html`${title()}<div class="state">
  <p>${say('welcome.lead')}</p>
  <vscode-button @click=${() => command('newProject')}>${say('welcome.create')}</vscode-button>
  <p>${richText(say('welcome.have'))}</p>
  <vscode-button secondary @click=${() => command('openFolder')}>${say('welcome.openFolder')}</vscode-button>
  <p>${say('welcome.learn')} <button class="link" @click=${() => command('openGuide')}>${say('welcome.guide')}</button></p></div>`;

/** The progress file does not parse: where, why, and the way out. */
export function broken({ file, line, cause, conflict }: State<'broken'>): TemplateResult {
  const where = line > 0 ? say('broken.where', { file, line }) : file;
  const openWord = line > 0 ? say('broken.open', { line }) : say('open');
  const openIt = (): void => (line > 0 ? openFile(file, line) : openFile(file));
  return html`${title()}<div class="state">
    <h2>${icon('error', 'c-err')}<span>${say('broken.title')}</span></h2>
    <p>${say('broken.text')}</p>
    <div class="problem" role="alert"><strong>${pathText(where)}</strong><span>${richText(cause)}</span></div>
    <div class="buttons">${
      conflict
        ? html`<vscode-button @click=${() => command('mergeProgress')}>${say('broken.merge')}</vscode-button>`
        : nothing
    }<vscode-button ?secondary=${conflict} @click=${openIt}>${openWord}</vscode-button></div>
    ${conflict ? html`<p class="small">${say('broken.note')}</p>` : nothing}</div>`;
}

const projectRow = (one: State<'chooser'>['projects'][number]): TemplateResult =>
  html`<li><button @click=${() => chooseProject(one.id)}>${icon('folder')}<span>${one.name}</span><span class="path"
    >${pathText(one.path)}</span><span class="at num">${ring(one.done, one.all)}<span aria-hidden="true">${one.done}/${one.all}</span><span
    class="sr">${say('section.count', { done: one.done, all: one.all })}</span></span></button></li>`;

/** Several projects in the workspace. */
export const chooser = ({ projects }: State<'chooser'>): TemplateResult => html`${title()}<div class="state">
  <h2>${icon('root-folder')}<span>${say('chooser.title')}</span></h2>
  <p>${say('chooser.text', { n: projects.length })}</p>
  <ul class="pick">${projects.map(projectRow)}</ul>
  <p class="small">${say('chooser.note')}</p></div>`;

/** The extension was updated while the window was open. */
export const updated = (): TemplateResult => html`${title()}<div class="state">
  <h2>${icon('sync')}<span>${say('updated.title')}</span></h2><p>${say('updated.text')}</p>
  <vscode-button @click=${() => command('reloadWindow')}>${say('updated.reload')}</vscode-button></div>`;

const bar = (percent: number): TemplateResult => html`<i ${custom({ '--w': `${percent}%` })}></i>`;

/** While files are read. The skeleton comes only once that takes longer than a glance. */
export const loading = (skeleton: boolean): TemplateResult =>
  html`${title()}<p class="sr">${say('loading')}</p>${
    skeleton
      ? html`<div class="skel" aria-hidden="true">${bar(60)}${bar(100)}<i class="box"></i>${[
          70, 85, 55, 78, 62, 80, 50,
        ].map((percent) => html`<div class="line"><i></i>${bar(percent)}</div>`)}</div>`
      : nothing
  }`;
