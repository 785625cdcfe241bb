/** Paths inside a project, as its files name them: relative, POSIX, and never outside. */
import { isAbsolute, join, relative, sep } from 'node:path';

export const progressFile = '.ai-venture/progress.json';
export const projectFile = '.ai-venture/project.json';

/**
 * The absolute path of `path` in the project at `root`; undefined where it would leave the project or is no relative
 * POSIX path. Symbolic links are judged by whoever opens the file.
 */
export function inside(root: string, path: string): string | undefined {
  if (
    path === '' ||
    path.includes('\0') ||
    path.includes('\\') ||
    /^[A-Za-z]:/.test(path) ||
    isAbsolute(path)
  ) {
    return undefined;
  }
  const full = join(root, ...path.split('/'));
  const back = relative(root, full);
  return back === '' || back === '..' || back.startsWith(`..${sep}`) || isAbsolute(back) ? undefined : full;
}
