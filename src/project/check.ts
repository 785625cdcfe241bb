/** What `ai-venture check` finds: where each step of a project stands, and what its files say. */
import { type Definition, definitionFor } from '../checklist/definition.ts';
import { gatherEvidence } from '../checklist/evidence.ts';
import { Hashes, Look, type StepEvidence } from '../checklist/look.ts';
import { countSteps, type StepStatus, statusOf } from '../checklist/overview.ts';
import type { StepState } from '../checklist/progress.ts';
import { ProgressStore } from '../checklist/store.ts';
import { titleOf } from '../guide/load.ts';
import type { Guide } from '../guide/model.ts';
import type { Language } from '../l10n.ts';
import { type Clock, type FileSystem, nodeFiles, systemClock } from './files.ts';
import { type Git, git } from './git.ts';
import { progressFile, projectFile } from './places.ts';
import { readProject } from './project.ts';
import { say } from './words.ts';

export interface CheckOptions {
  /** Absolute path of the folder that holds `.ai-venture`. */
  readonly root: string;
  readonly language: Language;
  /** Titles of steps; without it steps have their ids for titles. */
  readonly guide?: Guide;
  /** Tick every step whose evidence supports it. */
  readonly accept?: boolean;
  readonly files?: FileSystem;
  readonly clock?: Clock;
  readonly git?: Git;
  readonly definition?: Definition;
}

export interface CheckedStep {
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  readonly owner: string;
  readonly due: string;
  readonly reason: string;
  /** Null where the step is done or skipped and nothing is stale or unreadable. */
  readonly evidence: {
    readonly kind: StepEvidence['kind'];
    readonly file: string;
    readonly line: number | null;
    readonly at: string | null;
    readonly says: string;
  } | null;
}

export interface InvalidFile {
  readonly file: string;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  readonly says: string;
}

export type CheckResult =
  /** The folder holds no project. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'checked';
      readonly project: { readonly name: string; readonly root: string };
      readonly counts: ReturnType<typeof countSteps>;
      /** Empty where the progress file does not parse: nothing is known of the steps then. */
      readonly steps: readonly CheckedStep[];
      /** Ids of the steps that were ticked because of `accept`. */
      readonly accepted: readonly string[];
      /** Project files that are at fault, each once. The project is at fault where there is one. */
      readonly invalid: readonly InvalidFile[];
    };

/** Looks at the project in `root`; with `accept` it ticks what is proposed first. Rejects where it cannot write. */
export async function checkProject(options: CheckOptions): Promise<CheckResult> {
  const { root, language, files = nodeFiles, clock = systemClock } = options;
  if ((await files.stat(`${root}/${projectFile}`))?.kind !== 'file') {
    return { kind: 'none' };
  }
  const project = await readProject(files, root);
  const steps = options.definition ?? definitionFor(project.plan);
  const store = new ProgressStore(root, files, clock);
  const hashes = new Hashes(files);
  const look = new Look(project, files, clock, hashes);
  const evidence = await gatherEvidence(steps, look);
  let read = await store.read();
  const accepted: string[] = [];
  if (options.accept === true && read.kind === 'ok') {
    const by = await (options.git ?? git).userName(root);
    for (const { definition: step, evidence: found } of statusesIn(read.progress)) {
      if (found?.kind === 'proposed') {
        const sha256 = (await look.hash(found.file)) ?? '';
        await store.patch(step.id, { state: 'done', evidence: { file: found.file, sha256 } }, by);
        accepted.push(step.id);
      }
    }
    read = await store.read();
  }
  const faults = [
    ...(project.fault === undefined ? [] : [{ file: projectFile, ...project.fault }]),
    ...(read.kind === 'broken' ? [{ file: progressFile, ...read.fault }] : []),
  ].map(({ file, line, message }) => ({ file, line, says: say(message, language) }));
  const statuses = read.kind === 'ok' ? statusesIn(read.progress) : [];
  return {
    kind: 'checked',
    project: { name: project.name, root },
    counts: countSteps(statuses),
    steps: statuses.map((status) => shown(status, options)),
    accepted,
    invalid: [...faults, ...invalidFiles(evidence.values(), language)],
  };

  function statusesIn(progress: Parameters<typeof statusOf>[1]): readonly StepStatus[] {
    return statusOf(steps, progress, evidence, clock.now()).flatMap((section) => section.steps);
  }
}

function shown(
  { definition: step, state, owner, due, reason, evidence }: StepStatus,
  options: CheckOptions,
): CheckedStep {
  const { guide, language } = options;
  const base = {
    id: step.id,
    title: guide === undefined ? step.id : titleOf(guide, step.id),
    state,
    owner,
    due,
    reason,
  };
  if (evidence === undefined) {
    return { ...base, evidence: null };
  }
  const { kind, file, says } = evidence;
  const line = kind === 'invalid' ? evidence.line : null;
  const at = kind === 'proposed' || kind === 'stale' ? evidence.at : null;
  return { ...base, evidence: { kind, file, line, at, says: say(says, language) } };
}

function invalidFiles(evidence: Iterable<StepEvidence>, language: Language): readonly InvalidFile[] {
  const found = new Map<string, InvalidFile>();
  for (const one of evidence) {
    if (one.kind === 'invalid') {
      const says = say(one.says, language);
      found.set(`${one.file}:${one.line}:${says}`, { file: one.file, line: one.line, says });
    }
  }
  return [...found.values()];
}
