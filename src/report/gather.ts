/** Reads a project for its report. What cannot be read is told in its card; nothing here rejects. */
import { type Definition, definitionFor } from '../checklist/definition.ts';
import { gatherEvidence } from '../checklist/evidence.ts';
import { type Snapshot, snapshotsOf } from '../checklist/history.ts';
import { Hashes, Look, localDate } from '../checklist/look.ts';
import { statusOf } from '../checklist/overview.ts';
import type { Progress } from '../checklist/progress.ts';
import { ProgressStore, type ReadProgress } from '../checklist/store.ts';
import type { Guide } from '../guide/model.ts';
import type { Language } from '../l10n.ts';
import { type Clock, type FileSystem, nodeFiles, systemClock } from '../project/files.ts';
import { type Git, git } from '../project/git.ts';
import { inside, progressFile } from '../project/places.ts';
import { type Plan, type PlanName, planFile, planNames, planSchemas } from '../project/plans.ts';
import { type Project, readProject } from '../project/project.ts';
import { type Report, reportSchema } from '../project/reports.ts';
import { readShape, type ShapeResult, unreadable } from '../project/shape.ts';
import { type Message, message } from '../project/words.ts';
import { makeReport } from './figures.ts';
import type { ReportModel } from './model.ts';
import { RunCache } from './runs.ts';
import {
  type PlanResults,
  type ReportResults,
  type ReportStage,
  reportFile,
  type Sources,
} from './sources.ts';

export interface GatherOptions {
  /** Absolute path of the folder that holds `.ai-venture`. */
  readonly root: string;
  readonly language: Language;
  /** Titles of sections; without it they have their ids for titles. */
  readonly guide?: Guide;
  readonly files?: FileSystem;
  readonly clock?: Clock;
  readonly git?: Git;
  /** In place of the steps that the project tracks. */
  readonly definition?: Definition;
  /** What is known of runs and hashes from the last time. */
  readonly runs?: RunCache;
  readonly hashes?: Hashes;
  /** What somebody who shows the checklist has read already. */
  readonly known?: {
    readonly project: Project;
    readonly progress: ReadProgress;
    readonly statuses: Sources['statuses'];
    readonly snapshots: readonly Snapshot[];
  };
}

/** The report of the project at `root`. Never rejects. */
export async function gatherReport(options: GatherOptions): Promise<ReportModel> {
  return makeReport(await readSources(options));
}

async function readSources(options: GatherOptions): Promise<Sources> {
  const { root, language, files = nodeFiles, clock = systemClock, known } = options;
  const asked = options.git ?? git;
  const hashes = options.hashes ?? new Hashes(files);
  const now = clock.now();
  const project = known?.project ?? (await readProject(files, root));
  const definition = options.definition ?? definitionFor(project.plan);
  const [read, plans, reports, runs, commit, snapshots, evidence] = await Promise.all([
    known?.progress ?? readProgress(root, files, clock),
    readPlans(files, root),
    readReports(files, root),
    (options.runs ?? new RunCache()).read(files, root),
    asked.head(root).catch(() => ''),
    known?.snapshots ?? asked.versions(root, progressFile).then(snapshotsOf, () => []),
    known === undefined ? gatherEvidence(definition, new Look(project, files, clock, hashes)) : undefined,
  ]);
  const progress: Progress = read.kind === 'ok' ? read.progress : { version: 1, items: {} };
  return {
    language,
    now,
    today: localDate(now),
    project,
    commit,
    definition,
    guide: options.guide,
    progress,
    progressFault: read.kind === 'broken' ? read.fault : undefined,
    statuses: known?.statuses ?? statusOf(definition, progress, evidence ?? new Map(), now),
    snapshots,
    plans,
    reports,
    runs,
    stale: await changedSince(reports.metrics, root, files, hashes),
  };
}

async function readProgress(root: string, files: FileSystem, clock: Clock): Promise<ReadProgress> {
  try {
    return await new ProgressStore(root, files, clock).read();
  } catch (error) {
    return { kind: 'broken', fault: { line: 0, column: 0, message: unreadable(error) }, text: '' };
  }
}

/** Every plan file. */
async function readPlans(files: FileSystem, root: string): Promise<PlanResults> {
  const read = async <Name extends PlanName>(
    name: Name,
  ): Promise<readonly [Name, ShapeResult<Plan<Name>>]> => [
    name,
    // The schema of this very name; TypeScript sees only one of them all.
    (await readShape(files, root, planFile(name), planSchemas[name])) as ShapeResult<Plan<Name>>,
  ];
  return Object.fromEntries(await Promise.all(planNames.map(read))) as unknown as PlanResults;
}

async function readReports(files: FileSystem, root: string): Promise<ReportResults> {
  const read = <Name extends ReportStage>(stage: Name) =>
    readShape(files, root, reportFile(stage), reportSchema(stage));
  const [metrics, training, cost, drift, deployment] = await Promise.all([
    read('metrics'),
    read('training'),
    read('cost'),
    read('drift'),
    read('deployment'),
  ]);
  return { metrics, training, cost, drift, deployment };
}

/** Checkpoints are as large as a model; hashing one takes longer than anybody waits for a page. */
const quicklyHashed = 32 * 1024 * 1024;
/** In git, so that it is there wherever the report is; data and models are made anew and may be elsewhere. */
const inGit = /^(?:configs|plan|src)\//;

/** The first input that is no longer what the report was made of: the run is of another state, or another project. */
async function changedSince(
  read: ShapeResult<Report<'metrics'>>,
  root: string,
  files: FileSystem,
  hashes: Hashes,
): Promise<Message | undefined> {
  const file = reportFile('metrics');
  for (const [input, wanted] of read.kind === 'ok' ? Object.entries(read.value.inputs) : []) {
    const path = inside(root, input);
    if (path === undefined) {
      return message('file.outside');
    }
    try {
      const stat = await files.stat(path);
      if (stat === undefined && inGit.test(input)) {
        return message('stale.gone', { input, file });
      }
      const quick = stat?.kind === 'file' && stat.size <= quicklyHashed && (await files.contains(root, path));
      if (quick && (await hashes.of(path)) !== wanted) {
        return message('stale.changed', { input, file });
      }
    } catch {
      // A file that may not be read tells nothing of the run.
    }
  }
  return undefined;
}
