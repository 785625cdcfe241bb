/** How the model errs, and whether the data have moved: curves, confusion matrix, drift. */
import { scaleQuantize } from 'd3-scale';
import { html, nothing, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { valueBars } from '../charts/bars.ts';
import { unitChart } from '../charts/lines.ts';
import { none, number, percent } from '../shared/numbers.ts';
import { plain, unmarked } from '../shared/rich.ts';
import { say, sentences, tell } from '../shared/words.ts';
import { behind, heads, sentence } from './card.ts';
import type { Scene } from './scene.ts';

type Curves = Figures<'curves'>;

const estimate = (one: Curves['rocAuc']): string =>
  one === null
    ? none
    : one.low === null || one.high === null
      ? number(one.value)
      : tell('interval', { value: number(one.value), low: number(one.low), high: number(one.high) });

export function curvesBody(
  { roc, precisionRecall, rocAuc, averagePrecision, base }: Curves,
  scene: Scene,
): TemplateResult {
  const says = tell('curves.say', { roc: estimate(rocAuc), precision: estimate(averagePrecision) });
  const charts = [
    {
      id: 'roc',
      name: say('curves.roc'),
      points: roc,
      axes: [say('curves.fpr'), say('curves.tpr')] as const,
      baseline: [[0, 0] as const, [1, 1] as const],
    },
    {
      id: 'pr',
      name: say('curves.pr'),
      points: precisionRecall,
      axes: [say('curves.recall'), say('curves.precision')] as const,
      baseline: base === null ? null : [[0, base] as const, [1, base] as const],
    },
  ].filter(({ points }) => points.length > 0);
  return html`${sentence(sentences([says, base === null ? '' : say('curves.baseline')]))}<div class="split">${charts.map(
    ({ id, name, points, axes, baseline }) =>
      html`<div><h3>${name}</h3>${scene.plot(id, (width) => unitChart(name, says, { points, baseline, axes }, width))}${behind(
        scene,
        id,
        name,
        axes.map((text) => ({ text, number: true })),
        () => points.map(([x, y]) => [number(x), number(y)]),
      )}</div>`,
  )}</div>`;
}

type Confusion = Figures<'confusion'>;

/** Rows are what it was, columns what it was taken for. The shade is the part of the row. */
export function confusionBody({ labels, counts, leftOut, right, all }: Confusion): TemplateResult {
  const shade = scaleQuantize([0, 1], [0, 1, 2, 3, 4, 5]);
  const worst = counts
    .flatMap((row, actual) => row.map((n, predicted) => ({ n, actual, predicted })))
    .filter(({ actual, predicted }) => actual !== predicted)
    .reduce((most, one) => (one.n > most.n ? one : most), { n: 0, actual: 0, predicted: 0 });
  const says = sentences([
    tell('confusion.say', {
      right: number(right),
      all: number(all),
      share: percent(all === 0 ? null : right / all),
    }),
    worst.n > 0
      ? say('confusion.worst', {
          n: number(worst.n),
          actual: unmarked(labels[worst.actual] ?? ''),
          predicted: unmarked(labels[worst.predicted] ?? ''),
        })
      : '',
    leftOut > 0 ? tell('confusion.leftOut', { n: leftOut }) : '',
  ]);
  return html`${sentence(says)}<div class="scroll" role="region" tabindex="0" aria-label=${say('table.of', { name: tell('section.confusion') })}><div
    class="matrix confusion ${labels.length > 12 ? 'dense' : ''}"><table><thead><tr><td class="corner"><span>${tell('col.actual')} ↓</span><span>${say(
      'confusion.predicted',
    )} →</span></td>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${counts.map(
      (row, actual) => {
        const sum = row.reduce((total, n) => total + n, 0);
        return html`<tr><th scope="row">${labels[actual]}</th>${row.map(
          (n, predicted) =>
            html`<td class="heat${sum === 0 ? 0 : shade(n / sum)} ${actual === predicted ? 'hit' : ''}">${n === 0 ? html`<span class="zero">0</span>` : number(n)}</td>`,
        )}</tr>`;
      },
    )}</tbody></table></div></div>`;
}

type Drift = Figures<'drift'>;
const mostBars = 15;

export function driftBody(figures: Drift, scene: Scene): TemplateResult {
  const { currentRows, referenceRows, threshold, retrain, prediction, features } = figures;
  const says = sentences([
    `**${tell(retrain ? 'drift.retrain' : 'drift.steady')}**`,
    tell('drift.say', {
      current: number(currentRows),
      reference: number(referenceRows),
      threshold: number(threshold),
    }),
    prediction === null ? '' : tell('drift.prediction', { psi: number(prediction) }),
  ]);
  const rows = features
    .slice(0, mostBars)
    .map(({ name: feature, psi, drifted }) => ({ name: feature, value: psi, over: drifted }));
  const limit = { value: threshold, word: say('drift.threshold', { value: number(threshold) }) };
  const title = say('drift.chart');
  const columns = [
    ...heads(['feature']),
    ...['PSI', 'KS', tell('col.pValue')].map((text) => ({ text, number: true })),
  ];
  return html`${sentence(says)}${
    rows.length === 0
      ? nothing
      : html`<h3>${title}</h3>${scene.plot('drift', (width) => valueBars(title, plain(says), rows, limit, width))}${behind(
          scene,
          'drift',
          title,
          columns,
          () =>
            features.map(({ name: feature, psi, ks, pValue }) => [
              feature,
              number(psi),
              number(ks),
              number(pValue),
            ]),
        )}`
  }`;
}
