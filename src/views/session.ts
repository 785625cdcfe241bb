/** One project at work: what its files say now, kept up to date, and the changes that a person makes. */
import * as vscode from 'vscode';
import { type Definition, definitionFor } from '../checklist/definition.ts';
import { gatherEvidence } from '../checklist/evidence.ts';
import { type Snapshot, snapshotsOf } from '../checklist/history.ts';
import { Hashes, Look, type StepEvidence } from '../checklist/look.ts';
import { type StepStatus, statusOf } from '../checklist/overview.ts';
import { formatProgress, type Progress } from '../checklist/progress.ts';
import { type Change, type Patch, ProgressStore, type ReadProgress } from '../checklist/store.ts';
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
  private last: { change: Change; until: number } | undefined;
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

  /** The step that was ticked within the last ten seconds. */
  get justDone(): string | undefined {
    const { last } = this;
    return last !== undefined && last.until > Date.now() && last.change.after?.state === 'done'
      ? last.change.id
      : undefined;
  }

  /** Whom to name for a change: asked of git once, and again when the person comes back to the window. */
  userName(): Promise<string> {
    this.user ??= this.git.userName(this.project.root);
    return this.user;
  }

  /** Changes one step; what the file held before can be taken back with `undo`. Rejects as the store does. */
  async patch(id: string, patch: Patch): Promise<void> {
    const by = await this.userName();
    this.changedBy(await this.store.patch(id, patch, by));
  }

  /** Ticks a step with a note of its evidence. False where the evidence does not support it any more. */
  async accept(id: string): Promise<boolean> {
    await this.readEvidence();
    const found = this.step(id)?.evidence;
    if (found?.kind !== 'proposed') {
      return false;
    }
    const sha256 = (await new Look(this.project, nodeFiles, systemClock, this.hashes).hash(found.file)) ?? '';
    await this.patch(id, { state: 'done', evidence: { file: found.file, sha256 } });
    return true;
  }

  /** Takes the last change of this window back. False where there is none. Rejects as the store does. */
  async undo(): Promise<boolean> {
    const change = this.last?.change;
    if (change === undefined) {
      return false;
    }
    this.last = undefined;
    const { progress } = await this.store.undo(change);
    this.show(progress);
    return true;
  }

  /** Committed states of the progress file, oldest first. */
  history(): Promise<readonly Snapshot[]> {
    this.snapshots ??= this.git.versions(this.project.root, progressFile).then(snapshotsOf);
    return this.snapshots;
  }

  private changedBy(change: Change): void {
    this.last = { change, until: Date.now() + undoableMs };
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
