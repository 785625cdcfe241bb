/** Small layers of templates in a temporary folder, and what the tests say about a folder. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AnswerName, type Answers, parseAnswers } from '../../../src/generator/answers.ts';
import { sourceTemplates } from '../../../src/generator/template-source.ts';

export const repository = path.resolve(import.meta.dirname, '..', '..', '..');
export const date = '2026-11-23';

/** A new folder, removed by `removeFolders`. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'ai-venture-test-')));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

export function removeFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function answersFor(
  given: Readonly<Partial<Record<AnswerName, string | readonly string[]>>>,
): Answers {
  const { answers, problems } = parseAnswers(given);
  if (problems) {
    throw new Error(JSON.stringify(problems));
  }
  return answers;
}

/** Templates of the layers `files`, whose keys are paths below `templates/`. */
export function templatesOf(files: Readonly<Record<string, string>>) {
  const root = newFolder();
  putFiles(root, files);
  return sourceTemplates(root, '1.2.3');
}

/** One value in every format, as a generated project has them. */
export const formats: Readonly<Record<string, string>> = {
  'base/src/__package__/name.py.hbs': 'NAME = {{py name}}\n',
  'base/pyproject.toml.hbs': 'folder = "{{id folder}}"\nname = {{toml name}}\n',
  'base/config.yaml.hbs': 'name: {{yaml name}}\n',
  'base/settings.json.hbs': '{ "name": {{json name}} }\n',
  'base/run.sh.hbs': "printf '%s' {{sh name}}\n",
  'base/Dockerfile.hbs': 'LABEL name={{dockerfile name}}\n',
  'base/README.md.hbs': '# {{md name}}\n\n{{md name}}\n',
  'base/LICENSE.hbs': 'Copyright {{text author}}\n',
};

export function putFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(root, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
}

/** Everything in a folder: paths with content (latin1, so that bytes stay apart), folders with a slash. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .map((entry): [string, string] => {
        const full = path.join(entry.parentPath, entry.name);
        const name = path.relative(folder, full);
        return entry.isDirectory() ? [`${name}/`, ''] : [name, readFileSync(full, 'latin1')];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
