/** What we know of metrics by name. */
import type { Result } from '../../project/reports.ts';

export type Direction = 'higher' | 'lower';

/** The names that generated projects use; `evaluate/target.py` has the same list of those where lower is better. */
const lower = new Set([
  'log_loss',
  'brier_score',
  'calibration_error',
  'bits_per_byte',
  'baseline_bits_per_byte',
  'perplexity',
  'latency_ms.p50',
  'latency_ms.p99',
  'baseline_perplexity',
  'loss',
  'validation_loss',
]);
const higher = new Set([
  'accuracy',
  'top_5_accuracy',
  'balanced_accuracy',
  'macro_f1',
  'f1',
  'precision',
  'recall',
  'roc_auc',
  'average_precision',
  'bits_saved',
  'validation_accuracy',
]);

/** Which way is better: as the target of the report says, else as we know it; null where nobody knows. */
export function directionOf(name: string, target: Result<'metrics'>['target']): Direction | null {
  if (target?.metric === name && target.direction !== undefined) {
    return target.direction;
  }
  return lower.has(name) ? 'lower' : higher.has(name) ? 'higher' : null;
}
