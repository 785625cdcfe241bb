/** Generated projects: finding them in folders, and what `.ai-venture/project.json` says of each. */
import { basename, join, relative, sep } from 'node:path';
import * as z from 'zod/mini';
import type { FileSystem } from './files.ts';
import { inside, projectFile } from './places.ts';
import { type Fault, readShape } from './shape.ts';

/** A Python identifier: it becomes part of command lines and paths, so nothing else will do. */
const packageName = z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/));

/** What this side needs of the file; the generator writes more, and a later version of it may know other tasks. */
const projectSchema = z.looseObject({
  schema: z.literal('ai-venture/project@1'),
  name: z.string().check(z.minLength(1), z.maxLength(400)),
  package: packageName,
  task: z.string(),
  plan: z.optional(z.array(z.string())),
});

export interface Project {
  /** Absolute path of the folder that holds `.ai-venture`. */
  readonly root: string;
  /** As the founder typed it: any text. The folder's name where the project file is at fault. */
  readonly name: string;
  /** Name of the Python package; '' where the project file is at fault. */
  readonly packageName: string;
  readonly task: string;
  /** The plan modules that are tracked beside the implementation. */
  readonly plan: readonly string[];
  /** What is wrong with `.ai-venture/project.json`. */
  readonly fault?: Fault;
}

const passedOver = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  'data',
  'site-packages',
  'dist',
  'build',
]);
const deepest = 4;

/** Projects in `folders` and up to four levels below them, in the order of folders and paths, each once. */
export async function findProjects(
  files: FileSystem,
  folders: readonly string[],
): Promise<readonly Project[]> {
  const roots = new Set<string>();
  for (const folder of folders) {
    for (const root of await rootsBelow(files, folder, deepest)) {
      roots.add(root);
    }
  }
  return Promise.all([...roots].map((root) => readProject(files, root)));
}

async function rootsBelow(files: FileSystem, folder: string, levels: number): Promise<readonly string[]> {
  const own = (await files.stat(join(folder, ...projectFile.split('/'))))?.kind === 'file' ? [folder] : [];
  if (levels === 0) {
    return own;
  }
  const below = (await files.list(folder))
    .filter(
      (entry) => entry.kind === 'directory' && !entry.name.startsWith('.') && !passedOver.has(entry.name),
    )
    .map((entry) => entry.name)
    .sort();
  const found = await Promise.all(below.map((name) => rootsBelow(files, join(folder, name), levels - 1)));
  return [...own, ...found.flat()];
}

/** The project at `root`. Never rejects: a project file at fault is told in `fault`. */
export async function readProject(files: FileSystem, root: string): Promise<Project> {
  const read = await readShape(files, root, projectFile, projectSchema);
  if (read.kind === 'ok') {
    const { name, package: packageName, task, plan = [] } = read.value;
    return { root, name, packageName, task, plan };
  }
  const unknown = { root, name: basename(root), packageName: '', task: '', plan: [] };
  return read.kind === 'missing' ? unknown : { ...unknown, fault: read };
}

/** `{package}` in a path or a command line becomes the package of the project. */
export function fillPackage(text: string, project: Project): string {
  return text.replaceAll('{package}', project.packageName || 'your_package');
}

/** The absolute path of a file of the project, links followed; undefined where that is outside or nothing is there. */
export async function resolveInside(
  files: FileSystem,
  root: string,
  path: string,
): Promise<string | undefined> {
  const full = inside(root, path);
  return full !== undefined && (await files.contains(root, full)) ? full : undefined;
}

/** The project that holds `path`: the innermost, where one lies in another. */
export function projectOf(projects: readonly Project[], path: string): Project | undefined {
  return projects
    .filter(({ root }) => path === root || path.startsWith(root + sep))
    .sort((a, b) => b.root.length - a.root.length)[0];
}

/** Path of `root` as it is shown beside the folder that it was found in; '.' for the folder itself. */
export function shownPath(root: string, folders: readonly string[]): string {
  const folder = folders.find((one) => root === one || root.startsWith(one + sep));
  return folder === undefined ? root : relative(folder, root).split(sep).join('/') || '.';
}
