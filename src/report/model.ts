/**
 * What a project's files come to: the one model behind the dashboard, its exports and `ai-venture report`. Plain JSON.
 * Text from the project's files stands as it was written; our own words (`says`, `label`) are in `language`.
 */
import * as z from 'zod/mini';
import { languages } from '../l10n.ts';

const text = z.string();
const number = z.number();
const count = z.number().check(z.int(), z.nonnegative());
const day = z.iso.date();
const month = z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/));
const some = <Schema extends z.ZodMiniType>(schema: Schema) => z.nullable(schema);
/** A part of 1. */
const share = z.number();

/** A file that cannot be read, with the line (from 1; 0 for the file as a whole). */
const problem = z.object({ file: text, line: count, says: text });

/** Null where there is nothing to show yet; the problem where the card's file cannot be read; else its figures. */
const card = <Figures extends z.ZodMiniType>(figures: Figures) =>
  z.union([z.null(), z.object({ problem }), figures]);

const interval = { value: number, low: some(number), high: some(number) };

const point = z.object({ day, steps: number });

const progress = z.object({
  done: count,
  /** Without the skipped ones. */
  all: count,
  skipped: count,
  doing: count,
  toConfirm: count,
  overdue: count,
  /** In the order of the checklist; `title` in the view's language. */
  sections: z.array(z.object({ id: text, title: text, done: count, all: count })),
  /** Each series holds its value from its day on; `plan` is straight between its points, null without a timeline. */
  burnup: some(
    z.object({
      done: z.array(point),
      scope: z.array(point),
      plan: some(z.array(point)),
      today: day,
      /** Steps ahead (+) or behind (−) of the plan. */
      ahead: some(number),
      /** Day of the last step at the pace so far. */
      finish: some(day),
    }),
  ),
});

const line = z.object({ name: text, amount: some(number) });

const money = z.object({
  currency: text,
  /** Day of `cash` and `funding`. */
  asOf: some(day),
  cash: some(number),
  /** Promised in writing, not yet paid out; in no figure but this one. */
  funding: some(number),
  /** Net a month: what goes out less what comes in; negative where cash grows. */
  burn: some(number),
  /** From the last three months of `actual`, or from what is planned where there are fewer. */
  burnFrom: some(z.enum(['actual', 'plan'])),
  /** cash ÷ burn; null where either is unknown or nothing burns. */
  runway: some(number),
  /** Last day that the cash reaches, counted from `asOf`. */
  until: some(day),
  /** Whether cost as it is and income that grows as it does reach profit on the cash left; null where unknown. */
  defaultAlive: some(z.boolean()),
  /** Planned, a month. */
  lines: z.array(line),
  income: z.array(line),
  /** Sums of `lines` and `income`; null where one of the amounts is not filled in. */
  plannedSpend: some(number),
  plannedIncome: some(number),
  /** Oldest first. */
  months: z.array(
    z.object({
      month,
      spent: some(number),
      income: some(number),
      training: some(number),
      planned: some(number),
    }),
  ),
  training: z.object({
    budget: some(number),
    /** What the planned model costs to train once, from reports/cost.json; the search `tune` comes on top. */
    estimate: some(number),
    search: some(number),
    gpuHours: some(number),
    /** Of `actual`, all months. */
    spent: some(number),
    /** Estimate ÷ budget. */
    share: some(number),
    gpu: text,
    /** Whether the utilization behind the estimate was measured or assumed. */
    from: some(z.enum(['measured', 'assumed'])),
    /** Why there is no estimate, or what does not fit; '' where all is well. */
    says: text,
  }),
});

const timeline = z.object({
  start: day,
  end: some(day),
  today: day,
  /** In the order of the file. A bar reaches from `from` to `to`; both are null where the date is not filled in. */
  milestones: z.array(
    z.object({
      id: text,
      title: text,
      from: some(day),
      to: some(day),
      owner: text,
      /** Ids that exist. */
      depends: z.array(text),
      state: z.enum(['done', 'open', 'late']),
      steps: z.object({ done: count, all: count }),
    }),
  ),
  /** Place of the next one that is open in `milestones`. */
  next: some(count),
});

const risks = z.object({
  /** Highest score first; those that are not weighed come last. */
  risks: z.array(
    z.object({
      id: text,
      title: text,
      /** Id of the kind and its name; '' where the file gives none. */
      kind: text,
      kindLabel: text,
      likelihood: some(count),
      impact: some(count),
      /** likelihood × impact, of 25. */
      score: some(count),
      owner: text,
      response: text,
      review: some(day),
      reviewPassed: z.boolean(),
    }),
  ),
  /** How many lack a weight, an owner, a response or a review date. */
  incomplete: count,
  reviewsPassed: count,
  highest: some(count),
});

