/** The little that we ask of git. Every question has an answer where git or the repository is missing: nothing. */
import { execFile } from 'node:child_process';

export interface Version {
  readonly commit: string;
  /** ISO 8601 with offset. */
  readonly at: string;
  readonly by: string;
  readonly text: string;
}

export interface Git {
  userName(root: string): Promise<string>;
  /** The commit that is checked out, 40 digits; '' where there is none. */
  head(root: string): Promise<string>;
  /** Committed versions of a file, oldest first, at most the newest 300. */
  versions(root: string, path: string): Promise<readonly Version[]>;
  /** Names of those who have committed of late, who did so last first. */
  authors(root: string): Promise<readonly string[]>;
  /** Whether the history is cut off, as `git clone --depth` leaves it. */
  shallow(root: string): Promise<boolean>;
  /** The base, our and their text of a file that git could not merge; undefined where it is not in that state. */
  conflict(root: string, path: string): Promise<{ base?: string; ours: string; theirs: string } | undefined>;
}

const limit = 64 * 1024 * 1024;
/** Of a history, so many commits are looked at. */
export const newest = 300;

export const git: Git = { userName, head, versions, authors, shallow, conflict };

/** For a workspace that is not trusted: its git configuration could name programs to run, so git is not asked. */
export const noGit: Git = {
  userName: () => Promise.resolve(''),
  head: () => Promise.resolve(''),
  versions: () => Promise.resolve([]),
  authors: () => Promise.resolve([]),
  shallow: () => Promise.resolve(false),
  conflict: () => Promise.resolve(undefined),
};

async function userName(root: string): Promise<string> {
  return (await ask(root, ['config', 'user.name']))?.trim() ?? '';
}

async function head(root: string): Promise<string> {
  return (await ask(root, ['rev-parse', '--verify', '--quiet', 'HEAD']))?.trim() ?? '';
}

async function versions(root: string, path: string): Promise<readonly Version[]> {
  const log = await ask(root, ['log', `-${newest}`, '--format=%H%x00%aI%x00%an', '--', path]);
  const commits = (log ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\0'))
    .reverse();
  const texts = await show(
    root,
    commits.map(([commit = '']) => `${commit}:./${path}`),
  );
  return commits.flatMap(([commit = '', at = '', by = ''], index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ commit, at, by, text }];
  });
}

async function authors(root: string): Promise<readonly string[]> {
  const names = (await ask(root, ['log', `-${newest}`, '--format=%aN'])) ?? '';
  return [...new Set(names.split('\n').filter((name) => name !== ''))];
}

async function shallow(root: string): Promise<boolean> {
  return (await ask(root, ['rev-parse', '--is-shallow-repository']))?.trim() === 'true';
}

async function conflict(
  root: string,
  path: string,
): Promise<{ base?: string; ours: string; theirs: string } | undefined> {
  const [base, ours, theirs] = await show(root, [`:1:./${path}`, `:2:./${path}`, `:3:./${path}`]);
  if (ours === undefined || theirs === undefined) {
    return undefined;
  }
  return base === undefined ? { ours, theirs } : { base, ours, theirs };
}

/** Texts of objects, in one process; undefined for each that is not there. */
async function show(root: string, names: readonly string[]): Promise<readonly (string | undefined)[]> {
  if (names.length === 0) {
    return [];
  }
  const answer = await askBytes(root, ['cat-file', '--batch'], `${names.join('\n')}\n`);
  const texts: (string | undefined)[] = [];
  for (let at = 0; answer !== undefined && at < answer.length; ) {
    const end = answer.indexOf(10, at);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(answer.toString('utf8', at, end))?.[1];
    if (size === undefined) {
      texts.push(undefined);
      at = end + 1;
    } else {
      texts.push(answer.toString('utf8', end + 1, end + 1 + Number(size)));
      at = end + 2 + Number(size);
    }
  }
  return texts;
}

async function ask(root: string, args: readonly string[]): Promise<string | undefined> {
  return (await askBytes(root, args, ''))?.toString('utf8');
}

function askBytes(root: string, args: readonly string[], input: string): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const options = {
      cwd: root,
      encoding: 'buffer',
      maxBuffer: limit,
      timeout: 10_000,
      windowsHide: true,
    } as const;
    const child = execFile('git', ['--no-optional-locks', ...args], options, (error, output) => {
      resolve(error === null ? output : undefined);
    });
    // A child that ends without reading its input breaks the pipe; what it answered is told above all the same.
    child.stdin?.on('error', (error) => void error);
    child.stdin?.end(input);
  });
}
