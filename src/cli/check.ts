/** `ai-venture check`: where each step of a project stands, and what its files say. */
import path from 'node:path';
import { type CheckedStep, type CheckResult, checkProject } from '../project/check.ts';
import type { Call } from './options.ts';
import { cliWords, usageError, type World } from './words.ts';

/** 0, or 1 where a file of the project is at fault. Rejects with a UsageError where there is no project. */
export async function check(call: Call, world: World): Promise<number> {
  const root = path.resolve(world.cwd, call.argument);
  const result = await checkProject({
    root,
    language: world.language,
    guide: await world.guide(world.language),
    accept: call.flags.has('accept'),
  });
  if (result.kind === 'none') {
    throw usageError(world, 'noProject', { path: root, command: 'check' });
  }
  if (call.flags.has('json')) {
    const { kind: _, ...shown } = result;
    world.out(`${JSON.stringify(shown, null, 2)}\n`);
  } else {
    world.out(text(result, world));
  }
  return result.invalid.length > 0 ? 1 : 0;
}

function text(result: Extract<CheckResult, { kind: 'checked' }>, world: World): string {
  const say = cliWords(world.language);
  const { done, all, skipped } = result.counts;
  const lines = [result.project.name, say('counts', { done, all, skipped }), ''];
  for (const step of result.steps) {
    lines.push(
      `${step.state === 'done' ? '✓' : ' '} ${step.id}  ${step.title}  ${note(step, say)}`.trimEnd(),
    );
  }
  if (result.accepted.length > 0) {
    lines.push('', say('accepted', { steps: result.accepted.join(', ') }));
  }
  if (result.invalid.length > 0) {
    lines.push('', ...result.invalid.map(({ file, line, says }) => say('invalidFile', { file, line, says })));
  }
  return `${lines.join('\n')}\n`;
}

function note(step: CheckedStep, say: ReturnType<typeof cliWords>): string {
  const { evidence, state, reason } = step;
  const words = [
    ...(state === 'done' || state === 'todo' ? [] : [say(state)]),
    ...(reason === '' ? [] : [reason]),
    ...(evidence === null || evidence.kind === 'missing' ? [] : [`${say(evidence.kind)}: ${evidence.file}`]),
    ...(evidence === null || evidence.kind === 'missing' ? [] : [evidence.says.replaceAll(/[`*]/g, '')]),
  ];
  return words.length > 0 ? `(${words.join(' · ')})` : '';
}
