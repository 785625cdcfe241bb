/** The cards of the model as Markdown. */
import type { Figures } from '../model.ts';
import { type Format, plain, table } from './format.ts';

type Lines = readonly string[];

/** More rows than anybody reads in a pull request. */
const mostRuns = 10;
const mostColumns = 4;
const mostFeatures = 10;
const mostClasses = 12;

/** `2026-11-23T10:15:00Z` as people write it; a time of another zone as it stands. */
function moment(at: string, { say }: Format): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z$/.exec(at) ?? [];
  return day === undefined ? plain(at) : say('utc', { at: `${day} ${time}` });
}

export function lastRun(figures: Figures<'lastRun'>, format: Format): Lines {
  const { say } = format;
  const { at, rows, metrics, target, loss, bestEpoch, stale } = figures;
  const best = loss.find(({ epoch }) => epoch === bestEpoch);
  return [
    say('run.say', { rows: format.number(rows), at: moment(at, format) }),
    ...(target === null
      ? []
      : [
          say(target.met ? 'run.met' : 'run.missed', {
            metric: plain(target.label),
            value: format.number(target.value),
          }),
        ]),
    ...(best === undefined || best.validation === null
      ? []
      : [say('run.loss', { epoch: best.epoch, value: format.number(best.validation) })]),
    ...(stale === '' ? [] : [plain(stale.replaceAll('`', ''))]),
    '',
    ...table(
      [say('col.metric'), say('col.value')],
      metrics.map((metric) => [plain(metric.label), format.interval(metric)]),
      [1],
    ),
  ];
}

export function runs(figures: Figures<'runs'>, format: Format): Lines {
  const { say } = format;
  const { metrics, target, unit, all, problems, unreadable } = figures;
  const shown = figures.runs.slice(-mostRuns).reverse();
  // The metric that decides comes first, also where the report names others before it.
  const columns = metrics
    .map(({ name, label }, index) => ({ name, label, index }))
    .sort((a, b) => Number(b.name === target?.metric) - Number(a.name === target?.metric))
    .slice(0, mostColumns);
  const [first] = problems;
  const heads = [say('col.run'), say('col.commit'), ...columns.map(({ label }) => plain(label))];
  const rows = shown.map(({ at, commit, values, seconds, unitsPerSecond }) => [
    moment(at, format),
    format.text(commit),
    ...columns.map(({ index }) => format.interval(values[index] ?? null)),
    seconds === null ? format.none : say('seconds', { n: format.number(seconds) }),
    unitsPerSecond === null
      ? format.none
      : say('perSecond', { n: format.number(unitsPerSecond), unit: plain(unit) }),
  ]);
  return [
    say('runs.say', { n: all, shown: shown.length }),
    ...(first === undefined
      ? []
      : [say('runs.unreadable', { n: unreadable, problem: format.problem(first) })]),
    '',
    ...table([...heads, say('col.time'), say('col.speed')], rows),
  ];
}

export function curves({ rocAuc, averagePrecision }: Figures<'curves'>, format: Format): Lines {
  const roc = format.interval(rocAuc);
  return [format.say('curves.say', { roc, precision: format.interval(averagePrecision) })];
}

export function confusion(
  { labels, counts, leftOut, right, all }: Figures<'confusion'>,
  format: Format,
): Lines {
  const { say } = format;
  const share = format.percent(all === 0 ? null : right / all);
  const intro = say('confusion.say', { right: format.number(right), all: format.number(all), share });
  if (labels.length > mostClasses) {
    return [intro];
  }
  return [
    intro,
    ...(leftOut === 0 ? [] : [say('confusion.leftOut', { n: leftOut })]),
    '',
    ...table(
      [say('col.actual'), ...labels.map(plain)],
      counts.map((row, index) => [plain(labels[index] ?? ''), ...row.map((one) => format.number(one))]),
      labels.map((_, index) => index + 1),
    ),
  ];
}

export function drift(figures: Figures<'drift'>, format: Format): Lines {
  const { say } = format;
  const { currentRows, referenceRows, threshold, retrain, prediction, features } = figures;
  return [
    say(retrain ? 'drift.retrain' : 'drift.steady'),
    say('drift.say', {
      current: format.number(currentRows),
      reference: format.number(referenceRows),
      threshold: format.number(threshold),
    }),
    ...(prediction === null ? [] : [say('drift.prediction', { psi: format.number(prediction) })]),
    '',
    ...table(
      [say('col.feature'), 'PSI', 'KS', say('col.pValue')],
      features
        .slice(0, mostFeatures)
        .map(({ name, psi, ks, pValue }) => [
          format.text(name),
          ...[psi, ks, pValue].map((one) => format.number(one)),
        ]),
      [1, 2, 3],
    ),
  ];
}