const team = z.object({
  roles: z.array(
    z.object({
      id: text,
      title: text,
      /** '' where the role is open. */
      person: text,
      by: some(day),
      /** Open, and `by` has passed. */
      late: z.boolean(),
    }),
  ),
  /** Each once, in the order of the roles. */
  people: z.array(z.object({ name: text, roles: z.array(text) })),
  open: count,
  late: count,
});

const goals = z.object({
  goals: z.array(
    z.object({
      id: text,
      title: text,
      metric: text,
      /** Name of the metric in the view's language; the metric's own name where we know none. */
      metricLabel: text,
      target: some(number),
      direction: z.enum(['higher', 'lower']),
      by: some(day),
      owner: text,
      /** From reports/metrics.json, or the latency of reports/deployment.json; null where the metric is not there. */
      value: some(number),
      met: some(z.boolean()),
      /** Not met, and `by` has passed. */
      late: z.boolean(),
    }),
  ),
  met: count,
});

const compliance = z.object({
  items: z.array(
    z.object({
      id: text,
      title: text,
      law: text,
      owner: text,
      due: some(day),
      state: z.enum(['open', 'done']),
      late: z.boolean(),
    }),
  ),
  done: count,
  late: count,
});

const funding = z.object({
  currency: text,
  asOf: some(day),
  goal: z.object({
    amount: some(number),
    /** Title of the milestone, or its id where the timeline does not have it. */
    milestone: text,
    months: some(number),
    marginMonths: some(number),
    /** Money of the rounds that are closed, and of those still open or planned. */
    closed: number,
    planned: number,
  }),
  /** Shares of today, and after the rounds that are open or planned, in the order of their dates. */
  holders: z.array(z.object({ holder: text, now: some(share), after: some(share) })),
  /** Sum of the shares of today; null where one is not filled in. */
  sum: some(share),
  rounds: z.array(
    z.object({
      id: text,
      title: text,
      instrument: z.enum(['equity', 'safe', 'note', 'grant', 'debt', 'revenue']),
      instrumentLabel: text,
      amount: some(number),
      preMoney: some(number),
      pool: some(share),
      /** What the money of the round buys; 0 where it buys none, null where unknown. */
      share: some(share),
      date: some(day),
      state: z.enum(['planned', 'open', 'closed']),
      stateLabel: text,
      late: z.boolean(),
    }),
  ),
  channels: z.array(z.object({ id: text, title: text, owner: text, by: some(day), late: z.boolean() })),
  /** Every stage in order, also where nobody is in it. */
  pipeline: z.array(
    z.object({
      stage: z.enum(['listed', 'contacted', 'met', 'diligence', 'term-sheet', 'closed', 'declined']),
      label: text,
      investors: z.array(
        z.object({ id: text, name: text, kind: text, owner: text, next: some(day), late: z.boolean() }),
      ),
    }),
  ),
  use: z.array(z.object({ name: text, amount: some(number), milestone: text })),
  /** Sum of `use`, null where an amount is not filled in; and what it leaves of the goal. */
  used: some(number),
  left: some(number),
  receivables: z.array(
    z.object({
      id: text,
      customer: text,
      amount: some(number),
      due: some(day),
      paid: z.boolean(),
      late: z.boolean(),
    }),
  ),
});

const premortem = z.object({
  /** Seen ones first, then in the order of the file. */
  signs: z.array(
    z.object({
      id: text,
      title: text,
      sign: text,
      threshold: text,
      file: text,
      owner: text,
      review: some(day),
      reviewPassed: z.boolean(),
      state: z.enum(['watching', 'seen', 'excluded']),
      stateLabel: text,
    }),
  ),
  seen: count,
  watching: count,
  reviewsPassed: count,
});

const feedback = z.object({
  items: z.array(
    z.object({
      id: text,
      at: text,
      source: text,
      text,
      state: z.enum(['new', 'triaged', 'done']),
      action: text,
    }),
  ),
  new: count,
  triaged: count,
  done: count,
});

const metric = z.object({ name: text, label: text, ...interval });
const loss = z.array(z.object({ epoch: count, train: number, validation: some(number) }));
const target = some(z.object({ metric: text, label: text, value: number, met: z.boolean() }));

