/**
 * Choosing the plan modules of a project that exists: the modules in its project file, and the files of those that come
 * in. Nothing is replaced and nothing is removed; what was added can be taken back while it is unchanged.
 */
import { existsSync, lstatSync, readFileSync, rmdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { isMap, isScalar, type ParsedNode, parseDocument } from 'yaml';
import { type FileSystem, nodeFiles } from '../project/files.ts';
import { parseJson } from '../project/json.ts';
import { type Fault, parseShape, readShape } from '../project/shape.ts';
import { message } from '../project/words.ts';
import { type AnswerProblem, type Answers, parseAnswers } from './answers.ts';
import { planModules } from './catalogue.ts';
import { recover, writePlan } from './generate.ts';
import { inspectTarget, maybe } from './inspect.ts';
import { layersOf } from './layers.ts';
import { type ProjectFile, projectFilePath, projectFileSchema } from './project-file.ts';
import { type ProjectFileContent, renderLayers, type Templates } from './render.ts';

/** The project file is not there or cannot be read; nothing was changed. */
export class UnreadableProject extends Error {
  override readonly name = 'UnreadableProject';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message.key);
    this.fault = fault;
  }
}

/** The project was made with answers that these templates do not know; nothing was changed. */
export class UnknownAnswers extends Error {
  override readonly name = 'UnknownAnswers';
  readonly problem: AnswerProblem;
  constructor(problem: AnswerProblem) {
    super(problem.key);
    this.problem = problem;
  }
}

export interface PlanChange {
  /** The folder of the project, absolute. */
  readonly root: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Files that were written, and folders that were made for them, from the top down. */
  readonly files: readonly ProjectFileContent[];
  readonly folders: readonly string[];
  /** How many files of the new modules were there already and were left as they are. */
  readonly kept: number;
}

/** What the project file of `root` says. Rejects with UnreadableProject. */
export async function readProjectFile(root: string, files: FileSystem = nodeFiles): Promise<ProjectFile> {
  const read = await readShape(files, root, projectFilePath, projectFileSchema);
  if (read.kind === 'ok') {
    // The shape is checked without filling in what older projects lack.
    return projectFileSchema.parse(read.value);
  }
  throw new UnreadableProject(
    read.kind === 'missing' ? { line: 0, column: 0, message: message('file.missing') } : read,
  );
}

/**
 * Makes the project in `root` track the modules `wanted`, and those that only a newer version knows as before. Rejects
 * with UnreadableProject, UnknownAnswers or a GenerationError; then nothing was changed.
 */
export async function choosePlans(
  root: string,
  wanted: readonly string[],
  templates: Templates,
  files: FileSystem = nodeFiles,
): Promise<PlanChange> {
  const project = await readProjectFile(root, files);
  const known = planModules.map(({ id }) => id);
  const after = [
    ...known.filter((id) => wanted.includes(id)),
    ...project.plan.filter((id) => !known.includes(id)),
  ];
  const added = after.filter((id) => known.includes(id) && !project.plan.includes(id));
  const written = await addFiles(root, project, added, templates);
  const change = { root, before: project.plan, after, ...written };
  try {
    await setPlan(root, after, () => true, files);
  } catch (error) {
    removeAdded(change);
    throw error;
  }
  return change;
}

async function addFiles(
  root: string,
  project: ProjectFile,
  added: readonly string[],
  templates: Templates,
): Promise<Pick<PlanChange, 'files' | 'folders' | 'kept'>> {
  if (added.length === 0) {
    return { files: [], folders: [], kept: 0 };
  }
  const answers = answersOf(project, added);
  const layers = layersOf(answers).filter((layer) => layer.startsWith('modules/'));
  const rendered = [...(await renderLayers(layers, answers, project.created, templates)).values()];
  await recover(root);
  const inspection = inspectTarget(root, rendered);
  const folders = missingFolders(root, rendered);
  const result = await writePlan({ files: rendered, inspection }, new Map(), {});
  const created = new Set(result.files.flatMap((file) => (file.action === 'created' ? [file.path] : [])));
  return {
    files: rendered.filter((file) => created.has(file.path)),
    folders,
    kept: rendered.length - created.size,
  };
}

