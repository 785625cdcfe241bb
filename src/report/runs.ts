/** `reports/runs/`: a small file of each evaluated model. There may be thousands, so only what is drawn is kept. */
import { join } from 'node:path';
import type { Entry, FileSystem } from '../project/files.ts';
import { parseJson } from '../project/json.ts';
import { type Report, reportSchema } from '../project/reports.ts';
import { type Fault, parseShape, unreadable } from '../project/shape.ts';
import { message } from '../project/words.ts';

export const runsFolder = 'reports/runs';

/** Of more runs, the newest by name are read. */
const most = 1000;
const atOnce = 32;

export type Run = Pick<Report<'run'>, 'at' | 'git' | 'config_sha256' | 'result'>;

type ReadRun =
  | { readonly file: string; readonly run: Run }
  | { readonly file: string; readonly fault: Fault };

export interface RunsRead {
  /** Oldest first. */
  readonly runs: readonly Run[];
  readonly faults: readonly { readonly file: string; readonly fault: Fault }[];
  /** How many files there are. */
  readonly all: number;
}

/** Remembers each run until its file changes. Runs are never replaced, so a second look reads only new ones. */
export class RunCache {
  private known = new Map<
    string,
    { readonly size: number; readonly mtimeMs: number; readonly read: ReadRun }
  >();

  /** The newest thousand runs of the project at `root`. Never rejects. */
  async read(files: FileSystem, root: string): Promise<RunsRead> {
    const folder = join(root, ...runsFolder.split('/'));
    let names: readonly string[];
    try {
      // A folder that leads out of the project is not read.
      const inProject = await files.contains(root, folder);
      names = inProject ? (await files.list(folder)).filter(isRun).map(({ name }) => name) : [];
    } catch (error) {
      const fault = { line: 0, column: 0, message: unreadable(error) };
      return { runs: [], faults: [{ file: runsFolder, fault }], all: 0 };
    }
    const newest = [...names].sort().slice(-most);
    const read = await inParallel(newest, (name) => this.one(files, folder, name));
    this.forget(folder, newest);
    const runs = read.flatMap((one) => ('run' in one ? [one.run] : []));
    return {
      runs: runs.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
      faults: read.flatMap((one) => ('fault' in one ? [one] : [])),
      all: names.length,
    };
  }

  private async one(files: FileSystem, folder: string, name: string): Promise<ReadRun> {
    const path = join(folder, name);
    const file = `${runsFolder}/${name}`;
    try {
      const stat = await files.stat(path);
      const known = this.known.get(path);
      if (stat !== undefined && known?.size === stat.size && known.mtimeMs === stat.mtimeMs) {
        return known.read;
      }
      const text = await files.read(path);
      const read = text === undefined ? gone(file) : parseRun(file, text);
      if (stat !== undefined) {
        this.known.set(path, { size: stat.size, mtimeMs: stat.mtimeMs, read });
      }
      return read;
    } catch (error) {
      return { file, fault: { line: 0, column: 0, message: unreadable(error) } };
    }
  }

  /** Lets go of runs of this folder that are no longer there. */
  private forget(folder: string, names: readonly string[]): void {
    const kept = new Set(names.map((name) => join(folder, name)));
    for (const path of this.known.keys()) {
      if (path.startsWith(folder) && !kept.has(path)) {
        this.known.delete(path);
      }
    }
  }
}

function isRun({ name, kind }: Entry): boolean {
  return kind === 'file' && name.endsWith('.json') && !name.startsWith('.');
}

function gone(file: string): ReadRun {
  return { file, fault: { line: 0, column: 0, message: message('file.missing') } };
}

const schema = reportSchema('run');

function parseRun(file: string, text: string): ReadRun {
  const parsed = parseShape(text, parseJson, schema);
  if (parsed.kind === 'invalid') {
    return { file, fault: parsed };
  }
  if (parsed.kind === 'missing') {
    return gone(file);
  }
  const { at, git, config_sha256, result } = parsed.value;
  return { file, run: { at, git, config_sha256, result } };
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
