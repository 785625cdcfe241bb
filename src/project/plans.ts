/** The plan files of a generated project. What the founder has yet to fill in is null or ''; that is not a fault. */
import * as z from 'zod/mini';

const id = z.string().check(z.minLength(1));
const words = z.nullable(z.string());
const date = z.nullable(z.iso.date());
const amount = z.nullable(z.number().check(z.nonnegative()));
const oneToFive = z.nullable(z.number().check(z.int(), z.gte(1), z.lte(5)));

export const goalsSchema = z.looseObject({
  goals: z.array(
    z.looseObject({
      id,
      title: words,
      metric: words,
      target: z.nullable(z.number()),
      by: date,
      owner: words,
    }),
  ),
});

export const timelineSchema = z.looseObject({
  start: z.iso.date(),
  milestones: z.array(
    z.looseObject({
      id,
      title: words,
      date,
      owner: words,
      steps: z.optional(z.array(z.string())),
      /** Ids of the milestones that come first; without it the one before it in the file. */
      depends: z.optional(z.array(z.string())),
    }),
  ),
});

const line = z.looseObject({ name: words, amount });
const month = z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/));

export const budgetSchema = z.looseObject({
  currency: id,
  as_of: date,
  cash: amount,
  /** Promised in writing, not yet paid out. */
  funding: amount,
  /** What is expected to go out each month. */
  monthly: z.array(line),
  /** What is expected to come in each month. */
  income: z.optional(z.array(line)),
  training: z.looseObject({ budget: amount, gpu_hour_price: amount, gpu: words }),
  /** What really went out and came in; `training` is the part of `spent` that training cost. */
  actual: z.optional(z.array(z.looseObject({ month, spent: amount, income: amount, training: amount }))),
});

export const teamSchema = z.looseObject({
  roles: z.array(
    z.looseObject({ id, title: words, person: words, by: date, duties: z.optional(z.unknown()) }),
  ),
});

export const riskKinds = ['technical', 'market', 'compliance', 'credit', 'money', 'people'] as const;

export const risksSchema = z.looseObject({
  risks: z.array(
    z.looseObject({
      id,
      title: words,
      kind: z.optional(z.enum(riskKinds)),
      likelihood: oneToFive,
      impact: oneToFive,
      owner: words,
      response: words,
      review: date,
    }),
  ),
});

export const complianceSchema = z.looseObject({
  items: z.array(
    z.looseObject({ id, title: words, law: words, owner: words, due: date, state: z.enum(['open', 'done']) }),
  ),
});

export const feedbackSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      id,
      at: words,
      source: words,
      text: words,
      state: z.enum(['new', 'triaged', 'done']),
      action: words,
    }),
  ),
});

const share = z.nullable(z.number().check(z.gte(0), z.lte(1)));

export const fundingSchema = z.looseObject({
  currency: id,
  as_of: date,
  /** How much, to reach which milestone of the timeline, over how many months, and how many more to be safe. */
  goal: z.looseObject({ amount, milestone: words, months: amount, margin_months: amount }),
  /** Who holds which part of the company today; parts of 1. */
  cap_table: z.array(z.looseObject({ holder: words, share })),
  rounds: z.array(
    z.looseObject({
      id,
      title: words,
      instrument: z.enum(['equity', 'safe', 'note', 'grant', 'debt', 'revenue']),
      amount,
      pre_money: amount,
      /** Part of the company that the round sets aside for employees. */
      pool: share,
      date,
      state: z.enum(['planned', 'open', 'closed']),
    }),
  ),
  channels: z.array(z.looseObject({ id, title: words, owner: words, by: date })),
  investors: z.array(
    z.looseObject({
      id,
      name: words,
      kind: words,
      stage: z.enum(['listed', 'contacted', 'met', 'diligence', 'term-sheet', 'closed', 'declined']),
      owner: words,
      next: date,
    }),
  ),
  use: z.array(z.looseObject({ name: words, amount, milestone: words })),
  receivables: z.array(z.looseObject({ id, customer: words, amount, due: date, paid: z.boolean() })),
});

export const premortemSchema = z.looseObject({
  signs: z.array(
    z.looseObject({
      /** The step of the checklist that the sign belongs to. */
      id,
      title: words,
      sign: words,
      threshold: words,
      /** Where the sign would show. */
      file: words,
      owner: words,
      review: date,
      state: z.enum(['watching', 'seen', 'excluded']),
    }),
  ),
});

/** The plan files, by the name that each has in `plan/`. */
export const planSchemas = {
  goals: goalsSchema,
  timeline: timelineSchema,
  budget: budgetSchema,
  team: teamSchema,
  risks: risksSchema,
  compliance: complianceSchema,
  feedback: feedbackSchema,
  funding: fundingSchema,
  premortem: premortemSchema,
} as const;

export type PlanName = keyof typeof planSchemas;
export type Plan<Name extends PlanName> = z.infer<(typeof planSchemas)[Name]>;

export const planNames = Object.keys(planSchemas) as readonly PlanName[];

/** Path of a plan file in the project. */
export function planFile(name: PlanName): string {
  return `plan/${name}.yaml`;
}

export type Funding = z.infer<typeof fundingSchema>;
export type Risks = z.infer<typeof risksSchema>;
export type Team = z.infer<typeof teamSchema>;
export type Goals = z.infer<typeof goalsSchema>;
export type Compliance = z.infer<typeof complianceSchema>;
export type Feedback = z.infer<typeof feedbackSchema>;
export type Premortem = z.infer<typeof premortemSchema>;

export type Timeline = z.infer<typeof timelineSchema>;
export type Budget = z.infer<typeof budgetSchema>;

/** Places in a Markdown document that the founder has yet to fill in. */
export function countPlaceholders(markdown: string): number {
  return markdown.match(/^\s*>\s*\[!TODO\]/gim)?.length ?? 0;
}
