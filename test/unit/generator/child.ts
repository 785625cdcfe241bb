/**
 * A run of the generator in a process of its own, for the tests that kill it, take its rights or fill its disk.
 * `node child.ts '{"templates": …}'` prints `start`, then one line of JSON: what was done to the files, or the error.
 */
import fs from 'node:fs';
import module from 'node:module';
import type { Answers } from '../../../src/generator/answers.ts';
import { isGenerationError } from '../../../src/generator/errors.ts';
import { generate, recover } from '../../../src/generator/generate.ts';
import type { Decision } from '../../../src/generator/inspect.ts';
import { sourceTemplates } from '../../../src/generator/template-source.ts';

export interface ChildOptions {
  readonly answers: Answers;
  readonly templates: string;
  readonly target: string;
  readonly decision?: Decision;
  /** Only take back what an earlier run left. */
  readonly recover?: boolean;
  /** Act as a user without rights. */
  readonly dropRoot?: boolean;
  /** Kill this process right before this change to the file system, from 1. */
  readonly killAt?: number;
}

/** Every function through which the generator changes a file system. */
const changes = [
  'mkdirSync',
  'openSync',
  'writeSync',
  'writeFileSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'chmodSync',
] as const;

function killAtChange(wanted: number): void {
  let count = 0;
  for (const name of changes) {
    const change = fs[name] as (...parameters: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...parameters: unknown[]) => {
        count += 1;
        if (count === wanted) {
          process.kill(process.pid, 'SIGKILL');
        }
        return change(...parameters);
      },
    });
  }
  module.syncBuiltinESMExports();
}

const options = JSON.parse(process.argv[2] ?? '') as ChildOptions;
const templates = sourceTemplates(options.templates, '1.2.3');
if (options.dropRoot && process.getuid?.() === 0) {
  process.setegid?.(65534);
  process.seteuid?.(65534);
}
if (options.killAt !== undefined) {
  killAtChange(options.killAt);
}
fs.writeSync(1, 'start\n');
try {
  if (options.recover) {
    await recover(options.target);
    fs.writeSync(1, '{"actions":{}}\n');
  } else {
    const { files } = await generate(options.answers, options.target, {
      templates,
      date: '2026-11-23',
      decide: async ({ conflicts }) =>
        new Map(conflicts.map(({ path }) => [path, options.decision ?? 'keep'])),
    });
    fs.writeSync(
      1,
      `${JSON.stringify({ actions: Object.fromEntries(files.map((file) => [file.path, file.action])) })}\n`,
    );
  }
} catch (error) {
  const shown = isGenerationError(error)
    ? { error: error.word, values: error.values }
    : { error: String(error) };
  fs.writeSync(1, `${JSON.stringify(shown)}\n`);
}
