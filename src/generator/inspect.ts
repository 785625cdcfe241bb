/** What lies at the place where a project is to go. Reads only. */
import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../project/errors.ts';
import { explained, GenerationError } from './errors.ts';
import type { ProjectFileContent } from './render.ts';
import { stagesIn } from './stage.ts';

/** A file that exists with another content than the project's. */
export interface Conflict {
  readonly path: string;
  readonly existing: Uint8Array;
  readonly incoming: Uint8Array;
}

export type Decision = 'keep' | 'take';

export interface Inspection {
  /** The target with symbolic links resolved as far as it exists. */
  readonly target: string;
  /** `occupied`: a folder with something in it. */
  readonly state: 'absent' | 'empty' | 'occupied';
  /** The target holds nothing but a version-control folder, as a fresh clone does. */
  readonly onlyVersionControl: boolean;
  readonly conflicts: readonly Conflict[];
  /** Paths that exist already with exactly the project's content. */
  readonly same: ReadonlySet<string>;
}

/** Name of the folder in an occupied target that holds what a commit under way has moved. */
export const commitFolder = '.ai-venture-commit';

/**
 * Looks at `target` (absolute) for a project of `files`. Rejects with a GenerationError where it is not a folder, or
 * where a file of the project would have to go through a link that leads out of it or replace a folder.
 */
export function inspectTarget(target: string, files: readonly ProjectFileContent[]): Inspection {
  try {
    return inspect(target, files);
  } catch (error) {
    throw explained(error, target);
  }
}

function inspect(target: string, files: readonly ProjectFileContent[]): Inspection {
  const found = maybe(() => lstatSync(target));
  if (!found) {
    return {
      target: resolveParent(target),
      state: 'absent',
      onlyVersionControl: false,
      conflicts: [],
      same: new Set(),
    };
  }
  // A link that leads nowhere is no folder either.
  if (!maybe(() => statSync(target))?.isDirectory()) {
    throw new GenerationError('notAFolder', { path: target });
  }
  const real = realpathSync(target);
  const own = new Set([...stagesIn(real).map((stage) => path.basename(stage)), commitFolder]);
  const names = readdirSync(real).filter((name) => !own.has(name));
  if (names.length === 0) {
    return { target: real, state: 'empty', onlyVersionControl: false, conflicts: [], same: new Set() };
  }
  const conflicts: Conflict[] = [];
  const same = new Set<string>();
  const folders = new Set<string>();
  for (const { path: file, bytes } of files) {
    checkFolders(real, path.posix.dirname(file), folders);
    const stats = maybe(() => lstatSync(path.join(real, file)));
    if (stats?.isDirectory()) {
      throw new GenerationError('folderInTheWay', { path: file });
    }
    if (stats) {
      const existing = readExisting(path.join(real, file), stats);
      if (existing.equals(bytes)) {
        same.add(file);
      } else {
        conflicts.push({ path: file, existing, incoming: bytes });
      }
    }
  }
  const onlyVersionControl = names.every((name) => ['.git', '.hg', '.svn'].includes(name));
  return { target: real, state: 'occupied', onlyVersionControl, conflicts, same };
}

/** A link is compared by what it leads to, and replaced as a link. */
export function readExisting(file: string, stats: Stats): Buffer {
  if (stats.isFile()) {
    return readFileSync(file);
  }
  if (stats.isSymbolicLink()) {
    return maybe(() => (statSync(file).isFile() ? readFileSync(file) : undefined)) ?? Buffer.alloc(0);
  }
  throw new GenerationError('notAPlainFile', { path: file });
}

/**
 * Every folder of `root` on the way to a file must be a folder, or not be there yet: a link could lead out of `root`.
 * Throws a GenerationError; `known` holds what was found good.
 */
export function checkFolders(root: string, folder: string, known: Set<string>): void {
  if (folder === '.' || known.has(folder)) {
    return;
  }
  checkFolders(root, path.posix.dirname(folder), known);
  const stats = maybe(() => lstatSync(path.join(root, folder)));
  if (stats?.isSymbolicLink()) {
    throw new GenerationError('linkInTheWay', { path: folder });
  }
  if (stats && !stats.isDirectory()) {
    throw new GenerationError('fileInTheWay', { path: folder });
  }
  known.add(folder);
}

/** The absolute path with the part of it that exists resolved. */
function resolveParent(target: string): string {
  const parent = path.dirname(target);
  const real = maybe(() => realpathSync(parent));
  return path.join(real ?? (parent === target ? parent : resolveParent(parent)), path.basename(target));
}

/** The result, or undefined where there is no such file. */
export function maybe<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
