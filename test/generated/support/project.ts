/**
 * A generated project with an environment that outlives the run. The folder of the project lies in the cache, so that
 * `.venv` keeps its place from run to run; everything else in it is generated anew.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Done, root, shell, succeed } from './run.ts';

export interface Project {
  readonly folder: string;
  readonly package: string;
  /** The Python of its environment. */
  readonly python: string;
  /** What the README tells to type, in order. */
  readonly commands: readonly string[];
  /** The run of the first command. */
  readonly setUp: Done;
}

export interface NewProject {
  readonly name?: string;
  readonly task?: string;
  readonly framework?: string;
  readonly deployment?: string;
  readonly plan?: string;
  readonly language?: string;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Every way to deploy that goes together and all plans, so that what each adds is linted, typed and tested with the rest. */
const everything = {
  deployment: 'docker,compose,kubernetes,ray,github',
  plan: 'management,feasibility,marketing,funding,premortem',
};

/** Generates a project through the CLI, as built. */
export async function generate(folder: string, answers: NewProject = {}): Promise<void> {
  const usual = { task: 'image-classification', name: 'Acme Digits', language: 'en', ...everything };
  const options = { ...usual, ...answers };
  const flags = Object.entries(options).map(([name, value]) => `--${name} ${quoted(String(value))}`);
  const cli = path.join(root, 'dist', 'cli.js');
  await succeed(
    `${quoted(process.execPath)} ${quoted(cli)} new ${quoted(folder)} ${flags.join(' ')} --yes`,
    root,
  );
}

/** Changes values in `configs/<section>.yaml` as a person would: the rest of each line, its comment too, stays. */
export function configure(folder: string, section: string, values: Readonly<Record<string, string>>): void {
  const file = path.join(folder, 'configs', `${section}.yaml`);
  let text = readFileSync(file, 'utf8');
  for (const [key, value] of Object.entries(values)) {
    const line = new RegExp(`^${key}: \\S+`, 'm');
    assert.match(text, line);
    text = text.replace(line, `${key}: ${value}`);
  }
  writeFileSync(file, text);
}

/** The commands in the first `sh` block of a README, without comments. */
export function readmeCommands(folder: string): readonly string[] {
  const block =
    /^```sh\n([\s\S]*?)^```$/m.exec(readFileSync(path.join(folder, 'README.md'), 'utf8'))?.[1] ?? '';
  return block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** A new project, set up by the first command of its README in an environment from the cache. */
export async function cachedProject(answers: NewProject): Promise<Project> {
  const fresh = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
  const generated = path.join(fresh, 'venture');
  await generate(generated, answers);
  const home = cacheFolder(
    `${answers.task ?? 'image-classification'}-${answers.framework ?? 'pytorch'}`,
    environmentKey(generated),
  );
  await claim(path.join(home, 'owner'));
  const folder = path.join(home, 'venture');
  const venv = path.join(folder, '.venv');
  const aside = path.join(home, 'venv');
  // Whichever of the two places a killed run left it in.
  if (existsSync(venv)) {
    rmSync(aside, { recursive: true, force: true });
    renameSync(venv, aside);
  }
  rmSync(folder, { recursive: true, force: true });
  rmSync(fresh, { recursive: true, force: true });
  await generate(folder, answers);
  if (existsSync(aside)) renameSync(aside, venv);

  const commands = readmeCommands(folder);
  const [first, second] = commands;
  if (first === undefined || second === undefined || commands.length !== 2)
    throw new Error(
      `The README has ${commands.length} commands where it should have two: ${commands.join(' · ')}`,
    );
  const module = /-m (\S+) all$/.exec(second)?.[1];
  if (module === undefined) throw new Error(`The README's second command runs no stages: ${second}`);
  const python = path.join(folder, second.split(' ')[0] ?? '');
  const project = { folder, package: module, python, commands };

  let setUp = await shell(first, { cwd: folder });
  if (
    setUp.code !== 0 ||
    (await shell(`${quoted(python)} -m ${module} doctor`, { cwd: folder })).code !== 0
  ) {
    rmSync(venv, { recursive: true, force: true });
    setUp = await succeed(first, folder);
  }
  return { ...project, setUp };
}

/** Waits until no other run that is alive uses the folder, and keeps it until this process ends. */
async function claim(file: string): Promise<void> {
  for (let said = false; ; said = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      process.once('exit', () => rmSync(file, { force: true }));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner === process.pid) return;
    if (!alive(owner)) rmSync(file, { force: true });
    else {
      if (!said) console.log(`      Waiting for another run (${owner}) that uses ${path.dirname(file)}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What an environment depends on: another digest, another environment. */
function environmentKey(folder: string): string {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['pyproject.toml', 'bootstrap.py']) hash.update(readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

/** The cache of an environment; those of older templates go after three days without use. */
function cacheFolder(kind: string, key: string): string {
  const cache = process.env['AI_VENTURE_CACHE'] || path.join(os.homedir(), '.cache', 'ai-venture');
  const all = path.join(cache, 'python');
  const home = path.join(all, `${kind}-${key}`);
  mkdirSync(home, { recursive: true });
  utimesSync(home, new Date(), new Date());
  for (const name of globSync(`${kind}-*`, { cwd: all })) {
    const other = path.join(all, name);
    if (Date.now() - statSync(other).mtimeMs > 3 * 24 * 3600 * 1000)
      rmSync(other, { recursive: true, force: true });
  }
  return home;
}
