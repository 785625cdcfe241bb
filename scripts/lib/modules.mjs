// The packages of this repository: installed where they are missing or are not those of the lock file.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './cache.mjs';
import { npm } from './process.mjs';
import { step } from './say.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Whether `node_modules` holds what the lock file asks for: npm's own record says so, and every package is there.
 * @param {string} root the folder of the repository
 */
export function modulesAreCurrent(root) {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson(path.join(root, 'package-lock.json')).packages).every(([place, wanted]) => {
    if (place === '') return true;
    const found = installed[place];
    // A package for another kind of machine is rightly left out.
    if (!found) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && existsSync(path.join(root, place, 'package.json'));
  });
}

/** Installs the packages of the lock file with `npm ci`, once, also with several runs at a time. */
export async function installModules(root) {
  if (modulesAreCurrent(root)) return;
  const name = `modules-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
  await withLock(name, async () => {
    if (modulesAreCurrent(root)) return;
    await step('Installing the packages (npm ci)', () => npm(['ci'], { cwd: root }));
  });
}
