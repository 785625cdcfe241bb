/** What the model reached: the last run, all runs, curves, confusion, and whether live data have moved away. */
import type { Report, Result } from '../../project/reports.ts';
import { say } from '../../project/words.ts';
import type { Card, Figures } from '../model.ts';
import type { Run } from '../runs.ts';
import { cardOf, problemOf, readable, reportFile, type Sources } from '../sources.ts';
import { metricLabel, reportWords, unitLabel } from '../words.ts';
import { directionOf } from './metric.ts';

type Estimates = Result<'metrics'>['metrics'];
type Interval = { value: number; low: number | null; high: number | null };

/** Loss curves of as many runs can be told apart. */
const mostCurves = 5;
/** Metrics of single classes (`f1/cat`) are no columns of their own. */
const mostMetrics = 20;
const mostClasses = 40;
const mostFeatures = 50;
const mostProblems = 5;

export function lastRunCard(sources: Sources): Card<'lastRun'> {
  const { reports, language } = sources;
  const { metrics, training } = reports;
  if (metrics.kind === 'missing' && training.kind === 'invalid') {
    return { problem: problemOf(reportFile('training'), training, language) };
  }
  return cardOf<'lastRun', Report<'metrics'>>(reportFile('metrics'), metrics, language, (report) => ({
    at: report.at,
    commit: report.git.slice(0, 7),
    rows: report.result.rows,
    metrics: Object.entries(report.result.metrics)
      .filter(([name]) => !name.includes('/'))
      .map(([name, estimate]) => ({ name, label: metricLabel(name, language), ...intervalOf(estimate) })),
    target: targetOf(report.result.target, sources),
    ...trainingOf(readable(training)?.result),
    stale: sources.stale === undefined ? '' : say(sources.stale, language),
  }));
}

function trainingOf(
  training: Result<'training'> | undefined,
): Pick<Figures<'lastRun'>, 'loss' | 'bestEpoch' | 'seconds' | 'device'> {
  return {
    loss: lossOf(training?.epochs ?? []),
    bestEpoch: training?.best_epoch ?? null,
    seconds: training?.seconds ?? null,
    device: training?.device ?? '',
  };
}

function lossOf(
  epochs: readonly { epoch: number; train_loss: number; validation_loss: number | null }[],
): Figures<'lastRun'>['loss'] {
  return epochs.map(({ epoch, train_loss: train, validation_loss: validation }) => ({
    epoch,
    train,
    validation,
  }));
}

function intervalOf({ value, low, high }: Interval): Interval {
  return { value, low, high };
}

function targetOf(target: Result<'metrics'>['target'], { language }: Sources): Figures<'lastRun'>['target'] {
  return target === null
    ? null
    : {
        metric: target.metric,
        label: metricLabel(target.metric, language),
        value: target.value,
        met: target.met,
      };
}

/** Null where no run was ever kept. */
export function runsCard(sources: Sources): Card<'runs'> {
  const { runs, faults, all } = sources.runs;
  const last = runs.at(-1);
  if (last === undefined) {
    const [first] = faults;
    return first === undefined ? null : { problem: problemOf(first.file, first.fault, sources.language) };
  }
  const names = metricNames(runs);
  return {
    runs: runs.map((run, index) => runOf(run, names, index >= runs.length - mostCurves)),
    metrics: names.map((name) => ({
      name,
      label: metricLabel(name, sources.language),
      direction: directionOf(name, last.result.target),
    })),
    target: targetOf(last.result.target, sources),
    unit: unitLabel(last.result.training?.unit ?? '', sources.language),
    all,
    problems: faults
      .slice(0, mostProblems)
      .map(({ file, fault }) => problemOf(file, fault, sources.language)),
    unreadable: faults.length,
  };
}

/** Those of the last run first, then what only earlier ones have. */
function metricNames(runs: readonly Run[]): string[] {
  const names = [...runs].reverse().flatMap(({ result }) => Object.keys(result.metrics));
  return [...new Set(names)].filter((name) => !name.includes('/')).slice(0, mostMetrics);
}

