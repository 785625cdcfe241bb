/** The last run: metrics with their interval, the target, and the loss by epoch. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ProgressModel } from '../../src/views/protocol.ts';
import { momentName } from '../shared/dates.ts';
import { icon, type Part } from '../shared/parts.ts';
import { known, language, say, sayCount, type Word } from '../shared/words.ts';
import { run as runCommand } from './app.ts';
import { type Dot, line, niceStep, scale, spread, ticks } from './geometry.ts';
import { splitMetrics } from './metrics.ts';
import { plot } from './plot.ts';
import { problemBox } from './problem.ts';

type Progress = Extract<ProgressModel, { state: 'progress' }>;
type Run = Exclude<NonNullable<Progress['run']>, { problem: unknown }>;
type Loss = Run['loss'];

const height = 190;

/** A number as people read scores: three decimals, or three digits where it is large or tiny. */
export function score(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(2);
  return size < 100 ? value.toFixed(3) : String(Number(value.toPrecision(4)));
}

/** The name that people know; of a metric of one class, that name and the class. */
function metricName(name: string): string {
  const [measure = '', ...rest] = name.split('/');
  const word = known(`metric.${measure}`) ? say(`metric.${measure}` as Word) : measure;
  return [word, rest.join('/')].filter(Boolean).join(say('list.comma'));
}

function targetWords(run: Run, target: NonNullable<Run['target']>): string {
  if (!target.met) return say('run.missed');
  const low = run.metrics.find((metric) => metric.name === target.metric)?.low;
  return typeof low === 'number' && low >= target.value ? say('run.metFirmly') : say('run.met');
}

function scores(run: Run): TemplateResult {
  const target = run.target;
  return html`<dl class="scores">${splitMetrics(run.metrics).whole.map(
    ({ name, value, low, high }) =>
      html`<div><dt>${metricName(name)}</dt><dd class="num">${score(value)}${
        low !== null && high !== null
          ? html`<small>${say('run.interval', { low: score(low), high: score(high) })}</small>`
          : nothing
      }</dd></div>`,
  )}${
    target
      ? html`<div><dt>${say('run.target', { metric: metricName(target.metric) })}</dt><dd class="num">${score(target.value)}<small
          class="flag">${icon(target.met ? 'pass' : 'warning', `i14 ${target.met ? 'c-ok' : 'c-warn'}`)}${targetWords(run, target)}</small></dd></div>`
      : nothing
  }</dl>`;
}

/** Places of the epochs to label: the first and round numbers, not too near to each other. */
function epochLabels(loss: Loss, most: number): number[] {
  const first = loss[0]?.epoch ?? 1;
  const step = Math.max(1, Math.round(niceStep(loss.length - 1, most)));
  const round = (epoch: number): boolean => epoch % step === 0 && (step === 1 || epoch - first > step / 2);
  return loss.flatMap(({ epoch }, at) => (at === 0 || round(epoch) ? [at] : []));
}

function chart(run: Run, width: number): TemplateResult {
  const { loss, bestEpoch } = run;
  const highest = Math.max(...loss.flatMap((one) => [one.train, one.validation ?? 0]));
  const values = ticks(highest, 4);
  const [right, bottom] = [width - (language() === 'en' ? 72 : 40), height - 30];
  const x = scale([0, Math.max(1, loss.length - 1)], [40, right]);
  const y = scale([0, values.at(-1) ?? highest], [bottom, 18]);
  const train: Dot[] = loss.map((one, at) => ({ x: x(at), y: y(one.train) }));
  const validation: Dot[] = loss.flatMap((one, at) =>
    one.validation === null ? [] : [{ x: x(at), y: y(one.validation) }],
  );
  const best = loss.findIndex((one) => one.epoch === bestEpoch);
  const bestDot =
    best < 0 ? undefined : { x: x(best), y: y(loss[best]?.validation ?? loss[best]?.train ?? 0) };
  const ends = [train.at(-1)?.y ?? bottom, validation.at(-1)?.y ?? bottom];
  const [trainY = bottom, validationY = bottom] = validation.length > 0 ? spread(ends, 14, bottom) : ends;
  return html`<svg class="chart" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="loss-t loss-d">
    <title id="loss-t">${say('loss.title')}</title><desc id="loss-d">${lossSentence(run)}</desc>
    ${values.map(
      (
        value,
      ) => svg`<line class=${value === 0 ? 'axis' : 'grid'} x1="40" x2=${right} y1=${y(value)} y2=${y(value)} /><text
        x="32" y=${y(value) + 4} text-anchor="end">${value}</text>`,
    )}
    ${epochLabels(loss, 6).map((at) => svg`<text x=${x(at)} y=${bottom + 18} text-anchor="middle">${loss[at]?.epoch}</text>`)}
    <path class="val" d=${line(validation)} /><path class="done" d=${line(train)} />
    ${loss.length === 1 ? train.map((dot) => svg`<circle class="dot" cx=${dot.x} cy=${dot.y} r="4" />`) : nothing}
    ${
      bestDot && bestEpoch !== null
        ? svg`<circle class="mark" cx=${bestDot.x} cy=${bestDot.y} r="4" /><text class="strong" x=${bestDot.x} y=${bestDot.y - 12}
            text-anchor=${bestDot.x > right - 30 ? 'end' : bestDot.x < 70 ? 'start' : 'middle'}>${say('loss.best', { epoch: bestEpoch })}</text>`
        : nothing
    }
    ${validation.length > 0 ? svg`<text x=${right + 6} y=${validationY + 4}>${say('loss.validation')}</text>` : nothing}
    <text x=${right + 6} y=${trainY + 4}>${say('loss.train')}</text></svg>`;
}

