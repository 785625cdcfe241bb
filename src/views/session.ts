/** One project at work: what its files say now, kept up to date, and the changes that a person makes. */
import * as vscode from 'vscode';
import { type Definition, definitionFor } from '../checklist/definition.ts';
import { gatherEvidence } from '../checklist/evidence.ts';
import { type Filter, passes } from '../checklist/filter.ts';
import { type Snapshot, snapshotsOf } from '../checklist/history.ts';
import { Hashes, Look, type StepEvidence } from '../checklist/look.ts';
import { type StepStatus, statusOf } from '../checklist/overview.ts';
import { formatProgress, type Item, type Progress } from '../checklist/progress.ts';
import {
  type Change,
  ChangedSince,
  type Patch,
  ProgressStore,
  type ReadProgress,
} from '../checklist/store.ts';
import { type Deed, type Done, deedOf, UndoStack } from '../checklist/undo.ts';
import { nodeFiles, systemClock } from '../project/files.ts';
import { type Git, git, noGit } from '../project/git.ts';
import { progressFile } from '../project/places.ts';
import { type Project, readProject } from '../project/project.ts';
import { Debounced } from './debounced.ts';

const undoableMs = 10_000;
/** The editor's watcher starts some time after it was asked for and does not say when: what changed before is read then. */
const watcherStartsMs = [1000, 3000, 9000];
/** Folders in which nothing lies that a step rests on, and in which much changes. */
const unwatched =
  /(?:^|\/)(?:\.git\/(?!logs\/HEAD$)|\.venv\/|node_modules\/|__pycache__\/|\.(?:mypy|ruff|pytest)_cache\/)|\.(?:lock|tmp)$/;

export class Session implements vscode.Disposable {
  project: Project;
  progress: ReadProgress = { kind: 'ok', progress: { version: 1, items: {} }, text: undefined };
  evidence: ReadonlyMap<string, StepEvidence> = new Map();
  /** When the progress file was last changed, ISO 8601; '' where there is none. */
  updated = '';
  readonly store: ProgressStore;
  private readonly hashes = new Hashes(nodeFiles);
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[] = [];
  private readonly soon: Debounced;
  private readonly later: Debounced;
  private readonly undoable = new UndoStack();
  private latest: Done | undefined;
  private snapshots: Promise<readonly Snapshot[]> | undefined;
  private user: Promise<string> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly starting: readonly NodeJS.Timeout[];

