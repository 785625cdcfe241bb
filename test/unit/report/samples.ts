/** A venture whose plans are filled in and whose model has been evaluated, and what its report is. */
import type { Clock } from '../../../src/project/files.ts';
import { noGit } from '../../../src/project/git.ts';
import { type GatherOptions, gatherReport } from '../../../src/report/gather.ts';
import type { ReportModel } from '../../../src/report/model.ts';
import { type Folder, sha256 } from '../project/folder.ts';

export const clock: Clock = { now: () => new Date('2026-11-24T12:00:00') };

export function reportOf(folder: Folder, more: Partial<GatherOptions> = {}): Promise<ReportModel> {
  return gatherReport({ root: folder.root, language: 'en', clock, git: noGit, ...more });
}

export const budget = `currency: USD
as_of: 2026-11-01
cash: 90000
funding: 50000
monthly:
  - { name: Salaries, amount: 15000 }
  - { name: Cloud, amount: 1000 }
income:
  - { name: Pilot, amount: 4000 }
training: { budget: 500, gpu_hour_price: 2, gpu: A100 }
actual:
  - { month: 2026-10, spent: 16000, income: 6000, training: 120 }
  - { month: 2026-08, spent: 14000, income: 2000, training: 30 }
  - { month: 2026-09, spent: 15000, income: 4000, training: null }
`;

export const team = `roles:
  - { id: founder, title: Founder, person: Mei Chen, by: null, duties: all }
  - { id: ml, title: ML engineer, person: Jonas, by: null, duties: model }
  - { id: data, title: Data, person: null, by: 2026-11-01, duties: data }
  - { id: sales, title: Sales, person: null, by: 2027-01-01, duties: users }
`;

export const timeline = `start: 2026-11-01
milestones:
  - { id: goals, title: Goals agreed, date: 2026-11-08, owner: Mei Chen, steps: [5.1.1] }
  - { id: data, title: Data ready, date: 2026-11-20, owner: Jonas, steps: [5.2.1, 5.2.2], depends: [goals] }
  - { id: site, title: Site up, date: 2026-12-01, owner: Mei Chen, depends: [goals] }
  - { id: live, title: Pilot live, date: 2026-12-20, owner: Jonas, steps: [5.3.5], depends: [data, site] }
`;

export const funding = `currency: USD
as_of: 2026-11-01
goal: { amount: 600000, milestone: live, months: 18, margin_months: 6 }
cap_table:
  - { holder: Mei Chen, share: 0.6 }
  - { holder: Jonas, share: 0.4 }
rounds:
  - { id: grant, title: Grant, instrument: grant, amount: 50000, pre_money: null, pool: null, date: 2026-10-01, state: closed }
  - { id: seed, title: Seed, instrument: equity, amount: 1000000, pre_money: 4000000, pool: 0.1, date: 2027-06-01, state: planned }
  - { id: safe, title: SAFE, instrument: safe, amount: 500000, pre_money: 5000000, pool: null, date: 2026-11-20, state: open }
channels:
  - { id: warm, title: Warm introductions, owner: Mei Chen, by: 2026-12-01 }
investors:
  - { id: a, name: Fund A, kind: fund, stage: met, owner: Mei Chen, next: 2026-11-20 }
  - { id: b, name: Fund B, kind: fund, stage: declined, owner: Mei Chen, next: 2026-11-01 }
use:
  - { name: People, amount: 400000, milestone: live }
  - { name: Cloud, amount: 150000, milestone: data }
receivables:
  - { id: i1, customer: Pilot Ltd, amount: 4000, due: 2026-11-15, paid: false }
`;

const plans: Readonly<Record<string, string>> = {
  budget,
  team,
  timeline,
  funding,
  goals: `goals:
  - { id: a, title: Right, metric: accuracy, target: 0.95, by: 2026-12-01, owner: Mei Chen }
  - { id: b, title: Sure, metric: log_loss, target: 0.1, by: 2026-11-20, owner: Jonas }
  - { id: c, title: Customers, metric: customers, target: 3, by: 2026-12-20, owner: Mei Chen }
`,
  risks: `risks:
  - { id: rent, title: Rent, kind: money, likelihood: 1, impact: 2, owner: Mei Chen, response: Save, review: 2027-01-01 }
  - { id: labels, title: Labels are wrong, kind: technical, likelihood: 3, impact: 5, owner: Jonas, response: Check 100, review: 2026-11-20 }
  - { id: blank, title: Blank, kind: market, likelihood: null, impact: 4, owner: "", response: "", review: null }
`,
  compliance: `items:
  - { id: gdpr, title: Records, law: "GDPR, article 30", owner: Mei Chen, due: 2026-11-20, state: open }
  - { id: license, title: License, law: CC BY 4.0, owner: Jonas, due: 2026-11-01, state: done }
`,
  feedback: `items:
  - { id: f1, at: 2026-11-20, source: pilot, text: Too slow, state: new, action: null }
  - { id: f2, at: 2026-11-10, source: pilot, text: Wrong, state: done, action: fixed }
`,
  premortem: `signs:
  - { id: 9.1.1, title: No need, sign: silence, threshold: 21 days, file: plan/feedback.yaml, owner: Mei Chen, review: 2026-11-20, state: watching }
  - { id: 9.1.3, title: No cash, sign: runway, threshold: 6 months, file: plan/budget.yaml, owner: Mei Chen, review: 2026-12-20, state: seen }
`,
};