function runOf(
  { at, git, config_sha256: config, result }: Run,
  names: readonly string[],
  withLoss: boolean,
): Figures<'runs'>['runs'][number] {
  const { metrics, target, training } = result;
  return {
    at,
    commit: git.slice(0, 7),
    config: config.slice(0, 7),
    values: names.map((name) => {
      const found = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
      return found === undefined ? null : intervalOf(found);
    }),
    met: target?.met ?? null,
    seconds: training?.seconds ?? null,
    unitsPerSecond: training?.units_per_second ?? null,
    loss: withLoss ? lossOf(training?.epochs ?? []) : [],
  };
}

/** The figures of a part of the metrics report; null where the report has no such part. */
function metricsCard<Name extends 'curves' | 'confusion'>(
  { reports, language }: Sources,
  figures: (result: Result<'metrics'>) => Card<Name>,
): Card<Name> {
  // What is wrong with the report is said once, where the run is.
  return reports.metrics.kind === 'invalid'
    ? null
    : cardOf<Name, Report<'metrics'>>(reportFile('metrics'), reports.metrics, language, ({ result }) =>
        figures(result),
      );
}

export function curvesCard(sources: Sources): Card<'curves'> {
  return metricsCard<'curves'>(sources, ({ curves, metrics, confusion_matrix: matrix }) => {
    if (curves === undefined || curves === null || curves.roc.length === 0) {
      return null;
    }
    const classes = matrix?.labels.length ?? 0;
    return {
      roc: curves.roc.map(([x, y]): [number, number] => [x, y]),
      precisionRecall: curves.precision_recall.map(([x, y]): [number, number] => [x, y]),
      averaged: curves.averaged,
      rocAuc: estimateOf(metrics, 'roc_auc'),
      averagePrecision: estimateOf(metrics, 'average_precision'),
      // Every example is of one class, so the parts of the classes have the mean 1 ÷ classes.
      base: classes === 0 ? null : 1 / classes,
    };
  });
}

function estimateOf(metrics: Estimates, name: string): Interval | null {
  const found = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  return found === undefined ? null : intervalOf(found);
}

export function confusionCard(sources: Sources): Card<'confusion'> {
  return metricsCard<'confusion'>(sources, ({ confusion_matrix: matrix }) => {
    if (matrix === undefined || matrix === null || matrix.labels.length === 0) {
      return null;
    }
    if (!isSquare(matrix)) {
      const says = reportWords(sources.language)('confusion.form');
      return { problem: { file: reportFile('metrics'), line: 0, says } };
    }
    const { labels, counts } = matrix;
    const at = (row: number, column: number) => counts[row]?.[column] ?? 0;
    const mistakes = labels.map((_, index) =>
      labels.reduce(
        (sum, _label, other) => sum + (other === index ? 0 : at(index, other) + at(other, index)),
        0,
      ),
    );
    const kept = labels
      .map((_, index) => index)
      .sort((a, b) => (mistakes[b] ?? 0) - (mistakes[a] ?? 0))
      .slice(0, mostClasses)
      .sort((a, b) => a - b);
    return {
      labels: kept.map((index) => labels[index] ?? ''),
      counts: kept.map((row) => kept.map((column) => at(row, column))),
      leftOut: labels.length - kept.length,
      right: labels.reduce((sum, _, index) => sum + at(index, index), 0),
      all: counts.flat().reduce((sum, one) => sum + one, 0),
    };
  });
}

function isSquare({ labels, counts }: NonNullable<Result<'metrics'>['confusion_matrix']>): boolean {
  return counts.length === labels.length && counts.every((row) => row.length === labels.length);
}

export function driftCard({ reports, language }: Sources): Card<'drift'> {
  return cardOf<'drift', Report<'drift'>>(reportFile('drift'), reports.drift, language, ({ at, result }) => ({
    at,
    referenceRows: result.reference_rows,
    currentRows: result.current_rows,
    threshold: result.threshold,
    retrain: result.retrain,
    prediction: result.prediction?.psi ?? null,
    features: Object.entries(result.features)
      .map(([name, { psi, ks, p_value: pValue }]) => ({
        name,
        psi,
        ks,
        pValue,
        // The report alone knows what is significant among so many features.
        drifted: result.retrain && psi > result.threshold,
      }))
      .sort((a, b) => b.psi - a.psi)
      .slice(0, mostFeatures),
  }));
}
