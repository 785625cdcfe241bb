/** From the arguments of the process to a command and its exit code. */
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { Cancelled, GenerationError } from '../generator/errors.ts';
import { gitUser } from '../generator/git-user.ts';
import { packedTemplates } from '../generator/template-pack.ts';
import { today } from '../generator/today.ts';
import { failureText } from '../generator/words.ts';
import { pickLanguage } from '../l10n.ts';
import { type Call, type CommandName, helpText, parseCall, table } from './options.ts';
import { cliWords, UsageError, usageError, type World } from './words.ts';

type Command = (call: Call, world: World) => Promise<number> | number;

/** Each command is loaded when it is called: what one of them needs slows none of the others down. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  new: async () => (await import('./new.ts')).newProject,
  check: async () => (await import('./check.ts')).check,
  report: async () => (await import('./report.ts')).report,
  list: async () => (await import('./list.ts')).list,
};

/** Runs the command that the arguments name. Resolves to the exit code; every error is said on `err`. */
export async function runCommand(
  args: readonly string[],
  world: World,
  err: (text: string) => void,
): Promise<number> {
  try {
    return await dispatch(args, world);
  } catch (error) {
    const { code, message } = failure(error, world);
    if (args.includes('--json')) {
      world.out(`${JSON.stringify({ error: message }, null, 2)}\n`);
    }
    err(`${args.includes('--debug') && error instanceof Error ? `${error.stack}\n` : ''}${message}\n`);
    return code;
  }
}

async function dispatch(args: readonly string[], world: World): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h') {
    world.out(overview(world));
    return args.length === 0 ? 2 : 0;
  }
  if (name === '--version') {
    world.out(`${world.version}\n`);
    return 0;
  }
  if (!Object.hasOwn(commands, name)) {
    throw usageError(world, 'unknownCommand', { command: name });
  }
  const command = name as CommandName;
  const call = parseCall(command, rest, world);
  if (call.flags.has('help')) {
    world.out(helpText(command, world));
    return 0;
  }
  return (await commands[command]())(call, world);
}

function overview(world: World): string {
  const say = cliWords(world.language);
  const rows: readonly (readonly [string, string])[] = [
    ['new', say('commandNew')],
    ['check', say('commandCheck')],
    ['report', say('commandReport')],
    ['list', say('commandList')],
  ];
  const options: readonly (readonly [string, string])[] = [
    ['-h, --help', say('optionHelp')],
    ['    --version', say('optionVersion')],
  ];
  return `${say('usage')}\n\n${say('commands')}\n${table(rows)}\n${say('options')}\n${table(options)}`;
}

/** What the machine lacks is nobody's call at fault: the same words may work later. */
const machineWords = new Set(['diskFull', 'writeFailed', 'targetChanged', 'targetBusy']);

function failure(error: unknown, world: World): { readonly code: number; readonly message: string } {
  const say = cliWords(world.language);
  if (error instanceof UsageError) {
    return { code: 2, message: error.message };
  }
  if (error instanceof Cancelled) {
    return { code: 130, message: say('interrupted') };
  }
  if (error instanceof GenerationError) {
    const message = say('notCreated', { cause: failureText(error, world.language) });
    return { code: machineWords.has(error.word) ? 1 : 2, message };
  }
  return {
    code: 1,
    message: say('unexpected', { cause: error instanceof Error ? error.message : String(error) }),
  };
}

/** The world of this process. */
function realWorld(signal: AbortSignal): World {
  const { env } = process;
  // The build puts this file beside `templates/` and `guide/`.
  const dist = new URL('./', import.meta.url);
  return {
    language: pickLanguage(
      env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || Intl.DateTimeFormat().resolvedOptions().locale,
    ),
    terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
    cwd: process.cwd(),
    date: today(env['SOURCE_DATE_EPOCH']),
    version: manifest.version,
    signal,
    out: (text) => process.stdout.write(text),
    templates: () => packedTemplates(dist),
    guide: async (language) => {
      const { loadGuide } = await import('../guide/load.ts');
      return loadGuide(fileURLToPath(new URL('guide', dist)), language);
    },
    page: async () => (await import('../report/page.ts')).loadPage(dist),
    author: gitUser,
  };
}

/** Runs the process: arguments in, exit code out, interrupted by SIGINT and SIGTERM with nothing written. */
export async function run(): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => interruption.abort(signal));
  }
  // A reader such as `head` may leave before everything is said; what was done stands.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await runCommand(process.argv.slice(2), realWorld(interruption.signal), (text) =>
    process.stderr.write(text),
  );
}