/** What the loss curve says. */
export function lossSentence({ loss, bestEpoch }: Run): string {
  const [first, last] = [loss[0], loss.at(-1)];
  if (!first || !last) return '';
  const fall = sayCount('loss.say', loss.length, { from: score(first.train), to: score(last.train) });
  const best = loss.find((one) => one.epoch === bestEpoch);
  if (!best || best.validation === null) return fall;
  return [fall, say('loss.sayBest', { epoch: best.epoch, value: score(best.validation) })].join(
    language() === 'en' ? ' ' : '',
  );
}

const table = (
  loss: Loss,
): TemplateResult => html`<details class="data"><summary>${say('asTable')}</summary><div class="scroll" role="region" tabindex="0" aria-label=${say('table.of', { name: say('loss.title') })}><table>
  <thead><tr><th scope="col" class="num">${say('loss.epoch')}</th><th scope="col" class="num">${say('loss.train')}</th><th scope="col"
    class="num">${say('loss.validation')}</th></tr></thead>
  <tbody>${loss.map(
    (one) =>
      html`<tr><td class="num">${one.epoch}</td><td class="num">${score(one.train)}</td><td class="num">${
        one.validation === null ? '–' : score(one.validation)
      }</td></tr>`,
  )}</tbody></table></div></details>`;

function byClass(run: Run): Part {
  const rows = splitMetrics(run.metrics).byClass;
  if (rows.length === 0) return nothing;
  const title = say('run.byClass');
  return html`<details class="data classes"><summary>${title}</summary><div class="scroll" role="region" tabindex="0" aria-label=${say('table.of', { name: title })}><table>
    <tbody>${rows.map(
      ({ name, value, low, high }) =>
        html`<tr><th scope="row">${metricName(name)}</th><td class="num">${score(value)}</td><td class="num muted">${
          low !== null && high !== null ? say('run.interval', { low: score(low), high: score(high) }) : '–'
        }</td></tr>`,
    )}</tbody></table></div></details>`;
}

function about(run: Run, now: number): string {
  const rows = sayCount('run.rows', run.rows, { n: run.rows.toLocaleString('en-US') });
  const commit = run.commit ? say('run.commit', { commit: run.commit.slice(0, 7) }) : '';
  return [momentName(run.at, language(), now), commit, rows].filter(Boolean).join(' · ');
}

const curve = (
  run: Run,
): TemplateResult => html`<div><h3 class="sr">${say('loss.title')}</h3><p class="say">${lossSentence(run)}</p>
  ${plot('loss', (width) => chart(run, width))}${table(run.loss)}</div>`;

function empty(model: Progress): TemplateResult {
  const command = model.runCommand;
  return html`<p class="empty">${say('run.empty')}</p>${
    command && model.trusted
      ? html`<vscode-button secondary @click=${() => runCommand(command.id, command.index)}>${say('run.what', { what: command.label })}</vscode-button>`
      : nothing
  }`;
}

/** The card. */
export function runCard(model: Progress, now: number): Part {
  const run = model.run;
  const [about_, body] =
    run === null
      ? ['', empty(model)]
      : 'problem' in run
        ? ['', problemBox(run.problem)]
        : [
            about(run, now),
            html`<div class="run ${run.loss.length > 0 ? '' : 'flat'}">${scores(run)}${run.loss.length > 0 ? curve(run) : nothing}</div>${byClass(run)}`,
          ];
  return html`<section class="card s12" aria-labelledby="h-run"><div class="head"><h2 id="h-run">${say('run.title')}</h2>${
    about_ ? html`<span class="muted">${about_}</span>` : nothing
  }</div>${body}</section>`;
}
