/** All runs: one metric with its intervals over time, and the losses of some of them beside each other. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { type Line, lineChart } from '../charts/lines.ts';
import { type Estimate, whiskerChart } from '../charts/whiskers.ts';
import { dayName, momentName } from '../shared/dates.ts';
import { none, number } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { plain, unmarked } from '../shared/rich.ts';
import { language, say, sayCount, sentences, tell } from '../shared/words.ts';
import { behind, type Cell, type Head, heads, problemBox, sentence } from './card.ts';
import { duration } from './run.ts';
import type { Scene } from './scene.ts';

type Runs = Figures<'runs'>;
type Run = Runs['runs'][number];

/** Of more runs, a file holds the newest in its table; the editor holds them all. */
const mostInFile = 100;
/** Metrics that a file shows one under the other, for nobody can choose there. */
const chartsInFile = 3;
const mostCompared = 4;

function estimates({ runs }: Runs, metric: number): Estimate[] {
  return runs.flatMap(({ values, met }, run) => {
    const found = values[metric];
    return found === null || found === undefined ? [] : [{ run, met, ...found }];
  });
}

/** Best so far, and whether the last run is it. */
function metricWords(figures: Runs, metric: number, all: readonly Estimate[]): string {
  const { label, direction } = figures.metrics[metric] ?? { label: '', direction: null };
  const last = all.at(-1);
  if (last === undefined) return '';
  const values = all.map(({ value }) => value);
  const best = direction === 'lower' ? Math.min(...values) : Math.max(...values);
  return sentences([
    sayCount('runs.last', all.length, { metric: unmarked(label), value: number(last.value) }),
    direction === null || all.length < 2
      ? ''
      : last.value === best
        ? say('runs.best')
        : say('runs.notBest', { value: number(best) }),
  ]);
}

function metricChart(figures: Runs, metric: number, scene: Scene): Part {
  const all = estimates(figures, metric);
  const { name, label } = figures.metrics[metric] ?? { name: '', label: '' };
  if (all.length === 0) return nothing;
  const { target } = figures;
  const line =
    target?.metric === name
      ? { value: target.value, word: say('runs.target', { value: number(target.value) }) }
      : null;
  const says = metricWords(figures, metric, all);
  const labels = all.map(({ run }) => ({
    run,
    text: dayName((figures.runs[run]?.at ?? '').slice(0, 10), language(), scene.now),
  }));
  const days = labels.filter(({ text }, at) => text !== labels[at - 1]?.text);
  const title = say('runs.chart', { metric: label });
  return html`${sentence(says)}${scene.plot(`metric-${metric}`, (width) =>
    whiskerChart(title, plain(says), all, days, line, width),
  )}`;
}

function chooser(figures: Runs, chosen: number, scene: Scene): Part {
  const { acts, choices } = scene;
  if (acts === null || figures.metrics.length < 2) return nothing;
  const choose = (event: Event): void =>
    acts.choose({ ...choices, metric: (event.target as HTMLSelectElement).value });
  return html`<label class="choose"><span>${tell('col.metric')}</span><span class="select"><select class="area" @change=${choose}>${figures.metrics.map(
    ({ name, label }, at) => html`<option value=${name} ?selected=${at === chosen}>${label}</option>`,
  )}</select><span class="codicon codicon-chevron-down" aria-hidden="true"></span></span></label>`;
}

const runName = ({ at, commit }: Run, now: number): string =>
  [momentName(at, language(), now), commit].filter(Boolean).join(' · ');

/** Short enough for the end of a line. */
const lineName = ({ at, commit }: Run, now: number): string => commit || momentName(at, language(), now);

/** Validation where it was measured. */
const lossPoints = ({ loss }: Run): (readonly [number, number])[] =>
  loss.map(({ epoch, train, validation }) => [epoch, validation ?? train]);

/** The last run and those chosen beside it, newest first. */
export function comparedRuns(
  runs: readonly Run[],
  chosen: readonly string[] | null,
): { last: Run | undefined; others: Run[]; shown: Run[] } {
  const [last, ...others] = runs.filter(({ loss }) => loss.length > 0).toReversed();
  const offered = others.slice(0, mostCompared);
  return {
    last,
    others: offered,
    shown: offered.filter(({ at }) => chosen === null || chosen.includes(at)),
  };
}

