/** Starts `child.ts` and waits for what becomes of it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import type { ChildOptions } from './child.ts';

export interface ChildResult {
  readonly killed: boolean;
  readonly actions?: Readonly<Record<string, string>>;
  readonly error?: string;
  readonly values?: Readonly<Record<string, string>>;
  /** From `start` to the end. */
  readonly ms: number;
}

/** The program as one file: it starts in a fraction of the time, and the tests start it hundreds of times. */
let program: Promise<string> | undefined;

async function bundled(): Promise<string> {
  const outfile = path.join(mkdtempSync(path.join(tmpdir(), 'ai-venture-child-')), 'child.mjs');
  process.on('exit', () => rmSync(path.dirname(outfile), { recursive: true, force: true }));
  await build({
    entryPoints: [path.join(import.meta.dirname, 'child.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    outfile,
  });
  return outfile;
}

/**
 * Runs the generator in a process. `killAfterMs` kills it that long after it has started to work; `wrap` is a command
 * line to run it under, which gets the command as its last arguments.
 */
export async function runChild(
  options: ChildOptions,
  { killAfterMs, wrap = [] }: { readonly killAfterMs?: number; readonly wrap?: readonly string[] } = {},
): Promise<ChildResult> {
  program ??= bundled();
  const [command = '', ...args] = [...wrap, process.execPath, await program, JSON.stringify(options)];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  let started = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (started === 0 && output.includes('start\n')) {
      started = performance.now();
      if (killAfterMs !== undefined) {
        void sleep(killAfterMs).then(() => child.kill('SIGKILL'));
      }
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exit, by) => resolve({ code: exit, signal: by }));
    },
  );
  const ms = performance.now() - started;
  if (signal === 'SIGKILL') {
    return { killed: true, ms };
  }
  const [, line] = output.split('\n');
  if (!line || code !== 0) {
    throw new Error(`The child ended with ${code}: ${output}${errors}`);
  }
  return { killed: false, ms, ...JSON.parse(line) };
}