  constructor(project: Project) {
    this.project = project;
    this.store = new ProgressStore(project.root, nodeFiles, systemClock);
    this.soon = new Debounced(60, () => this.readProgress());
    this.later = new Debounced(250, () => this.readEvidence());
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(project.root), '**/*'),
    );
    const onFile = (uri: vscode.Uri) => this.onFile(uri);
    this.disposables.push(
      this.changed,
      watcher,
      watcher.onDidChange(onFile),
      watcher.onDidCreate(onFile),
      watcher.onDidDelete(onFile),
      // What a watcher missed (network drives, excluded folders) is caught when the person comes back.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.reload()),
      this.soon,
      this.later,
    );
    this.starting = watcherStartsMs.map((delay) => setTimeout(() => this.reload(), delay));
  }

  dispose(): void {
    for (const timer of [this.timer, ...this.starting]) {
      clearTimeout(timer);
    }
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** Reads everything; resolves once it is all there. */
  async load(): Promise<void> {
    await Promise.all([this.readProgress(), this.readEvidence()]);
  }

  /** Reads everything anew, soon. */
  reload(): void {
    this.user = undefined;
    this.snapshots = undefined;
    this.soon.call();
    this.later.call();
  }

  get trusted(): boolean {
    return vscode.workspace.isTrusted;
  }

  get git(): Git {
    return this.trusted ? git : noGit;
  }

  /** The steps that this project tracks. */
  get definition(): Definition {
    return definitionFor(this.project.plan);
  }

  /** Progress as far as it can be read. */
  get readable(): Progress {
    return this.progress.kind === 'ok' ? this.progress.progress : { version: 1, items: {} };
  }

  sections(): ReturnType<typeof statusOf> {
    return statusOf(this.definition, this.readable, this.evidence, systemClock.now());
  }

  step(id: string): StepStatus | undefined {
    return this.sections()
      .flatMap(({ steps }) => steps)
      .find(({ definition: { id: own } }) => own === id);
  }

  /** The steps that `filter` shows, in order. */
  async filtered(filter: Filter): Promise<readonly StepStatus[]> {
    const user = await this.userName();
    return this.sections().flatMap(({ steps }) => steps.filter((step) => passes(filter, step, user)));
  }

  /** What was done within the last ten seconds and can be taken back. */
  get recent(): Done | undefined {
    const { latest } = this;
    return latest !== undefined && Date.parse(latest.at) + undoableMs > Date.now() ? latest : undefined;
  }

  /** The one step that was ticked within the last ten seconds. */
  get justDone(): string | undefined {
    const [edit, ...others] = this.recent?.change.edits ?? [];
    return others.length === 0 && edit?.after?.state === 'done' ? edit.id : undefined;
  }

  /** What this window has done and can take back, the latest first. */
  get done(): readonly Done[] {
    return this.undoable.all;
  }

  /** Whom to name for a change: asked of git once, and again when the person comes back to the window. */
  userName(): Promise<string> {
    this.user ??= this.git.userName(this.project.root);
    return this.user;
  }

  /** Changes steps as one change, which `undo` takes back whole. Rejects as the store does. */
  async patch(patches: ReadonlyMap<string, Patch>): Promise<void> {
    const [first] = patches.values();
    const by = await this.userName();
    this.keep(await this.store.patchAll(patches, by), first === undefined ? 'note' : deedOf(first));
  }

  /**
   * Ticks those of the steps that their evidence supports, as one change with a note of each evidence. Returns the ids
   * of the others, which it leaves alone.
   */
  async accept(ids: readonly string[]): Promise<readonly string[]> {
    await this.readEvidence();
    const look = new Look(this.project, nodeFiles, systemClock, this.hashes);
    const wanted = new Set(ids);
    const proposed = this.sections()
      .flatMap(({ steps }) => steps)
      .flatMap(({ definition: { id }, evidence }) =>
        wanted.has(id) && evidence?.kind === 'proposed' ? [{ id, file: evidence.file }] : [],
      );
    const patches = await Promise.all(
      proposed.map(async ({ id, file }) => {
        const evidence = { file, sha256: (await look.hash(file)) ?? '' };
        return [id, { state: 'done', evidence }] as const;
      }),
    );
    if (patches.length > 0) {
      await this.patch(new Map(patches));
    }
    return ids.filter((id) => !patches.some(([own]) => own === id));
  }

  /** Brings steps back to earlier entries, as one change. Rejects as the store does. */
  async restore(items: ReadonlyMap<string, Item | undefined>): Promise<void> {
    this.keep(await this.store.restore(items, await this.userName()), 'restore');
  }

  /** Takes over what is newer in another progress file, as one change. Rejects as the store does. */
  async merge(theirs: Progress, expected: string | undefined): Promise<void> {
    this.keep(await this.store.merge(theirs, expected), 'merge');
  }

  /**
   * Takes the last change of this window back; undefined where there is none. `left` are steps that somebody has
   * changed since. Rejects as the store does; a change that somebody has overtaken whole is then forgotten, and the one
   * before it can be taken back.
   */
  async undo(): Promise<{ readonly done: Done; readonly left: readonly string[] } | undefined> {
    const done = this.undoable.last;
    if (done === undefined) {
      return undefined;
    }
    this.latest = undefined;
    // Taken off before the file is written, so that a second press goes on with the change before it.
    this.undoable.remove(done);
    try {
      const { progress, left } = await this.store.undo(done.change);
      this.show(progress);
      return { done, left };
    } catch (error) {
      if (!(error instanceof ChangedSince)) {
        this.undoable.push(done);
      }
      throw error;
    }
  }

  /** Committed states of the progress file, oldest first. */
  history(): Promise<readonly Snapshot[]> {
    this.snapshots ??= this.git.versions(this.project.root, progressFile).then(snapshotsOf);
    return this.snapshots;
  }

  private keep(change: Change, deed: Deed): void {
    this.latest = { change, deed, at: new Date().toISOString() };
    this.undoable.push(this.latest);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.fire(), undoableMs + 20);
    this.show(change.progress);
  }

  private show(progress: Progress): void {
    this.progress = { kind: 'ok', progress, text: undefined };
    this.updated = new Date().toISOString();
    this.changed.fire();
  }

  private onFile(uri: vscode.Uri): void {
    const path = vscode.workspace.asRelativePath(uri, false);
    const own = uri.fsPath.slice(this.project.root.length + 1).replaceAll('\\', '/');
    if (unwatched.test(path) || unwatched.test(own)) {
      return;
    }
    if (own === progressFile) {
      this.soon.call();
    } else if (own.endsWith('.git/logs/HEAD')) {
      this.snapshots = undefined;
      this.changed.fire();
    } else {
      // A folder that appears may hold the progress file already, and then nothing more is said of it.
      if (progressFile.startsWith(`${own}/`)) {
        this.soon.call();
      }
      this.later.call();
    }
  }

  private async readProgress(): Promise<void> {
    const [read, stat] = await Promise.all([
      this.store.read(),
      nodeFiles.stat(vscode.Uri.joinPath(vscode.Uri.file(this.project.root), progressFile).fsPath),
    ]);
    this.updated = stat === undefined ? '' : new Date(stat.mtimeMs).toISOString();
    // The watcher also tells of what this window has written itself.
    if (!sameProgress(read, this.progress)) {
      this.progress = read;
      this.snapshots = undefined;
      this.changed.fire();
    }
  }

  private async readEvidence(): Promise<void> {
    this.project = await readProject(nodeFiles, this.project.root);
    const look = new Look(this.project, nodeFiles, systemClock, this.hashes);
    this.evidence = await gatherEvidence(this.definition, look);
    this.changed.fire();
  }
}

function sameProgress(one: ReadProgress, other: ReadProgress): boolean {
  return one.kind === 'ok' && other.kind === 'ok'
    ? formatProgress(one.progress) === formatProgress(other.progress)
    : one.kind === other.kind && one.text === other.text;
}
