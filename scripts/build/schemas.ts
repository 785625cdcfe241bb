/**
 * JSON schemas of the files that founders edit, for editors and for other tools: `dist/schemas/<name>.json`. Made of the
 * zod schemas that read those files, with the English words of the plan area. Draft 7 is what both the editor's own JSON
 * support and the YAML extension by Red Hat know in full.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { progressFileSchema } from '../../src/checklist/progress.ts';
import { answersSchema } from '../../src/generator/answers.ts';
import { projectFileSchema } from '../../src/generator/project-file.ts';
import { meaningOf, planWords } from '../../src/plan-language/words.ts';
import { planNames, planSchemas } from '../../src/project/plans.ts';

type Json = z.core.JSONSchema.BaseSchema;

const sources = {
  ...planSchemas,
  project: projectFileSchema,
  progress: progressFileSchema,
  answers: answersSchema,
} as const;

export type SchemaName = keyof typeof sources;

export const schemaNames = Object.keys(sources) as readonly SchemaName[];

/** Which files in a workspace a schema is for, as `jsonValidation` and `yamlValidation` name them. */
export const schemaFiles: Readonly<Record<SchemaName, string>> = {
  ...(Object.fromEntries(planNames.map((name) => [name, `plan/${name}.yaml`])) as Record<
    (typeof planNames)[number],
    string
  >),
  project: '.ai-venture/project.json',
  progress: '.ai-venture/progress.json',
  answers: 'ai-venture.answers.json',
};

/** The JSON schema of one kind of file. Throws where a key has no words. */
export function schemaOf(name: SchemaName): Json {
  const made = z.toJSONSchema(sources[name], { target: 'draft-7', io: 'input' });
  describe(made, [name]);
  return { ...made, title: planWords('en')(`file.${name}`) };
}

/** Writes every schema into `dist/schemas`. */
export function writeSchemas(dist: string): void {
  const folder = path.join(dist, 'schemas');
  mkdirSync(folder, { recursive: true });
  for (const name of schemaNames) {
    writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(schemaOf(name), null, 1)}\n`);
  }
}

/** Gives every key its title and what it means. */
function describe(schema: Json, names: readonly string[]): void {
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const path = [...names, key];
    const meaning = meaningOf(path.join('.'), 'en');
    if (meaning === undefined || typeof inner === 'boolean') {
      throw new Error(`l10n/en/plan.json has no key.${path.join('.')}`);
    }
    inner.title = key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ');
    inner.description = meaning;
    describe(inner, path);
  }
  for (const inner of [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])].flat()) {
    if (typeof inner === 'object') {
      describe(inner, names);
    }
  }
  // The pattern of a date says no more than its format, and an editor would show it in full.
  if (schema.format === 'date' || schema.format === 'date-time') {
    delete schema.pattern;
  }
}