/** The answers that a project was made from, but for its modules, which are `plan`. */
function answersOf(project: ProjectFile, plan: readonly string[]): Answers {
  const { name, task, framework, accelerator, deployment, language, author } = project;
  const { answers, problems } = parseAnswers({
    name,
    task,
    framework,
    accelerator,
    deployment,
    language,
    author,
    plan,
  });
  const [problem] = problems ?? [];
  if (problem !== undefined) {
    throw new UnknownAnswers(problem);
  }
  return answers as Answers;
}

function missingFolders(root: string, files: readonly ProjectFileContent[]): readonly string[] {
  const above = (folder: string): readonly string[] =>
    folder === '.' ? [] : [...above(path.posix.dirname(folder)), folder];
  const all = new Set(files.flatMap((file) => above(path.posix.dirname(file.path))));
  return [...all].filter((folder) => !existsSync(path.join(root, folder)));
}

export interface Undone {
  /** Paths of files that were removed again, and of those that were not because somebody has changed them since. */
  readonly removed: readonly string[];
  readonly left: readonly string[];
  /** Whether the project file names the modules of before again: not where somebody has changed them since. */
  readonly restored: boolean;
}

/** Takes a change back as far as nobody has built on it. Rejects with UnreadableProject or what the file system says. */
export async function undoPlans(change: PlanChange, files: FileSystem = nodeFiles): Promise<Undone> {
  const restored = await setPlan(
    change.root,
    change.before,
    (plan) => JSON.stringify(plan) === JSON.stringify(change.after),
    files,
  );
  return { ...removeAdded(change), restored };
}

function removeAdded({ root, files, folders }: PlanChange): Pick<Undone, 'removed' | 'left'> {
  const removed: string[] = [];
  const left: string[] = [];
  for (const file of files) {
    const place = path.join(root, file.path);
    const stats = maybe(() => lstatSync(place));
    if (stats === undefined) {
      continue;
    }
    if (stats.isFile() && readFileSync(place).equals(file.bytes)) {
      unlinkSync(place);
      removed.push(file.path);
    } else {
      left.push(file.path);
    }
  }
  for (const folder of [...folders].reverse()) {
    try {
      rmdirSync(path.join(root, folder));
    } catch {
      // Something else lies in it by now.
    }
  }
  return { removed, left };
}

/** Sets the modules in the project file where `expected` holds for those that are there; says whether it did. */
async function setPlan(
  root: string,
  plan: readonly string[],
  expected: (before: readonly string[]) => boolean,
  files: FileSystem,
): Promise<boolean> {
  let done = false;
  await files.replace(path.join(root, projectFilePath), (text) => {
    const read = parseShape(text ?? '', parseJson, projectFileSchema);
    if (text === undefined || read.kind !== 'ok') {
      const missing: Fault = { line: 0, column: 0, message: message('file.missing') };
      throw new UnreadableProject(read.kind === 'invalid' && text !== undefined ? read : missing);
    }
    done = expected(read.value.plan ?? []);
    return done ? withPlan(text, plan) : undefined;
  });
  return done;
}

/** `text`, a project file that parses, with the modules `plan`; every other sign stays as it is. */
export function withPlan(text: string, plan: readonly string[]): string {
  // JSON is YAML, whose parser tells where each value stands.
  const { contents } = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const pairs = isMap<ParsedNode, ParsedNode | null>(contents) ? contents.items : [];
  const find = (name: string) => pairs.find(({ key }) => isScalar(key) && key.value === name);
  const first = pairs[0]?.key.range[0] ?? 0;
  const [margin] = /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, first)) ?? [''];
  const list = listJson(plan, margin);
  const own = find('plan')?.value?.range;
  if (own != null) {
    return text.slice(0, own[0]) + list + text.slice(own[1]);
  }
  const end = (find('deployment') ?? pairs.at(-1))?.value?.range?.[1] ?? first;
  return `${text.slice(0, end)},${margin || ' '}"plan": ${list}${text.slice(end)}`;
}

/** A list as the rest of the file is written: one member a line where its keys have a line each. */
function listJson(members: readonly string[], margin: string): string {
  if (members.length === 0 || !margin.includes('\n')) {
    return `[${members.map((one) => JSON.stringify(one)).join(', ')}]`;
  }
  const unit = margin.replace(/^\r?\n/, '');
  const inner = members.map((one) => `${margin}${unit}${JSON.stringify(one)}`);
  return `[${inner.join(',')}${margin}]`;
}
