/** Runs of a project that nobody trained. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** `reports/runs/`, as `evaluate` leaves it after so many models. */
export function writeRuns(folder: string, count: number): void {
  const place = path.join(folder, 'reports', 'runs');
  mkdirSync(place, { recursive: true });
  for (let run = 0; run < count; run += 1) {
    const at = new Date(Date.UTC(2026, 0, 1) + run * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
    const value = 0.8 + 0.15 * (1 - Math.exp(-run / 200));
    const epochs = Array.from({ length: 20 }, (_, epoch) => ({
      epoch: epoch + 1,
      train_loss: 2 / (epoch + 1),
      validation_loss: 2.1 / (epoch + 1),
    }));
    const result = {
      rows: 270,
      metrics: {
        accuracy: { value, low: value - 0.02, high: value + 0.02, confidence: 0.95 },
        macro_f1: { value: value - 0.01, low: value - 0.03, high: value + 0.01, confidence: 0.95 },
      },
      target: { metric: 'accuracy', value: 0.97, direction: 'higher', met: false },
      checkpoint_sha256: run.toString(16).padStart(64, '0'),
      training: {
        weights_sha256: run.toString(16).padStart(64, 'a'),
        device: 'cpu',
        seconds: 9,
        unit: 'images',
        units_per_second: 4000,
        best_epoch: 20,
        epochs,
      },
    };
    const envelope = {
      schema: 'ai-venture/run@1',
      at,
      git: '',
      config_sha256: 'c'.repeat(64),
      inputs: {},
      result,
    };
    writeFileSync(path.join(place, `${at.replaceAll(':', '')}.json`), JSON.stringify(envelope, null, 2));
  }
}
