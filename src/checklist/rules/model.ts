/** Rules over the reports of the model: architecture, tuning, training, validation, deployment, evaluation, monitoring. */

import { countPlaceholders, feedbackSchema } from '../../project/plans.ts';
import type { Result } from '../../project/reports.ts';
import { message } from '../../project/words.ts';
import { invalid, type Look, missing, proposed, type Rule, type StepEvidence } from '../look.ts';
import { parameter } from './parameter.ts';

/** The model is measured, and a decision record says why it is this one. */
export const architecture: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.report('model', file);
  if ('instead' in read) {
    return read.instead;
  }
  const folder = parameter(evidence, 'decisions');
  if (!(await hasDecision(look, folder))) {
    return missing(file, message('model.decision', { folder }));
  }
  const { architecture: name, parameters } = read.report.result;
  return proposed(file, message('model.ok', { name, parameters }), read.report.at);
};

async function hasDecision(look: Look, folder: string): Promise<boolean> {
  for (const { name, kind } of await look.list(folder)) {
    if (kind === 'file' && name.endsWith('.md') && !/^(readme|template)\b|^0*-?template/i.test(name)) {
      const text = (await look.text(`${folder}/${name}`)) ?? '';
      if (text.trim() !== '' && countPlaceholders(text) === 0) {
        return true;
      }
    }
  }
  return false;
}

