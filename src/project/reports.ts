/** What each stage of a generated project writes to `reports/`: the same shapes its own Pydantic models write. */
import * as z from 'zod/mini';

const text = z.string();
const word = z.string().check(z.minLength(1));
const number = z.number();
const count = z.number().check(z.int(), z.nonnegative());
const path = z.string().check(z.minLength(1), z.maxLength(1024));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const time = z.iso.datetime({ offset: true });
const beforeAfter = z.looseObject({ before: number, after: number });

const data = z.looseObject({
  sources: z.nullable(
    z.array(
      z.looseObject({ name: word, path: z.nullable(text), license: z.nullable(text), rows: count, sha256 }),
    ),
  ),
  clean: z.nullable(
    z.looseObject({
      rows_in: count,
      rows_kept: count,
      dropped: z.record(z.string(), count),
      filled: z.record(z.string(), count),
    }),
  ),
  split: z.nullable(z.looseObject({ train: count, validation: count, test: count, by: text })),
  normalize: z.nullable(
    z.looseObject({ fitted_on: text, rows: count, mean: z.array(number), std: z.array(number) }),
  ),
  augment: z.nullable(
    z.looseObject({ policies: z.array(z.looseObject({ name: word })), samples: z.array(path) }),
  ),
});

const model = z.looseObject({
  architecture: word,
  parameters: count,
  flops: number,
  memory_bytes: z.looseObject({ weights: number, gradients: number, optimizer: number, activations: number }),
  input_shape: z.array(z.nullable(number)),
  output_shape: z.array(z.nullable(number)),
});

const tuning = z.looseObject({
  metric: word,
  direction: word,
  trials: count,
  best: z.looseObject({ trial: count, value: number, parameters: z.record(z.string(), z.unknown()) }),
  default: z.looseObject({ value: number }),
});

const training = z.looseObject({
  framework: text,
  device: text,
  precision: text,
  parameters: count,
  steps: count,
  seconds: number,
  samples_per_second: number,
  unit: z.optional(text),
  units_per_second: z.optional(number),
  epochs: z.array(
    z.looseObject({
      epoch: count,
      train_loss: number,
      validation_loss: z.nullable(number),
      validation_accuracy: z.optional(z.nullable(number)),
      learning_rate: z.optional(z.nullable(number)),
    }),
  ),
  best_epoch: count,
  best: z.looseObject({ metric: word, value: number }),
  checkpoint: z.looseObject({ path, sha256 }),
  weights_sha256: sha256,
  resumed_from_step: z.nullable(count),
});

const estimates = z.record(
  z.string(),
  z.looseObject({
    value: number,
    low: z.nullable(number),
    high: z.nullable(number),
    confidence: z.nullable(number),
  }),
);
const target = z.looseObject({
  metric: word,
  value: number,
  direction: z.optional(z.enum(['higher', 'lower'])),
  met: z.boolean(),
});
const points = z.array(z.tuple([number, number]));

const metrics = z.looseObject({
  split: text,
  rows: count,
  metrics: estimates,
  target: z.nullable(target),
  confusion_matrix: z.optional(
    z.nullable(z.looseObject({ labels: z.array(text), counts: z.array(z.array(count)) })),
  ),
  predictions: z.nullable(z.optional(path)),
  figures: z.array(path),
  curves: z.optional(
    z.nullable(z.looseObject({ roc: points, precision_recall: points, averaged: z.literal('macro') })),
  ),
});

/** One file of `reports/runs/`. */
const run = z.looseObject({
  rows: count,
  metrics: estimates,
  target: z.nullable(target),
  checkpoint_sha256: sha256,
  training: z.nullable(
    z.looseObject({
      weights_sha256: sha256,
      device: text,
      seconds: number,
      unit: text,
      units_per_second: number,
      best_epoch: count,
      epochs: z.array(
        z.looseObject({ epoch: count, train_loss: number, validation_loss: z.nullable(number) }),
      ),
    }),
  ),
});

const expense = z.looseObject({ gpu_hours: number, amount: z.nullable(number) });

const cost = z.looseObject({
  gpu: text,
  gpus: count,
  mfu: number,
  mfu_from: z.enum(['measured', 'assumed']),
  hours: number,
  run: expense,
  tuning: expense,
  currency: word,
  gpu_hour_price: z.nullable(number),
  budget: z.nullable(number),
  budget_share: z.nullable(number),
});

const comparison = z.looseObject({ rows: count, loss: beforeAfter, accuracy: beforeAfter });

const update = z.looseObject({
  feedback_rows: count,
  learned_rows: count,
  replayed_rows: count,
  test: comparison,
  feedback: comparison,
  tolerance: number,
  accepted: z.boolean(),
  reason: text,
  checkpoint_sha256: sha256,
});

const explanation = z.looseObject({
  method: word,
  samples: count,
  figures: z.array(path),
  sanity: z.looseObject({ randomized_correlation: number, threshold: number, passed: z.boolean() }),
});

const compression = z.looseObject({
  methods: z.array(
    z.looseObject({
      name: word,
      size_bytes: beforeAfter,
      latency_ms: beforeAfter,
      metric: word,
      value: beforeAfter,
    }),
  ),
});

const deployment = z.looseObject({
  model: z.looseObject({ path, sha256, opset: count, size_bytes: count }),
  parity: z.looseObject({ rows: count, max_abs_difference: number, tolerance: number, passed: z.boolean() }),
  health: z.looseObject({ status: text }),
  latency_ms: z.looseObject({ p50: number, p99: number }),
  requests: count,
});

const drift = z.looseObject({
  reference_rows: count,
  current_rows: count,
  features: z.record(z.string(), z.looseObject({ psi: number, ks: number, p_value: number })),
  prediction: z.nullable(z.looseObject({ psi: number })),
  threshold: number,
  retrain: z.boolean(),
});

const passed = z.looseObject({ tool: text, passed: z.boolean() });
const quality = z.looseObject({
  lint: passed,
  types: passed,
  tests: z.looseObject({ tool: text, passed: z.boolean(), count }),
});

export const results = {
  data,
  model,
  tuning,
  training,
  cost,
  metrics,
  run,
  explanation,
  compression,
  deployment,
  drift,
  update,
  quality,
} as const;

export type Stage = keyof typeof results;
export type Result<Name extends Stage> = z.infer<(typeof results)[Name]>;

export interface Report<Name extends Stage> {
  readonly schema: string;
  /** ISO 8601 with offset. */
  readonly at: string;
  /** Commit, or '' outside git. */
  readonly git: string;
  readonly config_sha256: string;
  /** SHA-256 of each file, by its path in the project. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly result: Result<Name>;
}

/** Schema of `reports/<stage>.json`: the envelope around the result of one stage. */
export function reportSchema<Name extends Stage>(stage: Name): z.ZodMiniType<Report<Name>> {
  const envelope = z.looseObject({
    schema: z.literal(`ai-venture/${stage}@1`),
    at: time,
    git: text,
    config_sha256: text,
    inputs: z.record(path, sha256),
    result: results[stage],
  });
  // The generic index keeps TypeScript from seeing that `result` is the result of this very stage.
  return envelope as unknown as z.ZodMiniType<Report<Name>>;
}
