/** Whether a folder can take a project. Reads only. */
import { accessSync, constants, readdirSync, statfsSync, statSync } from 'node:fs';
import { errorCode } from '../project/errors.ts';
import { split } from './write.ts';

/** What lies at a path: nothing, an empty folder, a folder with something in it, or something that is no folder. */
export function occupancy(target: string): 'absent' | 'empty' | 'occupied' | 'file' {
  try {
    if (!statSync(target).isDirectory()) {
      return 'file';
    }
    return readdirSync(target).length === 0 ? 'empty' : 'occupied';
  } catch (error) {
    switch (errorCode(error)) {
      case 'ENOENT':
        return 'absent';
      case 'ENOTDIR':
        return 'file';
      default:
        // A folder that cannot be read may hold anything.
        return 'occupied';
    }
  }
}

export type PlaceProblem = { readonly kind: 'readOnly' } | { readonly kind: 'full'; readonly free: number };

/** What keeps `bytes` from being written below `parent`, which need not exist yet; undefined where nothing does. */
export function placeProblem(parent: string, bytes: number): PlaceProblem | undefined {
  try {
    const { parent: existing } = split(`${parent}/x`);
    accessSync(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(existing);
    const free = bavail * bsize;
    return free < bytes ? { kind: 'full', free } : undefined;
  } catch (error) {
    if (errorCode(error) === '') {
      throw error;
    }
    return { kind: 'readOnly' };
  }
}