/** Several trials, and the best of them beside the default. */
export const tuning: Rule = async (look, { file }) => {
  const read = await look.report('tuning', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { trials, metric, best, default: standard } = read.report.result;
  if (trials < 2) {
    return missing(file, message('tuning.few', { n: trials }));
  }
  const says = message('tuning.ok', { n: trials, metric, best: best.value, standard: standard.value });
  return proposed(file, says, read.report.at);
};

/** The checkpoint that the report names is the one on disk. */
export const training: Rule = async (look, { file }) => {
  const read = await look.report('training', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { at, result } = read.report;
  return (
    (await changed(look, file, at, result.checkpoint)) ??
    proposed(
      file,
      message('training.ok', {
        n: result.epochs.length,
        metric: result.best.metric,
        value: result.best.value,
      }),
      at,
    )
  );
};

/** There is a validation figure for each epoch, and the epoch that was kept is the best by one of them. */
export const validation: Rule = async (look, { file }) => {
  const read = await look.report('training', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { epochs, best_epoch: best } = read.report.result;
  if (epochs.length === 0 || epochs.some((epoch) => epoch.validation_loss === null)) {
    return missing(file, message('validation.curve'));
  }
  const kept = epochs.find(({ epoch }) => epoch === best);
  if (kept === undefined) {
    return invalid(file, read.lineOf(['result', 'best_epoch']), message('validation.epoch', { epoch: best }));
  }
  if (!isBest(epochs, kept)) {
    return missing(file, message('validation.notBest', { epoch: best }));
  }
  return proposed(
    file,
    message('validation.ok', { epoch: best, loss: kept.validation_loss ?? 0 }),
    read.report.at,
  );
};

type Epoch = Result<'training'>['epochs'][number];

function isBest(epochs: readonly Epoch[], kept: Epoch): boolean {
  const byLoss = epochs.every(
    (epoch) => (kept.validation_loss ?? Infinity) <= (epoch.validation_loss ?? -Infinity),
  );
  const { validation_accuracy: accuracy = null } = kept;
  return (
    byLoss ||
    (accuracy !== null && epochs.every((epoch) => accuracy >= (epoch.validation_accuracy ?? Infinity)))
  );
}

/** The exported model is the one on disk, agrees with the trained one, and answered when it was served. */
export const deployment: Rule = async (look, { file }) => {
  const read = await look.report('deployment', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { at, result } = read.report;
  const { parity, health, latency_ms: latency } = result;
  if (!parity.passed || parity.max_abs_difference > parity.tolerance) {
    const says = message('deployment.parity', {
      difference: parity.max_abs_difference,
      tolerance: parity.tolerance,
    });
    return missing(file, says);
  }
  if (health.status !== 'ok') {
    return missing(file, message('deployment.health', { status: health.status }));
  }
  const says = message('deployment.ok', { rows: parity.rows, p50: latency.p50, p99: latency.p99 });
  return (await changed(look, file, at, result.model)) ?? proposed(file, says, at);
};

/** Stale where a file is not the one that was hashed; undefined where it is. */
async function changed(
  look: Look,
  file: string,
  at: string,
  named: { readonly path: string; readonly sha256: string },
): Promise<StepEvidence | undefined> {
  const found = await look.hash(named.path);
  if (found === named.sha256) {
    return undefined;
  }
  const says = message(found === undefined ? 'stale.gone' : 'stale.changed', { input: named.path, file });
  return { kind: 'stale', file, at, says };
}

/** At least one method with size, latency and metric before and after. */
export const compression: Rule = async (look, { file }) => {
  const read = await look.report('compression', file);
  if ('instead' in read) {
    return read.instead;
  }
  const [method] = read.report.result.methods;
  if (method === undefined) {
    return missing(file, message('compression.none'));
  }
  const says = message('compression.ok', {
    name: method.name,
    times: method.size_bytes.before / Math.max(method.size_bytes.after, 1),
    metric: method.metric,
    before: method.value.before,
    after: method.value.after,
  });
  return proposed(file, says, read.report.at);
};

/** Metrics of the test split, each inside its interval. */
export const metrics: Rule = async (look, { file }) => {
  const read = await look.report('metrics', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { result, at } = read.report;
  if (result.split !== 'test') {
    return missing(file, message('metrics.split', { split: result.split }));
  }
  for (const [metric, { value, low, high }] of Object.entries(result.metrics)) {
    if (low === null || high === null) {
      return missing(file, message('metrics.interval', { metric }));
    }
    if (low > value || value > high) {
      const line = read.lineOf(['result', 'metrics', metric]);
      return invalid(file, line, message('metrics.outside', { metric }));
    }
  }
  const name = result.target?.metric ?? Object.keys(result.metrics)[0] ?? '';
  const shown = Object.hasOwn(result.metrics, name) ? result.metrics[name] : undefined;
  if (shown === undefined) {
    return missing(file, message('metrics.none'));
  }
  const { value, low, high } = shown;
  return proposed(
    file,
    message('metrics.ok', { metric: name, value, low: low ?? value, high: high ?? value }),
    at,
  );
};

/** The method passed its own sanity check, and its pictures are there. */
export const explanation: Rule = async (look, { file }) => {
  const read = await look.report('explanation', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { at, result } = read.report;
  if (!result.sanity.passed) {
    const { randomized_correlation: correlation, threshold } = result.sanity;
    return missing(file, message('explanation.sanity', { correlation, threshold }));
  }
  for (const figure of result.figures) {
    if (!(await look.exists(figure))) {
      return { kind: 'stale', file, at, says: message('stale.gone', { input: figure, file }) };
    }
  }
  if (result.figures.length === 0) {
    return missing(file, message('explanation.figures'));
  }
  return proposed(file, message('explanation.ok', { method: result.method, n: result.samples }), at);
};

/** Drift has been measured, and no feedback lies about unread. */
export const monitoring: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.report('drift', file);
  if ('instead' in read) {
    return read.instead;
  }
  const feedbackFile = parameter(evidence, 'feedback');
  const feedback = await look.plan(feedbackFile, feedbackSchema);
  if (feedback.kind === 'instead') {
    return feedback.instead;
  }
  const untriaged = feedback.value.items.filter(({ state }) => state === 'new').length;
  if (untriaged > 0) {
    return missing(feedbackFile, message('monitoring.feedback', { n: untriaged }));
  }
  const { features, retrain } = read.report.result;
  const worst = Math.max(0, ...Object.values(features).map(({ psi }) => psi));
  return proposed(
    file,
    message(retrain ? 'monitoring.retrain' : 'monitoring.ok', { psi: worst }),
    read.report.at,
  );
};
