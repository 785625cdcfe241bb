/** `.ai-venture/project.json`: what a project was made from, and by which templates. Written once, by generation. */
import * as z from 'zod/mini';
import { languages } from '../l10n.ts';
import type { Answers } from './answers.ts';
import { usualDeployment } from './catalogue.ts';
import { projectNames } from './names.ts';

export const projectFilePath = '.ai-venture/project.json';

/** Tasks and frameworks are plain text here: a project made by a newer version is still a project. */
export const projectFileSchema = z.object({
  schema: z.literal('ai-venture/project@1'),
  name: z.string().check(z.minLength(1)),
  folder: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]*$/)),
  package: z.string().check(z.regex(/^[a-z_][a-z0-9_]*$/)),
  task: z.string(),
  framework: z.string(),
  accelerator: z.string(),
  /** Absent where the project was made before there was a choice. */
  deployment: z._default(z.array(z.string()), [...usualDeployment]),
  plan: z._default(z.array(z.string()), []),
  language: z.enum(languages),
  author: z.string(),
  /** Day of generation. */
  created: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
  /** Version of the templates. */
  templates: z.string(),
});

export type ProjectFile = z.output<typeof projectFileSchema>;

/** The content of the file, keys in a fixed order, for a project made on `date` (ISO) by templates of `version`. */
export function projectFile(answers: Answers, date: string, version: string): string {
  const { name, task, framework, accelerator, deployment, plan, language, author } = answers;
  const file: ProjectFile = {
    schema: 'ai-venture/project@1',
    name,
    ...projectNames(name),
    task,
    framework,
    accelerator,
    deployment,
    plan,
    language,
    author,
    created: date,
    templates: version,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
