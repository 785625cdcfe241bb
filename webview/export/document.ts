/** A report as one HTML document that needs nothing else: the cards of the dashboard, drawn without a browser. */
import { render } from '@lit-labs/ssr/lib/render.js';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { html, nothing, type TemplateResult } from 'lit';
import { figuresOf, type ReportModel } from '../../src/report/model.ts';
import { burnUpCard } from '../cards/burnup.ts';
import { frame, problemBox, shareLine } from '../cards/card.ts';
import { reportCards } from '../cards/report.ts';
import type { Scene } from '../cards/scene.ts';
import { momentName } from '../shared/dates.ts';
import { percent } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { language, say, speak, tell, type Vocabulary } from '../shared/words.ts';
import { plot } from './plot.ts';

/** Where the parts of a template were: of use to a page that lives on, which a file does not. */
const marks = /<!--\/?lit-(?:part|node)[^>]*-->/g;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => escapes[char] ?? char);

function figures(model: ReportModel): Part {
  const progress = figuresOf(model, 'progress');
  if (progress === undefined) return nothing;
  const { done, all, skipped, doing, toConfirm, overdue } = progress;
  const share = all === 0 ? 0 : done / all;
  const parts: (readonly [string, string | number, string])[] = [
    [say('look.done'), percent(Math.round(share * 100) / 100), say('overview.count', { done, all })],
    [say('look.doing'), doing, skipped > 0 ? say('overview.skipped', { n: skipped }) : ''],
    [say('figure.confirm'), toConfirm, ''],
    [say('figure.overdue'), overdue, ''],
  ];
  return html`<dl class="card s12 figures">${parts.map(
    ([name, value, more]) =>
      html`<div><dt>${name}</dt><dd class="num">${value}<small>${more}</small></dd></div>`,
  )}</dl>`;
}

function progressCards(model: ReportModel, scene: Scene): Part {
  const { progress } = model;
  const faults = model.faults.filter(({ card }) => card === 'progress');
  const problems = [...(progress !== null && 'problem' in progress ? [progress.problem] : []), ...faults];
  const standing = figuresOf(model, 'progress');
  return html`${
    problems.length > 0
      ? frame(
          'progress',
          tell('section.progress'),
          's12',
          problems.map((one) => problemBox(one, null)),
        )
      : nothing
  }${standing ? html`${burnUpCard(standing, scene, 's12')}${sections(standing)}` : nothing}`;
}

function sections({ sections: all }: NonNullable<ReturnType<typeof figuresOf<'progress'>>>): TemplateResult {
  const title = say('report.sections');
  const items = all.map(
    ({ id, title: name, done, all: of }) =>
      html`<li><p><span>${name === id ? id : `${id} ${name}`}</span><span class="num day">${say('overview.count', { done, all: of })}</span></p>${shareLine(
        of === 0 ? 0 : done / of,
      )}</li>`,
  );
  return frame('sections', title, 's12', html`<ul class="sections">${items}</ul>`);
}

function body(model: ReportModel, scene: Scene): TemplateResult {
  const { project, at } = model;
  const about = [
    project.task,
    project.commit ? say('run.commit', { commit: project.commit }) : '',
    model.today,
  ];
  return html`<main class="dash"><header class="top"><div><h1>${project.name}</h1><p>${about.filter(Boolean).join(' · ')}</p></div></header>
    <div class="cards">${figures(model)}${progressCards(model, scene)}${reportCards(model, scene)}</div>
    <footer>${say('report.made', { at: momentName(at, language(), scene.now) })}</footer></main>`;
}

/**
 * The document in the words of `vocabulary`. `css` is our own and stands as it is; text from files is escaped by the
 * templates. Not to be called while another call runs: words are known to all templates at once.
 */
export function reportDocument(model: ReportModel, vocabulary: Vocabulary, css: string): string {
  speak(vocabulary);
  const scene: Scene = {
    now: Date.parse(model.at) || Date.now(),
    plot,
    choices: { metric: '', runs: null },
    unfolded: new Set(),
    acts: null,
  };
  const content = collectResultSync(render(body(model, scene))).replace(marks, '');
  return `<!DOCTYPE html>
<html lang="${vocabulary.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(tell('title', { name: model.project.name }))}</title>
<style>
${css}</style>
</head>
<body>
${content}
</body>
</html>
`;
}