const lastRun = z.object({
  at: text,
  /** Seven digits, or '' outside git. */
  commit: text,
  rows: count,
  metrics: z.array(metric),
  target,
  /** From reports/training.json; empty where it is missing. Epochs count from 1. */
  loss,
  bestEpoch: some(count),
  seconds: some(number),
  device: text,
  /** What has changed since the run; '' where nothing has. */
  stale: text,
});

const runs = z.object({
  /** Oldest first; the newest `kept` of all that there are. */
  runs: z.array(
    z.object({
      /** ISO 8601. */
      at: text,
      commit: text,
      /** First seven digits: runs of one configuration have the same. */
      config: text,
      /** In the order of `metrics`; null where the run does not have it. */
      values: z.array(some(z.object(interval))),
      met: some(z.boolean()),
      seconds: some(number),
      unitsPerSecond: some(number),
      loss,
    }),
  ),
  /** Of all runs shown, those of the last run first. `direction` says which way is better; null where we do not know. */
  metrics: z.array(z.object({ name: text, label: text, direction: some(z.enum(['higher', 'lower'])) })),
  /** Target of the last run. */
  target,
  /** What `unitsPerSecond` counts, in the view's language. */
  unit: text,
  /** How many there are on disk. */
  all: count,
  /** Files that cannot be read; at most the first five. */
  problems: z.array(problem),
  unreadable: count,
});

const confusion = z.object({
  /** Of many classes, those with the most mistakes. */
  labels: z.array(text),
  /** `counts[i][j]`: examples of class i that were taken for class j. */
  counts: z.array(z.array(count)),
  /** Classes that are not among `labels`. */
  leftOut: count,
  /** Of all classes. */
  right: count,
  all: count,
});

const pair = z.tuple([number, number]);
const curves = z.object({
  /** [false positive rate, true positive rate], from 0 to 1. */
  roc: z.array(pair),
  /** [recall, precision]. */
  precisionRecall: z.array(pair),
  /** Mean over the classes, each against all others. */
  averaged: z.literal('macro'),
  rocAuc: some(z.object(interval)),
  averagePrecision: some(z.object(interval)),
  /** Part of positives: what a model that knows nothing reaches in the precision-recall curve. */
  base: some(number),
});

const drift = z.object({
  at: text,
  referenceRows: count,
  currentRows: count,
  threshold: number,
  retrain: z.boolean(),
  /** Of the predictions. */
  prediction: some(number),
  /** Highest first. */
  features: z.array(z.object({ name: text, psi: number, ks: number, pValue: number, drifted: z.boolean() })),
});

/** The cards, in the order in which they are shown. */
export const cardNames = [
  'progress',
  'money',
  'timeline',
  'goals',
  'risks',
  'team',
  'lastRun',
  'runs',
  'curves',
  'confusion',
  'drift',
  'funding',
  'compliance',
  'feedback',
  'premortem',
] as const;

export const reportModelSchema = z.object({
  schema: z.literal('ai-venture/report@1'),
  language: z.enum(languages),
  /** When the files were read, ISO 8601. */
  at: text,
  today: day,
  project: z.object({
    name: text,
    /** In the view's language. */
    task: text,
    /** Seven digits of the commit that is checked out, or '' without git. */
    commit: text,
  }),
  progress: card(progress),
  money: card(money),
  timeline: card(timeline),
  goals: card(goals),
  risks: card(risks),
  team: card(team),
  lastRun: card(lastRun),
  runs: card(runs),
  curves: card(curves),
  confusion: card(confusion),
  drift: card(drift),
  funding: card(funding),
  compliance: card(compliance),
  feedback: card(feedback),
  premortem: card(premortem),
  /** What does not fit together in files that can be read; the cards show their figures all the same. */
  faults: z.array(z.object({ card: z.enum(cardNames), file: text, line: count, says: text })),
});

export type ReportModel = z.infer<typeof reportModelSchema>;
export type CardName = (typeof cardNames)[number];
export type Problem = z.infer<typeof problem>;
export type ReportFault = ReportModel['faults'][number];
/** The figures of a card that has some. */
export type Figures<Name extends CardName> = Exclude<ReportModel[Name], null | { problem: Problem }>;
/** What a card can be. */
export type Card<Name extends CardName> = null | { problem: Problem } | Figures<Name>;

/** The figures of a card; undefined where it has none. */
export function figuresOf<Name extends CardName>(model: ReportModel, name: Name): Figures<Name> | undefined {
  const found: null | object = model[name];
  return found === null || 'problem' in found ? undefined : (found as Figures<Name>);
}
