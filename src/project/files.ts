/** The few things that the project code asks of a file system and a clock, and how node:fs does them. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  stat,
  unlink,
} from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { errorCode, isMissing } from './errors.ts';
import { withLock } from './lock.ts';

export interface Stat {
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
  readonly mtimeMs: number;
}

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
}

export interface FileSystem {
  /** UTF-8 text of a file; undefined where there is none. Rejects where it cannot be read or is over 16 MB. */
  read(path: string): Promise<string | undefined>;
  /** Follows links; undefined where there is nothing. */
  stat(path: string): Promise<Stat | undefined>;
  /** Entries of a folder, links not followed; empty where there is none or it may not be read. */
  list(path: string): Promise<readonly Entry[]>;
  /** Whether `path`, links followed, lies in the folder `root`. */
  contains(root: string, path: string): Promise<boolean>;
  /** SHA-256 of the bytes of a file, lower-case hex. */
  sha256(path: string): Promise<string>;
  /**
   * Reads, changes and writes a text as one step: other windows and processes that use this wait their turn, and a
   * change by anybody else between reading and writing starts it anew. `change` may run more than once; it returns
   * undefined to leave the file alone, or throws. A reader sees the old text or the new, never a part.
   */
  replace(path: string, change: (before: string | undefined) => string | undefined): Promise<void>;
}

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const largest = 16 * 1024 * 1024;

export class FileTooLarge extends Error {}

export const nodeFiles: FileSystem = { read, stat: statOf, list, contains, sha256, replace };

async function read(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > largest) {
      throw new FileTooLarge(path);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function statOf(path: string): Promise<Stat | undefined> {
  try {
    const found = await stat(path);
    return { kind: kindOf(found), size: found.size, mtimeMs: found.mtimeMs };
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function list(path: string): Promise<readonly Entry[]> {
  try {
    const found = await readdir(path, { withFileTypes: true });
    return found.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  } catch (error) {
    if (isMissing(error) || errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM') {
      return [];
    }
    throw error;
  }
}

function kindOf(found: { isFile(): boolean; isDirectory(): boolean }): Entry['kind'] {
  if (found.isFile()) {
    return 'file';
  }
  return found.isDirectory() ? 'directory' : 'other';
}

async function contains(root: string, path: string): Promise<boolean> {
  try {
    const back = relative(await realpath(root), await realpath(path));
    return back !== '..' && !back.startsWith(`..${sep}`) && back !== (await realpath(path));
  } catch (error) {
    if (isMissing(error)) {
      return false;
    }
    throw error;
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

async function replace(
  path: string,
  change: (before: string | undefined) => string | undefined,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // A link to the file stays a link: what it points to is what changes.
  const target = (await statOf(path)) === undefined ? path : await realpath(path);
  await withLock(`${target}.lock`, async () => {
    await sweep(target);
    for (let attempt = 0; attempt < 20; attempt++) {
      const before = await read(target);
      const after = change(before);
      if (after === undefined || after === before) {
        return;
      }
      if (await swap(target, before, after)) {
        return;
      }
    }
    throw new Error(`${basename(target)} keeps changing while it is written`);
  });
}

/** Removes what killed processes left beside the file. Only the holder of the lock stages anything there. */
async function sweep(path: string): Promise<void> {
  const left = (await readdir(dirname(path))).filter(
    (name) => name.startsWith(`.${basename(path)}.`) && name.endsWith('.tmp'),
  );
  await Promise.all(left.map((name) => remove(join(dirname(path), name))));
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) {
      throw error;
    }
  }
}

/** Writes beside the file and renames over it. False, with nothing changed, where the file is no longer `before`. */
async function swap(path: string, before: string | undefined, after: string): Promise<boolean> {
  const staged = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await writeSynced(staged, after);
    // git pull takes no lock of ours, so look once more as late as possible.
    if ((await read(path)) !== before) {
      await unlink(staged);
      return false;
    }
    await rename(staged, path);
    return true;
  } catch (error) {
    await remove(staged);
    throw error;
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'wx');
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file?.close();
  }
}
