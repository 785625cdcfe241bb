/** The core of generation: answers to a project on disk. The editor, `yo` and the CLI all come through here. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Answers } from './answers.ts';
import { explained, throwIfCancelled } from './errors.ts';
import { type Decision, type Inspection, inspectTarget, maybe } from './inspect.ts';
import { type ProjectFileContent, renderProject, type Templates } from './render.ts';
import { sweepStages } from './stage.ts';
import { split, type WriteOptions, writeWhole } from './write.ts';

export interface GenerateOptions extends WriteOptions {
  readonly templates: Templates;
  /** Day of generation, ISO. */
  readonly date: string;
  /**
   * Asked once where the target holds something. A conflict without a decision keeps what is there; rejecting leaves
   * everything as it was.
   */
  readonly decide: (inspection: Inspection) => Promise<ReadonlyMap<string, Decision>>;
}

export type FileAction = 'created' | 'replaced' | 'kept' | 'same';

export interface GeneratedFile {
  readonly path: string;
  readonly bytes: number;
  readonly action: FileAction;
}

export interface Generated {
  /** The folder of the project, absolute, links resolved. */
  readonly target: string;
  readonly files: readonly GeneratedFile[];
}

/** A project before it is written: all its files, and what is in their way. */
export interface Plan {
  readonly files: readonly ProjectFileContent[];
  readonly inspection: Inspection;
}

/**
 * Renders the project for `answers` and looks at `target`, where an earlier run that was cut short is taken back first.
 * Rejects with a GenerationError.
 */
export async function planProject(
  answers: Answers,
  target: string,
  options: Pick<GenerateOptions, 'templates' | 'date'>,
): Promise<Plan> {
  const files = await renderProject(answers, options.date, options.templates);
  const absolute = path.resolve(target);
  await recover(absolute);
  return { files, inspection: inspectTarget(absolute, files) };
}

/** How many folders above a target are swept: a run that makes several folders stages above all of them. */
const sweptAbove = 5;

/** Takes back and sweeps what runs into `target` that were killed have left in it, beside it and above it. */
export async function recover(target: string): Promise<void> {
  try {
    let folder = split(target).parent;
    for (let above = 0; above < sweptAbove; above += 1) {
      sweepStages(folder);
      folder = path.dirname(folder);
    }
    if (maybe(() => statSync(target))?.isDirectory()) {
      sweepStages(target);
      const { recoverCommit } = await import('./commit.ts');
      recoverCommit(target);
    }
  } catch (error) {
    throw explained(error, target);
  }
}

/**
 * Makes a project for `answers` in the folder `target`, all or nothing. Rejects with a GenerationError that says why
 * not, or with `Cancelled`; then nothing was written.
 */
export async function generate(
  answers: Answers,
  target: string,
  options: GenerateOptions,
): Promise<Generated> {
  throwIfCancelled(options.signal);
  const plan = await planProject(answers, target, options);
  const decisions = plan.inspection.state === 'occupied' ? await options.decide(plan.inspection) : new Map();
  throwIfCancelled(options.signal);
  return writePlan(plan, decisions, options);
}

/** Writes a plan as decided. Rejects as `generate` does, also where the target is no longer as it was looked at. */
export async function writePlan(
  { files, inspection }: Plan,
  decisions: ReadonlyMap<string, Decision>,
  options: WriteOptions,
): Promise<Generated> {
  const { target, state, same, conflicts } = inspection;
  const taken = conflicts.filter((conflict) => decisions.get(conflict.path) === 'take');
  const replaced = new Set(taken.map((conflict) => conflict.path));
  const kept = new Set(conflicts.map((conflict) => conflict.path).filter((file) => !replaced.has(file)));
  const chosen = files.filter((file) => !same.has(file.path) && !kept.has(file.path));
  try {
    if (state === 'absent' || (state === 'empty' && canBeReplaced(target))) {
      await writeWhole(target, files, options);
    } else if (chosen.length > 0) {
      const { writeInto } = await import('./commit.ts');
      await writeInto(target, chosen, taken, options);
    }
  } catch (error) {
    throw explained(error, target);
  }
  const action = (file: string): FileAction => {
    if (same.has(file)) {
      return 'same';
    }
    if (kept.has(file)) {
      return 'kept';
    }
    return replaced.has(file) ? 'replaced' : 'created';
  };
  return {
    target,
    files: files.map((file) => ({ path: file.path, bytes: file.bytes.length, action: action(file.path) })),
  };
}

/**
 * Whether another folder may take the place of the empty folder `target`: not where this process stands in it, nor
 * where it is somebody else's, is a mount point, or lies in a folder that we cannot write to.
 */
function canBeReplaced(target: string): boolean {
  const inside = path.relative(target, process.cwd());
  const standsIn = inside === '' || !(inside.startsWith('..') || path.isAbsolute(inside));
  const parent = path.dirname(target);
  try {
    accessSync(parent, constants.W_OK);
  } catch {
    return false;
  }
  const folder = statSync(target);
  return (
    !standsIn && parent !== target && folder.dev === statSync(parent).dev && folder.uid === process.getuid?.()
  );
}
