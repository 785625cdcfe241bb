/** `ai-venture new`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type AnswerName,
  type Answers,
  answerNames,
  type PartialAnswers,
  parseAnswers,
} from '../generator/answers.ts';
import { throwIfCancelled } from '../generator/errors.ts';
import { type Generated, type Plan, planProject, writePlan } from '../generator/generate.ts';
import type { Decision } from '../generator/inspect.ts';
import { projectNames } from '../generator/names.ts';
import { problemText, sizeText } from '../generator/words.ts';
import { errorCode } from '../project/errors.ts';
import type { Call } from './options.ts';
import { cliWords, usageError, type World } from './words.ts';

/** Makes a project. Rejects with a UsageError, a GenerationError or `Cancelled`; then nothing was written. */
export async function newProject(call: Call, world: World): Promise<number> {
  const conflict = conflictOf(call, world);
  const asking = world.terminal && !call.flags.has('yes');
  const ask = asking ? await import('./ask.ts') : undefined;
  let directory = call.argument;
  if (directory === '') {
    if (!ask) {
      throw usageError(world, 'missingDirectory');
    }
    directory = await ask.askDirectory(world);
  }
  const target = path.resolve(world.cwd, directory);
  const said = { ...fileAnswers(call, world), ...flagAnswers(call) };
  // Git takes as long to answer as the templates take to load.
  const [author, templates] = await Promise.all(['author' in said ? '' : world.author(), world.templates()]);
  const suggested = { name: path.basename(target), language: world.language, author };
  const given = ask ? await ask.askAnswers(said, suggested, world) : { ...withoutBad(suggested), ...said };
  const { answers, problems } = parseAnswers(given);
  if (problems) {
    throw usageErrorOf(problems, world);
  }
  const plan = await planProject(answers, target, { templates, date: world.date });
  throwIfCancelled(world.signal);
  if (call.flags.has('dry-run')) {
    report(call, world, answers, planned(plan, conflict), true);
    return 0;
  }
  const decisions = await decide(plan, conflict, ask, world);
  report(call, world, answers, await writePlan(plan, decisions, { signal: world.signal }), false);
  return 0;
}

function conflictOf(call: Call, world: World): Decision | undefined {
  const conflict = call.values.get('conflict');
  if (conflict !== undefined && conflict !== 'keep' && conflict !== 'take') {
    throw usageError(world, 'badConflict');
  }
  return conflict;
}

function flagAnswers(call: Call): PartialAnswers {
  return Object.fromEntries(
    answerNames.flatMap((answer) => {
      const value = call.values.get(answer);
      return value === undefined ? [] : [[answer, value]];
    }),
  );
}

function fileAnswers(call: Call, world: World): Record<string, unknown> {
  const file = call.values.get('answers');
  if (file === undefined) {
    return {};
  }
  let text: string;
  try {
    text = readFileSync(path.resolve(world.cwd, file), 'utf8');
  } catch (error) {
    throw usageError(world, 'answersUnreadable', { file, cause: errorCode(error) });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw usageError(world, 'answersNotJson', { file, cause: error instanceof Error ? error.message : '' });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw usageErrorOf(parseAnswers(content).problems ?? [], world);
  }
  return { ...content };
}

/** A suggestion that is itself no good (a folder called CON, a git user with an odd name) is not made. */
function withoutBad(suggested: PartialAnswers): PartialAnswers {
  const { problems } = parseAnswers(suggested);
  const bad = new Set(problems?.map((problem) => problem.answer));
  // A bad name is said: it is what the person typed.
  return Object.fromEntries(
    Object.entries(suggested).filter(([answer]) => answer === 'name' || !bad.has(answer)),
  );
}

function usageErrorOf(
  problems: NonNullable<ReturnType<typeof parseAnswers>['problems']>,
  world: World,
): Error {
  const [problem] = problems;
  const text = problem ? problemText(problem, world.language) : '';
  const known = problem && answerNames.includes(problem.answer as AnswerName);
  return known
    ? usageError(world, 'badAnswer', { problem: text, answer: problem.answer })
    : usageError(world, 'badAnswers', { problem: text });
}

/** A folder that holds nothing but a version-control folder gets the project without a question. */
async function decide(
  { inspection }: Plan,
  conflict: Decision | undefined,
  ask: typeof import('./ask.ts') | undefined,
  world: World,
): Promise<ReadonlyMap<string, Decision>> {
  const { conflicts, state, onlyVersionControl, target } = inspection;
  if (conflict) {
    return new Map(conflicts.map((file) => [file.path, conflict]));
  }
  if (state !== 'occupied' || onlyVersionControl) {
    return new Map();
  }
  if (!ask) {
    throw usageError(world, 'occupied', { path: target });
  }
  return ask.askConflicts(inspection, world);
}

function planned({ files, inspection }: Plan, conflict: Decision | undefined): Generated {
  const conflicts = new Set(inspection.conflicts.map((file) => file.path));
  const action = (file: string) => {
    if (conflicts.has(file)) {
      return conflict === 'take' ? 'replaced' : 'kept';
    }
    return inspection.same.has(file) ? 'same' : 'created';
  };
  return {
    target: inspection.target,
    files: files.map(({ path: file, bytes }) => ({ path: file, bytes: bytes.length, action: action(file) })),
  };
}

function report(
  call: Call,
  world: World,
  answers: Answers,
  { target, files }: Generated,
  dryRun: boolean,
): void {
  const names = projectNames(answers.name);
  if (call.flags.has('json')) {
    world.out(`${JSON.stringify({ target, dryRun, answers, ...names, files }, null, 2)}\n`);
    return;
  }
  const say = cliWords(world.language);
  const by = (action: string) => files.filter((file) => file.action === action);
  const values = {
    name: answers.name,
    path: target,
    count: files.length,
    size: sizeText(files.reduce((sum, file) => sum + file.bytes, 0)),
  };
  if (dryRun) {
    world.out(files.map((file) => `${file.path}\n`).join(''));
    world.out(`${say('planned', values)}\n`);
    return;
  }
  world.out(`${say('created', values)}\n`);
  for (const [word, action] of [
    ['keptFiles', 'kept'],
    ['replacedFiles', 'replaced'],
  ] as const) {
    if (by(action).length > 0) {
      world.out(
        `${say(word, {
          files: by(action)
            .map((file) => file.path)
            .join(', '),
        })}\n`,
      );
    }
  }
  const windows = process.platform === 'win32';
  const place = path.relative(world.cwd, target) || '.';
  const commands = [
    ...(place === '.' ? [] : [`cd ${/^[\w./\\:-]+$/.test(place) ? place : JSON.stringify(place)}`]),
    windows ? 'py bootstrap.py' : 'python3 bootstrap.py',
    `${windows ? '.venv\\Scripts\\python' : '.venv/bin/python'} -m ${names.package} all`,
  ];
  world.out(`\n${say('next')}\n${commands.map((command) => `  ${command}\n`).join('')}`);
}
