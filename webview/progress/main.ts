/** Entry of the Progress page. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { age } from '../shared/dates.ts';
import { icon } from '../shared/parts.ts';
import { language, say } from '../shared/words.ts';
import * as app from './app.ts';
import { burnUpCard } from './burnup.ts';
import { actions, figures, steps } from './figures.ts';
import { measure, onResize } from './plot.ts';
import { problemBox } from './problem.ts';
import { runCard } from './run.ts';

const root = document.getElementById('app') as HTMLElement;
let waited = false;

function about(task: string, updated: string): string {
  const ago = updated ? say('progress.updated', { age: age(updated, app.view.now, say, language()) }) : '';
  return [task, ago].filter(Boolean).join(' · ');
}

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
        ${problemBox({ file: model.file, line: model.line, says: model.cause })}</section>`;
    case 'progress':
      return html`<header class="top"><h1>${model.project.name}</h1><p>${about(model.project.task, model.project.updated)}</p></header>
        ${failure ? html`<p class="problem" role="status">${failure}</p>` : nothing}
        <div class="cards">${figures(model, now)}${burnUpCard(model, now)}${actions(model)}${steps(model)}${runCard(model, now)}</div>`;
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
  if (measure()) paint();
}

onResize(paint);
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
