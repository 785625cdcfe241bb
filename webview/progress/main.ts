/** Entry of the Progress page. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, render, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { burnUpCard } from '../cards/burnup.ts';
import { problemBox } from '../cards/card.ts';
import { reportCards } from '../cards/report.ts';
import type { Scene } from '../cards/scene.ts';
import { age } from '../shared/dates.ts';
import { icon, type Part } from '../shared/parts.ts';
import { language, say } from '../shared/words.ts';
import * as app from './app.ts';
import { actions, figures } from './figures.ts';
import * as plots from './plot.ts';
import { steps } from './steps.ts';

const root = document.getElementById('app') as HTMLElement;
let waited = false;

type Progress = Extract<typeof app.view.model, { state: 'progress' }>;

function about(task: string, updated: string): string {
  const ago = updated ? say('progress.updated', { age: age(updated, app.view.now, say, language()) }) : '';
  return [task, ago].filter(Boolean).join(' · ');
}

function scene(): Scene {
  const { now, choices, unfolded } = app.view;
  return { now, plot: plots.plot, choices, unfolded, acts: app.acts };
}

/** What stands in the place of the last run before there was one. */
function firstRun({ runCommand: command, trusted }: Progress): Part {
  return html`<p class="empty">${say('run.empty')}</p>${
    command && trusted
      ? html`<vscode-button secondary @click=${() => app.run(command.id, command.index)}>${say('run.what', { what: command.label })}</vscode-button>`
      : nothing
  }`;
}

/** Of a tick, the report knows nothing: it is drawn anew only for what it is made of. */
function report(model: Progress): unknown {
  const { report: read, choices, unfolded } = app.view;
  if (read === null)
    return html`<p class="empty s12" role="status">${waited ? say('report.loading') : ''}</p>`;
  const parts = [read, choices, unfolded, plots.drawing, model.trusted, model.runCommand?.label];
  return guard(parts, () => reportCards(read, scene(), firstRun(model)));
}

const header = ({ project }: Progress): TemplateResult =>
  html`<header class="top"><div><h1>${project.name}</h1><p>${about(project.task, project.updated)}</p></div>
    <vscode-button secondary @click=${app.exportReport}>${say('report.export')}</vscode-button></header>`;

function page(): TemplateResult {
  const { model, now, failure } = app.view;
  const title = html`<h1>${say('progress.title')}</h1>`;
  switch (model.state) {
    case 'loading':
      return html`${title}<p class="empty" role="status">${waited ? say('loading') : ''}</p>`;
    case 'none':
      return html`${title}<p class="empty">${say('welcome.lead')}</p>
        <vscode-button @click=${app.newProject}>${say('welcome.create')}</vscode-button>`;
    case 'broken':
      return html`${title}<section class="card broken" role="alert"><h2>${icon('error', 'c-err')}${say('broken.title')}</h2><p>${say('broken.text')}</p>
        ${problemBox({ file: model.file, line: model.line, says: model.cause }, app.acts)}</section>`;
    case 'progress':
      return html`${header(model)}${failure ? html`<p class="problem" role="status">${failure}</p>` : nothing}
        <div class="cards">${figures(model, now)}${burnUpCard(model, scene())}${actions(model)}${steps(model)}${report(model)}</div>`;
  }
}

function paint(): void {
  render(
    html`<main class="dash ${app.view.model.state === 'progress' ? '' : 'bare'}">${page()}</main>`,
    root,
  );
}

/** Charts are drawn for the width they have, which is known only once the page is laid out. */
function draw(): void {
  paint();
  if (plots.measure()) paint();
}

plots.onResize(paint);
let resting: ReturnType<typeof setTimeout> | undefined;
window.addEventListener(
  'scroll',
  () => {
    clearTimeout(resting);
    resting = setTimeout(app.remember, 150);
  },
  { passive: true },
);
setTimeout(() => {
  waited = true;
  draw();
}, 100);
setInterval(() => {
  app.view.now = Date.now();
  draw();
}, 60_000);
app.start(draw);
