/** A project in which everything was done, as its commands and its founder would leave it. */
import { type Folder, sha256 } from '../project/folder.ts';

const hash = sha256('x');

export const goodData = {
  sources: [{ name: 'digits', path: '', license: 'CC BY 4.0', rows: 10, sha256: hash }],
  clean: { rows_in: 10, rows_kept: 9, dropped: { duplicate: 1 }, filled: {} },
  split: { train: 7, validation: 1, test: 1, by: 'label' },
  normalize: { fitted_on: 'train', rows: 7, mean: [0.3], std: [0.2] },
  augment: {
    policies: [{ name: 'shift', parameters: { pixels: 1 } }],
    samples: ['reports/figures/augment.png'],
  },
};

export const epochs = [3, 1, 2].map((loss, index) => ({
  epoch: index + 1,
  train_loss: loss,
  validation_loss: loss,
  validation_accuracy: 1 - loss / 10,
  learning_rate: 0.1,
}));

export const goodTraining = {
  framework: 'pytorch',
  device: 'cpu',
  precision: 'float32',
  parameters: 9,
  steps: 9,
  seconds: 1,
  samples_per_second: 9,
  epochs,
  best_epoch: 2,
  best: { metric: 'validation_accuracy', value: 0.9 },
  checkpoint: { path: 'checkpoints/best.pt', sha256: sha256('weights') },
  weights_sha256: hash,
  resumed_from_step: null,
};

export const deployment = {
  model: { path: 'export/model.onnx', sha256: sha256('onnx'), opset: 20, size_bytes: 4 },
  parity: { rows: 9, max_abs_difference: 1e-6, tolerance: 1e-4, passed: true },
  health: { status: 'ok' },
  latency_ms: { p50: 1, p99: 2 },
  requests: 9,
};

export function milestones(first: string, second: string): string {
  return `start: 2026-11-01
milestones:
  - { id: data, title: Data ready, date: ${first}, owner: Mei, steps: [5.2.1, 5.2.2] }
  - { id: live, title: Pilot live, date: ${second}, owner: Jonas, steps: [5.3.5] }
`;
}

export function risk(review: string): string {
  return `risks:
  - id: labels
    title: Labels are unreliable
    likelihood: 2
    impact: 5
    owner: Mei
    response: Check 100 by hand
    review: ${review}
`;
}

export function samples(folder: Folder): void {
  folder.write(
    'plan/goals.yaml',
    'goals:\n  - { id: a, title: A, metric: accuracy, target: 0.97, by: 2026-12-01, owner: Mei }\n',
  );
  folder.write('plan/timeline.yaml', milestones('2026-12-01', '2026-12-20'));
  folder.write(
    'plan/budget.yaml',
    'currency: USD\nas_of: 2026-11-01\ncash: 5000\nfunding: 0\nmonthly:\n  - { name: rent, amount: 500 }\ntraining: { budget: 100, gpu_hour_price: 2, gpu: A100 }\n',
  );
  folder.write(
    'plan/team.yaml',
    'roles:\n  - { id: lead, title: Lead, person: Mei, by: null, duties: [] }\n',
  );
  folder.write('plan/risks.yaml', risk('2026-11-23'));
  folder.write('plan/feedback.yaml', 'items: []\n');
  for (const name of ['charter', 'communication', 'quality']) {
    folder.write(`docs/plan/${name}.md`, `# ${name}\n\nWritten.\n`);
  }
  folder.write(
    'docs/plan/project-plan.md',
    '# Plan\n\n| 2026-12-01 | Data ready |\n| in 2 days | Pilot live |\n',
  );
  folder.write('docs/decisions/0001-architecture.md', '# A small CNN\n\nBecause it is enough.\n');
  folder.write('reports/figures/augment.png', 'png');
  folder.write('reports/figures/explain.png', 'png');
  folder.write('checkpoints/best.pt', 'weights');
  folder.write('export/model.onnx', 'onnx');
  folder.report('data', goodData, ['configs/data.yaml']);
  folder.report('model', {
    architecture: 'SmallCnn',
    parameters: 36_106,
    flops: 1e6,
    memory_bytes: { weights: 1, gradients: 1, optimizer: 1, activations: 1 },
    input_shape: [1, 1, 8, 8],
    output_shape: [1, 10],
  });
  folder.report('tuning', {
    metric: 'validation_accuracy',
    direction: 'maximize',
    trials: 8,
    best: { trial: 3, value: 0.98, parameters: { learning_rate: 0.01 } },
    default: { value: 0.97 },
  });
  folder.report('training', goodTraining, ['configs/train.yaml']);
  folder.report('deployment', deployment);
  folder.report('compression', {
    methods: [
      {
        name: 'int8',
        size_bytes: { before: 4, after: 1 },
        latency_ms: { before: 2, after: 1 },
        metric: 'accuracy',
        value: { before: 0.98, after: 0.97 },
      },
    ],
  });
  folder.report('metrics', {
    split: 'test',
    rows: 360,
    metrics: { accuracy: { value: 0.986, low: 0.972, high: 0.997, confidence: 0.95 } },
    target: { metric: 'accuracy', value: 0.97, met: true },
    confusion_matrix: { labels: ['0'], counts: [[1]] },
    predictions: 'reports/predictions.parquet',
    figures: [],
  });
  folder.report('explanation', {
    method: 'occlusion',
    samples: 8,
    figures: ['reports/figures/explain.png'],
    sanity: { randomized_correlation: 0.1, threshold: 0.5, passed: true },
  });
  folder.report('drift', {
    reference_rows: 9,
    current_rows: 9,
    features: { mean: { psi: 0.01, ks: 0.1, p_value: 0.9 } },
    prediction: { psi: 0.01 },
    threshold: 0.2,
    retrain: false,
  });
  folder.report('quality', {
    lint: { tool: 'ruff', passed: true },
    types: { tool: 'mypy', passed: true },
    tests: { tool: 'pytest', passed: true, count: 42 },
  });
}