const interval = (value: number) => ({ value, low: value - 0.01, high: value + 0.01, confidence: 0.95 });

const target = { metric: 'accuracy', value: 0.95, direction: 'higher', met: true };

export const metrics = {
  split: 'test',
  rows: 270,
  metrics: {
    accuracy: interval(0.97),
    log_loss: interval(0.12),
    roc_auc: interval(0.99),
    average_precision: interval(0.98),
    'f1/zero': interval(0.9),
  },
  target,
  confusion_matrix: {
    labels: ['zero', 'one'],
    counts: [
      [130, 5],
      [3, 132],
    ],
  },
  predictions: 'reports/predictions.parquet',
  figures: [],
  curves: {
    roc: [
      [0, 0.5],
      [1, 1],
    ],
    precision_recall: [
      [0, 1],
      [1, 0.5],
    ],
    averaged: 'macro',
  },
};

export const cost = {
  gpu: 'A100',
  gpus: 1,
  mfu: 0.4,
  mfu_from: 'assumed',
  hours: 150,
  run: { gpu_hours: 150, amount: 300 },
  tuning: { gpu_hours: 10, amount: 20 },
  currency: 'USD',
  gpu_hour_price: 2,
  budget: 500,
  budget_share: 0.6,
};

const training = {
  framework: 'pytorch',
  device: 'cpu',
  precision: 'float32',
  parameters: 9,
  steps: 9,
  seconds: 12.5,
  samples_per_second: 9,
  epochs: [
    { epoch: 1, train_loss: 0.9, validation_loss: 0.8 },
    { epoch: 2, train_loss: 0.5, validation_loss: 0.6 },
  ],
  best_epoch: 2,
  best: { metric: 'validation_loss', value: 0.6 },
  checkpoint: { path: 'models/best.pt', sha256: sha256('weights') },
  weights_sha256: sha256('x'),
  resumed_from_step: null,
};

const drift = {
  reference_rows: 1000,
  current_rows: 200,
  features: {
    brightness: { psi: 0.05, ks: 0.1, p_value: 0.4 },
    contrast: { psi: 0.4, ks: 0.3, p_value: 0.0001 },
  },
  prediction: { psi: 0.1 },
  threshold: 0.2,
  retrain: true,
};

/** Fills the whole project in. */
export function fillVenture(folder: Folder): Folder {
  for (const [name, text] of Object.entries(plans)) {
    folder.write(`plan/${name}.yaml`, text);
  }
  folder.write('.ai-venture/progress.json', {
    version: 1,
    items: {
      '5.1.1': { state: 'done', at: '2026-11-07T10:00:00Z', by: 'Mei Chen' },
      '5.2.1': { state: 'done', at: '2026-11-18T10:00:00Z', by: 'Jonas' },
      '5.4.3': { state: 'skipped', reason: 'no users yet', at: '2026-11-18T10:00:00Z', by: 'Jonas' },
    },
  });
  folder.report('metrics', metrics, ['configs/evaluate.yaml']);
  folder.report('training', training);
  folder.report('cost', cost);
  folder.report('drift', drift);
  writeRun(folder, 0, 0.9);
  writeRun(folder, 1, 0.97);
  return folder;
}

/** A run of day `index`, with this accuracy. */
export function writeRun(folder: Folder, index: number, accuracy: number): string {
  const at = new Date(Date.UTC(2026, 9, 1 + index, 10, 15)).toISOString();
  const name = `${at.slice(0, 19).replaceAll(':', '')}Z`;
  folder.write(`reports/runs/${name}.json`, {
    schema: 'ai-venture/run@1',
    at,
    git: '4f1c2ab0000000000000000000000000000000aa',
    config_sha256: sha256('config'),
    inputs: {},
    result: {
      rows: 270,
      metrics: { accuracy: interval(accuracy), log_loss: interval(0.2) },
      target: { ...target, met: accuracy >= 0.95 },
      checkpoint_sha256: sha256(String(index)),
      training: {
        weights_sha256: sha256(String(index)),
        device: 'cpu',
        seconds: 10 + index,
        unit: 'images',
        units_per_second: 400,
        best_epoch: 1,
        epochs: [{ epoch: 1, train_loss: 0.5, validation_loss: 0.4 }],
      },
    },
  });
  return `reports/runs/${name}.json`;
}
