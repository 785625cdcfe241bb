/** Projects rendered from `templates/` as they lie, in memory. */
import path from 'node:path';
import { type Answers, answersSchema } from '../../../src/generator/answers.ts';
import { renderProject } from '../../../src/generator/render.ts';
import { sourceTemplates } from '../../../src/generator/template-source.ts';

export const templates = path.join(import.meta.dirname, '..', '..', '..', 'templates');

/** The text of every file of a project by its path; answers that are not given are the defaults. */
export async function filesOf(answers: Partial<Answers>): Promise<ReadonlyMap<string, string>> {
  const all = answersSchema.parse({ name: 'Acme Digits', ...answers });
  const files = await renderProject(all, '2026-11-23', sourceTemplates(templates, '0.0.0'));
  return new Map(files.map((file) => [file.path, new TextDecoder().decode(file.bytes)]));
}
