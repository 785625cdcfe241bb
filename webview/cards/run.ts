/** The last run: metrics with their interval, the target, and the loss by epoch. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { type Line, lineChart } from '../charts/lines.ts';
import { momentName } from '../shared/dates.ts';
import { none, number } from '../shared/numbers.ts';
import { icon, type Part } from '../shared/parts.ts';
import { plain } from '../shared/rich.ts';
import { language, say, sayCount, sentences, tell } from '../shared/words.ts';
import { behind, type Cell, flag, type Head, sentence } from './card.ts';
import type { Scene } from './scene.ts';

type Run = Figures<'lastRun'>;

function targetWords({ metrics }: Run, target: NonNullable<Run['target']>): string {
  if (!target.met) return say('run.missed');
  const found = metrics.find((metric) => metric.name === target.metric);
  return typeof found?.low === 'number' && found.low >= target.value ? say('run.metFirmly') : say('run.met');
}

function scores(run: Run): TemplateResult {
  const { target } = run;
  return html`<dl class="scores">${run.metrics.map(
    ({ label, value, low, high }) =>
      html`<div><dt>${label}</dt><dd class="num">${number(value)}${
        low !== null && high !== null
          ? html`<small>${say('run.interval', { low: number(low), high: number(high) })}</small>`
          : nothing
      }</dd></div>`,
  )}${
    target
      ? html`<div><dt>${say('run.target', { metric: target.label })}</dt><dd class="num">${number(target.value)}<small
          class="flag">${icon(target.met ? 'pass' : 'warning', `i14 ${target.met ? 'c-ok' : 'c-warn'}`)}${targetWords(run, target)}</small></dd></div>`
      : nothing
  }</dl>`;
}

/** What the loss curve says. */
export function lossSentence({ loss, bestEpoch }: Run): string {
  const [first, last] = [loss[0], loss.at(-1)];
  if (!first || !last) return '';
  const fall = sayCount('loss.say', loss.length, { from: number(first.train), to: number(last.train) });
  const best = loss.find((one) => one.epoch === bestEpoch);
  return sentences([
    fall,
    best && best.validation !== null
      ? say('loss.sayBest', { epoch: best.epoch, value: number(best.validation) })
      : '',
  ]);
}

function lossChart(run: Run, width: number): TemplateResult {
  const { loss, bestEpoch } = run;
  const lines: Line[] = [
    {
      label: say('loss.validation'),
      look: 'k1',
      points: loss.flatMap(({ epoch, validation }) => (validation === null ? [] : [[epoch, validation]])),
    },
    { label: say('loss.train'), look: 'k0', points: loss.map(({ epoch, train }) => [epoch, train]) },
  ];
  const best = loss.find((one) => one.epoch === bestEpoch);
  const mark = best && {
    at: [best.epoch, best.validation ?? best.train] as const,
    label: say('loss.best', { epoch: best.epoch }),
  };
  return lineChart(say('loss.title'), lossSentence(run), lines, width, mark);
}

const lossHeads = (): Head[] =>
  [say('loss.epoch'), say('loss.train'), say('loss.validation')].map((text) => ({ text, number: true }));

const lossRows = ({ loss }: Run): Cell[][] =>
  loss.map(({ epoch, train, validation }) => [epoch, number(train), number(validation)]);

const curve = (run: Run, scene: Scene): Part =>
  run.loss.length === 0
    ? nothing
    : html`<div><h3 class="sr">${say('loss.title')}</h3>${sentence(lossSentence(run))}${scene.plot(
        'loss',
        (width) => lossChart(run, width),
      )}${behind(scene, 'loss', say('loss.title'), lossHeads(), () => lossRows(run))}</div>`;

/** When, of which commit, on how many rows. */
export function runAside(run: Run, now: number): string {
  const rows = sayCount('run.rows', run.rows, { n: number(run.rows) });
  const commit = run.commit ? say('run.commit', { commit: run.commit.slice(0, 7) }) : '';
  return [momentName(run.at, language(), now), commit, rows].filter(Boolean).join(' · ');
}

function trained({ seconds, device }: Run): string {
  const time = seconds === null ? '' : say('run.time', { time: duration(seconds) });
  return [time, device].filter(Boolean).join(' · ');
}

/** Seconds as people say them: 42 s, 12 min, 3.5 h. */
export function duration(seconds: number | null): string {
  if (seconds === null) return none;
  if (seconds < 120) return tell('seconds', { n: number(Number(seconds.toPrecision(3))) });
  if (seconds < 7200) return say('minutes', { n: number(Math.round(seconds / 60)) });
  return say('hours', { n: number(Number((seconds / 3600).toPrecision(3))) });
}

export function runBody(run: Run, scene: Scene): TemplateResult {
  const about = trained(run);
  return html`${run.stale ? html`<p class="note">${flag(['history', 'c-warn'], plain(run.stale))}</p>` : nothing}<div
    class="run ${run.loss.length > 0 ? '' : 'flat'}">${scores(run)}${curve(run, scene)}</div>${
      about ? html`<p class="note muted">${about}</p>` : nothing
    }`;
}
