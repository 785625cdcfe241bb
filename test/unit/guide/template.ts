/** What generated projects hold, of every task and framework, with all plans. */
import { planModules, tasks } from '../../../src/generator/catalogue.ts';
import type { Language } from '../../../src/l10n.ts';
import { filesOf } from '../support/rendered.ts';
import { reportFiles } from './report-keys.ts';

/** What a run makes. */
const made = new Set([...reportFiles, 'reports/evaluation.html', 'reports/runs/']);
const plan = planModules.map(({ id }) => id);

/** The files of each kind of project by its name, with `{package}` in the place of the package. */
export async function projectsIn(language: Language): Promise<ReadonlyMap<string, readonly string[]>> {
  const kinds = tasks.flatMap(({ id, frameworks }) => frameworks.map((framework) => ({ id, framework })));
  const projects = kinds.map(async ({ id, framework }): Promise<[string, readonly string[]]> => {
    const files = await filesOf({ task: id, framework, language, plan });
    return [
      `${id}, ${framework}`,
      [...files.keys()].map((file) => file.replace(/^src\/[^/]+/, 'src/{package}')),
    ];
  });
  return new Map(await Promise.all(projects));
}

/** The kinds of project that lack this file, or this folder where it ends in a slash; a report is made by a run. */
export function lacking(projects: ReadonlyMap<string, readonly string[]>, path: string): readonly string[] {
  if (made.has(path)) {
    return [];
  }
  const found = (file: string) => (path.endsWith('/') ? file.startsWith(path) : file === path);
  return [...projects].filter(([, files]) => !files.some(found)).map(([kind]) => kind);
}
