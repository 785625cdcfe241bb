/**
 * The folder beside the target in which a project is put together, and the sweeping of those that a killed run left
 * behind. The name of a stage says who made it, so that nothing needs to be read to know whether it is still in use.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

const prefix = '.ai-venture-stage-';
const pattern = /^\.ai-venture-stage-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8}$/;
/** A stage of another machine, or of a process whose number was given to another since, is dead after this long. */
const longestRunMs = 60 * 60 * 1000;

/** Eight hexadecimal digits. `node:crypto` has better ones, and takes longer to load than a stage to make. */
const digits = (number: number) => (number >>> 0).toString(16).padStart(8, '0');

/** FNV-1a of Fowler, Noll and Vo, 32 bits: tells machines apart that share a disk. */
const hash = (text: string) =>
  digits([...Buffer.from(text)].reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811c9dc5));

const host = hash(hostname());
const mine = new Set<string>();

/** Who holds a stage or a commit. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
}

export const owner: Owner = { host, pid: process.pid };

/** Whether the process that made a folder at `since` (ms) may still be at work in it. */
export function isAlive(maker: Owner, since: number, ours: boolean): boolean {
  if (Date.now() - since > longestRunMs) {
    return false;
  }
  if (maker.host !== host) {
    return true;
  }
  if (maker.pid === process.pid) {
    return ours;
  }
  try {
    process.kill(maker.pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Makes an empty stage in the existing folder `parent`. Errors are those of the file system. */
export function makeStage(parent: string): string {
  const unique = digits(Math.random() * 2 ** 32);
  const stage = path.join(parent, `${prefix}${host}-${process.pid}-${unique}`);
  mkdirSync(stage);
  mine.add(stage);
  return stage;
}

/** Removes a stage with all that is in it. */
export function removeStage(stage: string): void {
  rmSync(stage, { recursive: true, force: true, maxRetries: 3 });
  mine.delete(stage);
}

/** Removes the stages in `folder` whose makers are gone. What cannot be removed now is left for the next run. */
export function sweepStages(folder: string): void {
  for (const stage of stagesIn(folder)) {
    try {
      const [, stageHost = '', pid = ''] = pattern.exec(path.basename(stage)) ?? [];
      if (!isAlive({ host: stageHost, pid: Number(pid) }, statSync(stage).mtimeMs, mine.has(stage))) {
        rmSync(stage, { recursive: true, force: true });
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) {
        throw error;
      }
    }
  }
}

/** Paths of all stages in `folder`; none where it cannot be read. */
export function stagesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => path.join(folder, name));
  } catch {
    // A folder that is not there, or that we may not read, holds no stage of ours.
    return [];
  }
}
