/**
 * Puts a project on disk, all or nothing. A target that is absent or empty appears whole, by one rename; one that holds
 * something gets its files by a journalled commit (`commit.ts`), which a later run takes back where it was cut short.
 */
import {
  chmodSync,
  closeSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { errorCode } from '../project/errors.ts';
import { GenerationError, throwIfCancelled } from './errors.ts';
import { maybe } from './inspect.ts';
import type { ProjectFileContent } from './render.ts';
import { makeStage, removeStage } from './stage.ts';

/** How many files are written between two looks at the signal. */
const batchSize = 16;
/** Windows does not open folders. */
const canSyncFolders = process.platform !== 'win32';

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/**
 * Writes `files` into the new folder `root`, through to the disk. All of it is written before any of it is synced: the
 * disk then takes in one go what it would otherwise be made to wait for file by file. The caller removes what an error
 * leaves.
 */
export async function writeFiles(
  root: string,
  files: readonly ProjectFileContent[],
  options: WriteOptions,
): Promise<void> {
  const folders = new Set([root]);
  const open: number[] = [];
  try {
    mkdirSync(root, { recursive: true });
    for (let start = 0; start < files.length; start += batchSize) {
      throwIfCancelled(options.signal);
      for (const file of files.slice(start, start + batchSize)) {
        const place = path.join(root, file.path);
        makeFolders(path.dirname(place), folders);
        const descriptor = openSync(place, 'wx', file.executable ? 0o777 : 0o666);
        open.push(descriptor);
        for (let offset = 0; offset < file.bytes.length; ) {
          offset += writeSync(descriptor, file.bytes, offset);
        }
      }
      options.onProgress?.(Math.min(start + batchSize, files.length), files.length);
      // An interruption may come in.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (canSyncFolders) {
      open.push(...[...folders].map((folder) => openSync(folder, 'r')));
    }
    await syncAll(open);
  } finally {
    open.forEach(closeSync);
  }
  throwIfCancelled(options.signal);
}

function synced(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(descriptor, (error) => (error ? reject(error) : resolve()));
  });
}

/** Resolves once every descriptor is done with, so that all can be closed; rejects with the first error. */
async function syncAll(descriptors: readonly number[]): Promise<void> {
  for (const result of await Promise.allSettled(descriptors.map(synced))) {
    if (result.status === 'rejected') {
      throw result.reason;
    }
  }
}

function makeFolders(folder: string, made: Set<string>): void {
  if (!made.has(folder)) {
    makeFolders(path.dirname(folder), made);
    mkdirSync(folder);
    made.add(folder);
  }
}

/** Makes the names in `folder` durable, where the platform can. */
export function syncFolder(folder: string): void {
  if (!canSyncFolders) {
    return;
  }
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes the folder `target` (absolute; absent, or empty) hold exactly `files`, by one rename. Folders above it that are
 * missing appear in the same rename. Rejects with a GenerationError, `Cancelled` or the error of the file system; then
 * everything is as it was.
 */
export async function writeWhole(
  target: string,
  files: readonly ProjectFileContent[],
  options: WriteOptions,
): Promise<void> {
  const { parent, missing } = split(target);
  let stage: string | undefined;
  try {
    stage = makeStage(parent);
    const root = path.join(stage, ...missing);
    await writeFiles(root, files, options);
    const existing = maybe(() => statSync(target));
    if (existing) {
      // The folder that was there may be open to a group: the one that takes its place is as open.
      chmodSync(root, existing.mode & 0o7777);
    }
    const [top = ''] = missing;
    renameSync(path.join(stage, top), path.join(parent, top));
    syncFolder(parent);
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) {
      if (stage !== undefined && missing.length > 1) {
        removeStage(stage);
        stage = undefined;
        return await writeWhole(target, files, options);
      }
      throw new GenerationError('targetChanged', { path: target }, error);
    }
    throw error;
  } finally {
    if (stage !== undefined) {
      removeStage(stage);
    }
  }
}

/** The nearest folder above `target` that exists, and the names from there to `target`. */
export function split(target: string): { readonly parent: string; readonly missing: readonly string[] } {
  let parent = path.dirname(target);
  const missing = [path.basename(target)];
  while (!maybe(() => statSync(parent)) && path.dirname(parent) !== parent) {
    missing.unshift(path.basename(parent));
    parent = path.dirname(parent);
  }
  return { parent, missing };
}
