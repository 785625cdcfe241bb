/** Looking at the files of a project for evidence, and what a rule can make of what it sees. */
import type * as z from 'zod/mini';
import { type Clock, type Entry, type FileSystem, systemClock } from '../project/files.ts';
import { inside } from '../project/places.ts';
import type { Project } from '../project/project.ts';
import { type Report, reportSchema, type Stage } from '../project/reports.ts';
import { readShape, type ShapeResult } from '../project/shape.ts';
import { type Message, message } from '../project/words.ts';
import type { StepDefinition } from './definition.ts';

/** What the evidence of one step comes to. Paths are relative to the project. */
export type StepEvidence =
  /** It supports ticking. `at`: when it was made, ISO 8601; null where the file does not say. */
  | { readonly kind: 'proposed'; readonly file: string; readonly says: Message; readonly at: string | null }
  /** It did once, but what it rests on has changed since. */
  | { readonly kind: 'stale'; readonly file: string; readonly says: Message; readonly at: string | null }
  /** Not there yet, or not enough yet; `says` what is wanting. */
  | { readonly kind: 'missing'; readonly file: string; readonly says: Message }
  /** A file that cannot be read, or that contradicts itself. Line from 1; 0 for the file as a whole. */
  | { readonly kind: 'invalid'; readonly file: string; readonly line: number; readonly says: Message };

export type Rule = (look: Look, evidence: StepDefinition['evidence']) => Promise<StepEvidence>;

export const proposed = (file: string, says: Message, at: string | null = null): StepEvidence => ({
  kind: 'proposed',
  file,
  says,
  at,
});
export const missing = (file: string, says: Message): StepEvidence => ({ kind: 'missing', file, says });
export const invalid = (file: string, line: number, says: Message): StepEvidence => ({
  kind: 'invalid',
  file,
  line,
  says,
});

/** A report that is there, in shape and fresh; or what to say instead. */
export type Fresh<Name extends Stage> =
  | { readonly report: Report<Name>; readonly lineOf: (path: readonly PropertyKey[]) => number }
  | { readonly instead: StepEvidence };

/** A plan file in shape, or what to say instead. */
export type Planned<Value> =
  | Extract<ShapeResult<Value>, { kind: 'ok' }>
  | { readonly kind: 'instead'; readonly instead: StepEvidence };

/** SHA-256 of files, computed once for each size and time of change. */
export class Hashes {
  private readonly files: FileSystem;
  private readonly known = new Map<string, { size: number; mtimeMs: number; sha256: Promise<string> }>();

  constructor(files: FileSystem) {
    this.files = files;
  }

  /** Undefined where there is no such file. */
  async of(path: string): Promise<string | undefined> {
    const stat = await this.files.stat(path);
    if (stat?.kind !== 'file') {
      return undefined;
    }
    const known = this.known.get(path);
    if (known !== undefined && known.size === stat.size && known.mtimeMs === stat.mtimeMs) {
      return known.sha256;
    }
    const sha256 = this.files.sha256(path);
    this.known.set(path, { size: stat.size, mtimeMs: stat.mtimeMs, sha256 });
    sha256.catch(() => this.known.delete(path));
    return sha256;
  }
}

/** One look at a project: every file is read once, however many rules ask for it. */
export class Look {
  readonly project: Project;
  readonly files: FileSystem;
  readonly now: Date;
  private readonly hashes: Hashes;
  private readonly reports = new Map<string, Promise<Fresh<Stage>>>();

  constructor(project: Project, files: FileSystem, clock: Clock = systemClock, hashes = new Hashes(files)) {
    this.project = project;
    this.files = files;
    this.now = clock.now();
    this.hashes = hashes;
  }

  /** Today where the founder is, ISO. */
  get today(): string {
    return localDate(this.now);
  }

  /** Hash of a file of the project; undefined where it is missing or not inside. */
  async hash(path: string): Promise<string | undefined> {
    const full = inside(this.project.root, path);
    return full !== undefined && (await this.files.contains(this.project.root, full))
      ? this.hashes.of(full)
      : undefined;
  }

  async exists(path: string): Promise<boolean> {
    const full = inside(this.project.root, path);
    return full !== undefined && (await this.files.contains(this.project.root, full));
  }

  /** Entries of a folder of the project. */
  async list(path: string): Promise<readonly Entry[]> {
    const full = inside(this.project.root, path);
    return full !== undefined && (await this.files.contains(this.project.root, full))
      ? this.files.list(full)
      : [];
  }

  /** Text of a file of the project; undefined where it is missing or not inside. */
  async text(path: string): Promise<string | undefined> {
    const full = inside(this.project.root, path);
    return full !== undefined && (await this.files.contains(this.project.root, full))
      ? this.files.read(full)
      : undefined;
  }

  /** A plan file in shape; or what to say instead. */
  async plan<Schema extends z.ZodMiniType>(path: string, schema: Schema): Promise<Planned<z.infer<Schema>>> {
    const read = await readShape(this.files, this.project.root, path, schema);
    return read.kind === 'ok' ? read : { kind: 'instead', instead: notRead(path, read) };
  }

  /** The report of a stage, if it is there, in shape, and its inputs are what they were. */
  report<Name extends Stage>(stage: Name, file: string): Promise<Fresh<Name>> {
    const key = `${stage} ${file}`;
    const looked = this.reports.get(key) ?? this.readReport(stage, file);
    this.reports.set(key, looked);
    // The key holds the stage, so the report under it is of that stage.
    return looked as Promise<Fresh<Name>>;
  }

  private async readReport<Name extends Stage>(stage: Name, file: string): Promise<Fresh<Name>> {
    const read = await readShape(this.files, this.project.root, file, reportSchema(stage));
    if (read.kind !== 'ok') {
      return { instead: notRead(file, read) };
    }
    const { value: report, lineOf } = read;
    for (const [input, wanted] of Object.entries(report.inputs)) {
      if (inside(this.project.root, input) === undefined) {
        return { instead: invalid(file, lineOf(['inputs', input]), message('file.outside')) };
      }
      const found = await this.hash(input);
      if (found !== wanted) {
        const says = message(found === undefined ? 'stale.gone' : 'stale.changed', { input, file });
        return { instead: { kind: 'stale', file, says, at: report.at } };
      }
    }
    return { report, lineOf };
  }
}

function notRead(file: string, read: Exclude<ShapeResult<unknown>, { kind: 'ok' }>): StepEvidence {
  return read.kind === 'missing'
    ? missing(file, message('file.missing'))
    : invalid(file, read.line, read.message);
}

/** ISO date of a moment where this process runs. */
export function localDate(moment: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
