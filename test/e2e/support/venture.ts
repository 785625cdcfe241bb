/** Projects to work on: made by our own command line, with reports as a run of the project would leave them. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Language } from '../../../src/l10n.ts';
import type { Result, Stage } from '../../../src/project/reports.ts';
import { root, tool } from './machine.ts';
import { temporaryFolder } from './session.ts';

export interface ProgressFile {
  readonly version: number;
  readonly items: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A project on disk. Paths are relative to it, with `/`. */
export class Venture {
  readonly folder: string;
  readonly name: string;

  constructor(folder: string, name: string) {
    this.folder = folder;
    this.name = name;
  }

  /** Generates a whole project with `ai-venture new`, below `parent` or in a folder of its own. */
  static make(language: Language, name = 'Acme Digits', parent = temporaryFolder('ventures')): Venture {
    const folder = path.join(parent, name.toLowerCase().replaceAll(' ', '-'));
    const answers = ['--name', name, '--task', 'image-classification', '--framework', 'pytorch'];
    const args = [
      path.join(root, 'dist', 'cli.js'),
      'new',
      folder,
      ...answers,
      '--language',
      language,
      '--yes',
    ];
    execFileSync(tool('NODE'), args, { stdio: 'pipe' });
    return new Venture(folder, name);
  }

  path(file: string): string {
    return path.join(this.folder, ...file.split('/'));
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** What the progress file holds; nothing where there is none yet. */
  progress(): ProgressFile {
    return existsSync(this.path('.ai-venture/progress.json'))
      ? (JSON.parse(this.read('.ai-venture/progress.json')) as ProgressFile)
      : { version: 1, items: {} };
  }

  /** Writes `reports/<stage>.json` as the stage itself would, over the inputs as they are now. */
  report<Name extends Stage>(stage: Name, result: Result<Name>, inputs: readonly string[]): void {
    const hash = (file: string) =>
      createHash('sha256')
        .update(readFileSync(this.path(file)))
        .digest('hex');
    const envelope = {
      schema: `ai-venture/${stage}@1`,
      at: new Date(Date.now() - 2 * 3600_000).toISOString(),
      git: '',
      config_sha256: '0'.repeat(64),
      inputs: Object.fromEntries(inputs.map((file) => [file, hash(file)])),
      result,
    };
    this.write(`reports/${stage}.json`, `${JSON.stringify(envelope, null, 2)}\n`);
  }

  /** The data stage has run: sources, cleaning, normalization, augmentation. */
  reportData(): void {
    this.write('reports/figures/augment.png', 'not looked into');
    this.report(
      'data',
      {
        sources: [
          { name: 'digits', path: null, license: 'BSD-3-Clause', rows: 1797, sha256: 'a'.repeat(64) },
        ],
        clean: { rows_in: 1797, rows_kept: 1790, dropped: { duplicate: 7 }, filled: {} },
        split: { train: 1253, validation: 268, test: 269, by: 'label' },
        normalize: { fitted_on: 'train', rows: 1253, mean: [4.88], std: [6.02] },
        augment: { policies: [{ name: 'shift' }], samples: ['reports/figures/augment.png'] },
      },
      ['configs/data.yaml'],
    );
  }

  /** The monitor has run, and one feature has moved. */
  reportDrift(): void {
    this.report(
      'drift',
      {
        reference_rows: 269,
        current_rows: 180,
        features: {
          brightness: { psi: 0.31, ks: 0.22, p_value: 0.0004 },
          contrast: { psi: 0.06, ks: 0.05, p_value: 0.41 },
        },
        prediction: { psi: 0.08 },
        threshold: 0.25,
        retrain: true,
      },
      ['configs/data.yaml'],
    );
  }

  /** The evaluation has run. */
  reportMetrics(): void {
    this.report(
      'metrics',
      {
        split: 'test',
        rows: 269,
        metrics: {
          accuracy: { value: 0.985, low: 0.967, high: 0.996, confidence: 0.95 },
          f1: { value: 0.984, low: 0.966, high: 0.995, confidence: 0.95 },
        },
        target: { metric: 'accuracy', value: 0.97, met: true },
        confusion_matrix: {
          labels: ['0', '1'],
          counts: [
            [130, 2],
            [2, 135],
          ],
        },
        predictions: null,
        figures: [],
        curves: {
          roc: [0, 0.01, 0.02, 0.1, 1].map((x, index) => [x, [0, 0.9, 0.96, 0.99, 1][index] ?? 1]),
          precision_recall: [0, 0.5, 0.9, 0.98, 1].map((x, index) => [
            x,
            [1, 1, 0.99, 0.96, 0.5][index] ?? 0,
          ]),
          averaged: 'macro',
        },
      },
      ['configs/evaluate.yaml'],
    );
  }

  /** The training has run: twelve epochs, the tenth the best. */
  reportTraining(): void {
    this.write('checkpoints/best.pt', 'weights');
    const sha256 = createHash('sha256').update('weights').digest('hex');
    const epochs = Array.from({ length: 12 }, (_, index) => ({
      epoch: index + 1,
      train_loss: 2.1 * 0.62 ** index + 0.02,
      validation_loss: 2.0 * 0.64 ** index + 0.05 + (index > 9 ? 0.02 * (index - 9) : 0),
      validation_accuracy: 1 - 0.6 * 0.6 ** index,
      learning_rate: 0.001,
    }));
    this.report(
      'training',
      {
        framework: 'pytorch',
        device: 'cpu',
        precision: 'float32',
        parameters: 36_106,
        steps: 240,
        seconds: 11.2,
        samples_per_second: 1340,
        epochs,
        best_epoch: 10,
        best: { metric: 'validation_loss', value: epochs[9]?.validation_loss ?? 0 },
        checkpoint: { path: 'checkpoints/best.pt', sha256 },
        weights_sha256: 'b'.repeat(64),
        resumed_from_step: null,
      },
      ['configs/train.yaml'],
    );
  }
}
