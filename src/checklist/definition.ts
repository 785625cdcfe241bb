/** The checklist itself: which steps there are, in which order, and what belongs to each. Words are in the guide. */
import * as z from 'zod/mini';
import source from '../../guide/checklist.json' with { type: 'json' };
import { ruleNames } from './rules.ts';

const evidenceSchema = z.looseObject({ rule: z.enum(ruleNames), file: z.string() });

const stepSchema = z.strictObject({
  /** Permanent: progress files refer to it. */
  id: z.string().check(z.regex(/^\d+(\.\d+){2}$/)),
  /** What implements the step, most telling first; a trailing slash names a folder. */
  files: z.array(z.string()),
  /** What follows `python -m <package>`, in the order in which they are run. */
  commands: z.array(z.string().check(z.regex(/^[a-z]+( [a-z]+)*$/))),
  evidence: evidenceSchema,
});

/** What a founder can choose to track beside the implementation, each a chapter of the guide. */
export const planModules = ['management', 'feasibility', 'marketing', 'funding', 'premortem'] as const;

const definitionSchema = z.strictObject({
  version: z.literal(1),
  sections: z.array(
    z.strictObject({
      id: z.string().check(z.regex(/^\d+\.\d+$/)),
      /** Absent where every project has the section. */
      module: z.optional(z.enum(planModules)),
      steps: z.array(stepSchema),
    }),
  ),
});

export type StepDefinition = z.infer<typeof stepSchema>;
export type Definition = z.infer<typeof definitionSchema>;

/** Checks a definition, such as the text of `guide/checklist.json`; throws where it is at fault. */
export function readDefinition(value: unknown): Definition {
  return definitionSchema.parse(value);
}

/** Every step there is, those of all modules. */
export const definition: Definition = readDefinition(source);

const chosen = new Map<string, Definition>();

/** The steps of a project that tracks the modules `plan`; unknown modules add nothing. */
export function definitionFor(plan: readonly string[]): Definition {
  const key = plan.join();
  const made = chosen.get(key) ?? {
    ...definition,
    sections: definition.sections.filter(({ module }) => module === undefined || plan.includes(module)),
  };
  chosen.set(key, made);
  return made;
}

/** The chapter that every project works through; the others are chosen. */
export const mainChapter = '5';

/** The chapter of a section or a step. */
export function chapterOf(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

/** Every step of a definition in order. */
export function stepsOf({ sections }: Definition): readonly StepDefinition[] {
  return sections.flatMap((section) => section.steps);
}
