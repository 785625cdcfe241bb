/** Commands in a generated project, as a founder would type them. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..', '..', '..');

export interface Done {
  readonly code: number | null;
  /** Standard output and standard error in the order in which they came. */
  readonly output: string;
  readonly seconds: number;
}

/** The environment of a shell that was just opened: nothing that a test run adds. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { VIRTUAL_ENV: _, PYTHONPATH: __, PYTEST_ADDOPTS: ___, ...rest } = process.env;
  return { ...rest, PYTHONUTF8: '1', NO_COLOR: '1', ...extra };
}

/** Runs one line in a shell and waits for its end. */
export function shell(
  line: string,
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Done> {
  const start = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(line, { cwd: options.cwd, env: environment(options.env ?? {}), shell: true });
    const output = collect(child);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: output(), seconds: (Date.now() - start) / 1000 }));
  });
}

/** Runs a line that has to succeed. Rejects with what it printed where it does not. */
export async function succeed(
  line: string,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Done> {
  const done = await shell(line, { cwd, env });
  if (done.code !== 0) throw new Error(`${line} ended with ${done.code}:\n${done.output.slice(-6000)}`);
  return done;
}

export interface Running {
  readonly output: () => string;
  /** Sends a signal and waits for the end; gives the exit code, null where the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
  readonly ended: () => boolean;
}

/** Starts a program, no shell in between, so that a signal reaches it. */
export function start(program: string, args: readonly string[], cwd: string): Running {
  const child = spawn(program, args, { cwd, env: environment({}) });
  const output = collect(child);
  const closed = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(-1));
  });
  return {
    output,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    stop: (signal) => {
      child.kill(signal);
      return closed;
    },
  };
}

/** Asks every `milliseconds` until `probe` gives something; rejects with `say()` after `limit` seconds. */
export async function until<Result>(
  probe: () => Promise<Result | undefined> | Result | undefined,
  limit: number,
  say: () => string,
  milliseconds = 50,
): Promise<Result> {
  for (const end = Date.now() + limit * 1000; Date.now() < end; ) {
    const result = await probe();
    if (result !== undefined) return result;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
  throw new Error(`Nothing after ${limit} s:\n${say()}`);
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}
