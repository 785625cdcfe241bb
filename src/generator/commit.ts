/**
 * Files into a folder that holds something already. They are staged inside it, the stage is renamed to
 * `.ai-venture-commit` (that is the lock, and its journal says what is about to happen), the files are moved in and what
 * they replace is moved out, and the folder is renamed away. Found by a later run, a commit folder whose maker is gone
 * is a run that was cut short: it is taken back.
 */
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { errorCode } from '../project/errors.ts';
import { GenerationError } from './errors.ts';
import { type Conflict, checkFolders, commitFolder, maybe, readExisting } from './inspect.ts';
import type { ProjectFileContent } from './render.ts';
import { isAlive, makeStage, owner, removeStage } from './stage.ts';
import { syncFolder, type WriteOptions, writeFiles } from './write.ts';

const relativePath = z
  .string()
  .check(
    z.refine((file) => file !== '' && !path.isAbsolute(file) && !/(^|[\\/])\.\.?([\\/]|$)|[\0:]/.test(file)),
  );
const journalSchema = z.object({
  owner: z.object({ host: z.string(), pid: z.number() }),
  files: z.array(z.object({ path: relativePath, sha256: z.string() })),
  /** Folders that the commit makes, from the top down. */
  folders: z.array(relativePath),
});
type Journal = z.infer<typeof journalSchema>;

/** Commit folders that this process is at work in. */
const open = new Set<string>();

/**
 * Writes `files` into the existing folder `target`, replacing only what is in `replaced`, all or nothing. Rejects with
 * a GenerationError, `Cancelled` or the error of the file system; then everything is as it was.
 */
export async function writeInto(
  target: string,
  files: readonly ProjectFileContent[],
  replaced: readonly Conflict[],
  options: WriteOptions,
): Promise<void> {
  const stage = makeStage(target);
  const commit = path.join(target, commitFolder);
  try {
    await writeFiles(path.join(stage, 'new'), files, options);
    mkdirSync(path.join(stage, 'old'));
    const journal = planJournal(target, files);
    writeFileSync(path.join(stage, 'journal.json'), JSON.stringify(journal), { flush: true });
    syncFolder(stage);
    checkUnchanged(target, files, replaced);
    lock(stage, commit);
    try {
      apply(target, journal, new Set(replaced.map((conflict) => conflict.path)));
    } catch (error) {
      rollBack(target, journal);
      throw error;
    } finally {
      renameSync(commit, stage);
      open.delete(commit);
    }
  } finally {
    removeStage(stage);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function planJournal(target: string, files: readonly ProjectFileContent[]): Journal {
  const folders = new Set<string>();
  const known = new Set<string>();
  const visit = (folder: string) => {
    if (folder !== '.' && !folders.has(folder)) {
      visit(path.posix.dirname(folder));
      if (!maybe(() => lstatSync(path.join(target, folder)))) {
        folders.add(folder);
      }
    }
  };
  for (const file of files) {
    const folder = path.posix.dirname(file.path);
    checkFolders(target, folder, known);
    visit(folder);
  }
  return {
    owner,
    files: files.map(({ path: file, bytes }) => ({ path: file, sha256: sha256(bytes) })),
    folders: [...folders],
  };
}

/** What was decided upon must still be what is there. */
function checkUnchanged(
  target: string,
  files: readonly ProjectFileContent[],
  replaced: readonly Conflict[],
): void {
  const expected = new Map(replaced.map((conflict) => [conflict.path, conflict.existing]));
  for (const { path: file } of files) {
    const place = path.join(target, file);
    const stats = maybe(() => lstatSync(place));
    const before = expected.get(file);
    const unchanged = stats
      ? before !== undefined && readExisting(place, stats).equals(before)
      : before === undefined;
    if (!unchanged) {
      throw new GenerationError('targetChanged', { path: place });
    }
  }
}

/** A rename onto a folder that is not empty fails, so only one run at a time gets here. */
function lock(stage: string, commit: string): void {
  open.add(commit);
  try {
    renameSync(stage, commit);
  } catch (error) {
    open.delete(commit);
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error)) && maybe(() => statSync(commit))) {
      throw new GenerationError('targetBusy', { path: path.dirname(commit) }, error);
    }
    throw error;
  }
}

function apply(target: string, journal: Journal, replaced: ReadonlySet<string>): void {
  const commit = path.join(target, commitFolder);
  for (const folder of journal.folders) {
    mkdirSync(path.join(target, folder), { recursive: true });
  }
  for (const { path: file } of journal.files) {
    const place = path.join(target, file);
    if (replaced.has(file)) {
      const old = path.join(commit, 'old', file);
      mkdirSync(path.dirname(old), { recursive: true });
      renameSync(place, old);
    } else if (maybe(() => lstatSync(place))) {
      throw new GenerationError('targetChanged', { path: place });
    }
    renameSync(path.join(commit, 'new', file), place);
  }
  for (const folder of new Set(['.', ...journal.files.map((file) => path.posix.dirname(file.path))])) {
    syncFolder(path.join(target, folder));
  }
}

/**
 * Takes back what `apply` did as far as it came. Can itself be cut short and run again. A file that somebody changed
 * since stays, and what it had replaced is put beside it as `<file>.orig`.
 */
function rollBack(target: string, journal: Journal): void {
  const commit = path.join(target, commitFolder);
  const known = new Set<string>();
  for (const { path: file, sha256: ours } of journal.files.toReversed()) {
    checkFolders(target, path.posix.dirname(file), known);
    const place = path.join(target, file);
    const old = path.join(commit, 'old', file);
    const moved = maybe(() => lstatSync(path.join(commit, 'new', file))) === undefined;
    const there = maybe(() => lstatSync(place));
    const replacedOne = maybe(() => lstatSync(old)) !== undefined;
    const isOurs = moved && there?.isFile() === true && sha256(readFileSync(place)) === ours;
    if (isOurs) {
      rmSync(place);
    }
    if (replacedOne) {
      mkdirSync(path.dirname(place), { recursive: true });
      renameSync(old, there && !isOurs ? `${place}.orig` : place);
    }
  }
  for (const folder of journal.folders.toReversed()) {
    try {
      rmdirSync(path.join(target, folder));
    } catch (error) {
      // Something of somebody else's is in it by now, or it was never made.
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(errorCode(error))) {
        throw error;
      }
    }
  }
}

/**
 * Takes back a commit in `target` that was cut short. Throws a GenerationError where another run is at work there, or
 * where the journal cannot be read; then nothing is touched.
 */
export function recoverCommit(target: string): void {
  const commit = path.join(target, commitFolder);
  const stats = maybe(() => lstatSync(commit));
  if (!stats) {
    return;
  }
  const unreadable = (cause?: unknown) => new GenerationError('commitUnreadable', { path: commit }, cause);
  if (!stats.isDirectory()) {
    throw unreadable();
  }
  let journal: Journal;
  try {
    journal = journalSchema.parse(JSON.parse(readFileSync(path.join(commit, 'journal.json'), 'utf8')));
  } catch (error) {
    throw unreadable(error);
  }
  if (isAlive(journal.owner, stats.mtimeMs, open.has(commit))) {
    throw new GenerationError('targetBusy', { path: target });
  }
  rollBack(target, journal);
  // Under a stage's name, what is left is swept by any later run if this one is cut short.
  const stage = makeStage(target);
  renameSync(commit, stage);
  removeStage(stage);
}
