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
    z.looseObject({ id, title: words, date, owner: words, steps: z.optional(z.array(z.string())) }),
  ),
});

export const budgetSchema = z.looseObject({
  currency: id,
  as_of: date,
  cash: amount,
  funding: amount,
  monthly: z.array(z.looseObject({ name: words, amount })),
  training: z.looseObject({ budget: amount, gpu_hour_price: amount, gpu: words }),
});

export const teamSchema = z.looseObject({
  roles: z.array(z.looseObject({ id, title: words, person: words, by: date })),
});

export const risksSchema = z.looseObject({
  risks: z.array(
    z.looseObject({
      id,
      title: words,
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

export type Timeline = z.infer<typeof timelineSchema>;
export type Budget = z.infer<typeof budgetSchema>;

/** Places in a Markdown document that the founder has yet to fill in. */
export function countPlaceholders(markdown: string): number {
  return markdown.match(/^\s*>\s*\[!TODO\]/gim)?.length ?? 0;
}
