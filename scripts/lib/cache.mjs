// The cache outside the clone: parts that are built once, moved into place whole, checked at each use, mended once.
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { step } from './say.mjs';

const stampName = '.ai-venture-stamp.json';

/** The folder of the cache; AI_VENTURE_CACHE overrides it. */
export function cacheRoot() {
  const root = path.resolve(process.env.AI_VENTURE_CACHE || path.join(os.homedir(), '.cache', 'ai-venture'));
  mkdirSync(root, { recursive: true });
  return root;
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes a lock away whose owner is gone; true where it may be tried again at once. */
function sweepLock(file) {
  let owner;
  try {
    owner = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
  if (alive(Number(owner))) return false;
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    // Between the look and the move somebody else may have swept and locked: then it was theirs, give it back.
    if (readFileSync(aside, 'utf8') !== owner) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return true;
}

/**
 * Runs `work` while no other process of this machine holds the lock of that name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const folder = path.join(cacheRoot(), 'locks');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    for (let said = false; ; ) {
      try {
        linkSync(mine, file); // appears with its content, or not at all
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      if (sweepLock(file)) continue;
      if (!said) console.log(`  Waiting for another run that prepares ${name}…`);
      said = true;
      await wait(250);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** How many files a folder holds and how many bytes: what a damaged part would not have any more. */
export function measure(folder) {
  let files = 0;
  let bytes = 0;
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop())
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const full = path.join(next, entry.name);
      if (entry.isDirectory()) pending.push(full);
      else if (entry.name !== stampName) {
        files += 1;
        bytes += lstatSync(full).size;
      }
    }
  return { files, bytes };
}

/** Whether the part is there, is the wanted one, has lost nothing, and works. */
async function sound(folder, key, verify) {
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(path.join(folder, stampName), 'utf8'));
    if (stamp.key !== key) return false;
    const { files, bytes } = measure(folder);
    if (files !== stamp.files || bytes !== stamp.bytes) return false;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error instanceof SyntaxError) return false;
    throw error;
  }
  try {
    await verify(folder);
    return true;
  } catch (error) {
    console.log(`  ${path.basename(folder)} does not work and is made anew: ${error.message.split('\n')[0]}`);
    return false;
  }
}

/**
 * A part of the cache, built where it is missing, outdated or damaged. It is built beside its place and moved in
 * whole, so that a run that is killed leaves the old part or none.
 * @param {{ name: string, title: string, key: string, build: (folder: string) => Promise<void>,
 *   verify: (folder: string) => Promise<void> }} part `key` says which version it is; `verify` throws if it fails
 * @returns {Promise<string>} its folder
 */
export async function ensure({ name, title, key, build, verify }) {
  const folder = path.join(cacheRoot(), name);
  if (await sound(folder, key, verify)) return folder;
  return withLock(name, async () => {
    if (await sound(folder, key, verify)) return folder;
    await step(title, async () => {
      const stage = path.join(cacheRoot(), `.stage-${name}`);
      const old = path.join(cacheRoot(), `.old-${name}`);
      for (const left of [stage, old]) rmSync(left, { recursive: true, force: true });
      mkdirSync(stage);
      await build(stage);
      await verify(stage);
      writeFileSync(path.join(stage, stampName), JSON.stringify({ key, ...measure(stage) }));
      try {
        renameSync(folder, old);
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
      renameSync(stage, folder);
      rmSync(old, { recursive: true, force: true });
    });
    return folder;
  });
}