function compare({ runs }: Runs, scene: Scene): Part {
  const { acts, choices, now } = scene;
  const { last, others, shown } = comparedRuns(runs, choices.runs);
  if (last === undefined) return nothing;
  const compared = [last, ...shown];
  const lines: Line[] = compared.map((run, at) => ({
    label: at === 0 ? say('runs.lastLine') : lineName(run, now),
    look: `k${others.indexOf(run) + 1}`,
    points: lossPoints(run),
  }));
  const title = say('runs.losses');
  const says = sayCount('runs.lossesSay', compared.length);
  const toggle = (at: string, on: boolean): void => {
    const before = shown.map((run) => run.at);
    acts?.choose({ ...choices, runs: on ? [...before, at] : before.filter((one) => one !== at) });
  };
  return html`<h3>${title}</h3>${sentence(says)}${
    acts === null || others.length === 0
      ? nothing
      : html`<fieldset class="choose"><legend class="sr">${say('runs.beside')}</legend>${others.map(
          (run) =>
            html`<label><input type="checkbox" class="check" .checked=${shown.includes(run)} @change=${(
              event: Event,
            ) =>
              toggle(
                run.at,
                (event.target as HTMLInputElement).checked,
              )} /><span>${runName(run, now)}</span></label>`,
        )}</fieldset>`
  }${scene.plot('losses', (width) => lineChart(title, says, lines, width))}${behind(
    scene,
    'losses',
    title,
    [
      { text: say('loss.epoch'), number: true },
      ...compared.map((run) => ({ text: runName(run, now), number: true })),
    ],
    () => lossTable(compared),
  )}`;
}

function lossTable(runs: readonly Run[]): Cell[][] {
  const columns = runs.map((run) => new Map(lossPoints(run)));
  const epochs = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
  return epochs.map((epoch) => [epoch, ...columns.map((column) => number(column.get(epoch) ?? null))]);
}

function runTable(figures: Runs, scene: Scene): TemplateResult {
  const { runs, metrics, unit } = figures;
  const shown = (scene.acts === null ? runs.slice(-mostInFile) : runs).toReversed();
  const columns: Head[] = [
    ...heads(['run', 'commit']),
    ...metrics.map(({ label }) => ({ text: label, number: true })),
    ...heads(['time', 'speed'], ['time', 'speed']),
  ];
  const estimate = (one: Run['values'][number]): string =>
    one === null
      ? none
      : one.low === null || one.high === null
        ? number(one.value)
        : tell('interval', { value: number(one.value), low: number(one.low), high: number(one.high) });
  return behind(scene, 'runs', tell('section.runs'), columns, () =>
    shown.map((run) => [
      momentName(run.at, language(), scene.now),
      run.commit || none,
      ...metrics.map((_, at) => estimate(run.values[at] ?? null)),
      duration(run.seconds),
      run.unitsPerSecond === null ? none : tell('perSecond', { n: number(run.unitsPerSecond), unit }),
    ]),
  );
}

export function runsBody(figures: Runs, scene: Scene): TemplateResult {
  const { metrics, runs, all, problems, unreadable } = figures;
  const chosen = Math.max(
    0,
    metrics.findIndex(({ name }) => name === (scene.choices.metric || figures.target?.metric)),
  );
  const more = [...metrics.keys()]
    .filter((at) => scene.acts === null && at !== chosen)
    .slice(0, chartsInFile - 1);
  const left = all - unreadable - runs.length;
  return html`<div class="split"><div>${chooser(figures, chosen, scene)}${metricChart(figures, chosen, scene)}</div><div>${compare(
    figures,
    scene,
  )}</div>${more.map((at) => html`<div>${metricChart(figures, at, scene)}</div>`)}</div>${runTable(figures, scene)}${
    left > 0
      ? html`<p class="note muted">${say('runs.left', { n: number(runs.length), all: number(all) })}</p>`
      : nothing
  }${
    unreadable > 0
      ? html`<p class="note">${sayCount('runs.unreadable', unreadable)}</p>${problems.map((one) => problemBox(one, scene.acts, 'warning'))}`
      : nothing
  }`;
}
