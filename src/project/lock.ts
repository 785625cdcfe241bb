/** A lock between processes: a file that only one of them can create. */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, isMissing } from './errors.ts';

/** A holder needs milliseconds; one that holds for this long was killed. */
const abandonedAfterMs = 10_000;
const unsignedAfterMs = 1_000;
const giveUpAfterMs = 15_000;

/**
 * Runs `work` while no other process holds the lock at `path`. A lock left behind by a killed process is taken over
 * at once where its holder ran on this machine, else after ten seconds. Rejects with what the file system says, or where the lock cannot be had within fifteen seconds.
 */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const token = `${process.pid} ${randomUUID()} ${hostname()}`;
  await take(path, token);
  try {
    return await work();
  } finally {
    await release(path, token);
  }
}

async function take(path: string, token: string): Promise<void> {
  const until = Date.now() + giveUpAfterMs;
  for (let delay = 2; ; delay = Math.min(delay * 2, 50)) {
    if (await create(path, token)) {
      return;
    }
    await removeAbandoned(path);
    if (Date.now() > until) {
      throw new Error(`${path} is held by another process`);
    }
    await wait(delay * (0.5 + Math.random()));
  }
}

async function create(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(token);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    // Windows answers EPERM while a deleted lock is still open elsewhere.
    if (errorCode(error) === 'EEXIST' || (errorCode(error) === 'EPERM' && process.platform === 'win32')) {
      return false;
    }
    if (errorCode(error) === 'ENOSPC') {
      await unlink(path);
    }
    throw error;
  }
}

/** Moves a dead lock aside; renaming has one winner. Should it turn out alive after all, it is put back. */
async function removeAbandoned(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    if (!(await isDead(path))) {
      return;
    }
    await rename(path, aside);
    if (!(await isDead(aside))) {
      await link(aside, path);
    }
    await unlink(aside);
  } catch (error) {
    if (!isMissing(error) && errorCode(error) !== 'EEXIST') {
      throw error;
    }
  }
}

async function isDead(path: string): Promise<boolean> {
  const age = Date.now() - (await stat(path)).mtimeMs;
  const [pid = '', , host] = (await readFile(path, 'utf8')).split(' ');
  if (host === hostname()) {
    return !isRunning(Number(pid)) || age > abandonedAfterMs;
  }
  // Nothing in it: its holder was killed before it could say who it was, or is about to say.
  return age > (pid === '' ? unsignedAfterMs : abandonedAfterMs);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

async function release(path: string, token: string): Promise<void> {
  try {
    if ((await readFile(path, 'utf8')) === token) {
      await unlink(path);
    }
  } catch (error) {
    if (!isMissing(error)) {
      throw error;
    }
  }
}
