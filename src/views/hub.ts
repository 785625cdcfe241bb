/** What all views and commands share: the projects of the window, the one being worked on, the guide, the language. */
import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { type Filter, isFilter } from '../checklist/filter.ts';
import { loadGuide } from '../guide/load.ts';
import type { Guide } from '../guide/model.ts';
import { type Language, pickLanguage } from '../l10n.ts';
import { nodeFiles } from '../project/files.ts';
import { projectFile } from '../project/places.ts';
import { findProjects, type Project } from '../project/project.ts';
import { type Message, say } from '../project/words.ts';
import { Debounced } from './debounced.ts';
import { Session } from './session.ts';

const chosenKey = 'project';
/** The filters of projects, by their roots. */
const filterKey = 'filters';
/** What an older version of us kept in the place of a filter. */
const onlyOpenKey = 'onlyOpen';

export class Hub implements vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  language: Language;
  projects: readonly Project[] = [];
  session: Session | undefined;
  /** The projects have been looked for. */
  ready = false;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly revealed = new vscode.EventEmitter<string>();
  /** A step is to be shown in the checklist. */
  readonly onReveal = this.revealed.event;
  private readonly updated = new vscode.EventEmitter<void>();
  /** Our own files are gone: the extension was updated under this window. */
  readonly onUpdated = this.updated.event;
  private readonly disposables: vscode.Disposable[] = [];
  private readonly search = new Debounced(150, () => this.findProjects());
  private sessionListener: vscode.Disposable | undefined;
  private loading: Promise<void> | undefined;
  private guideOf: { language: Language; guide: Promise<Guide> } | undefined;
  private readonly contexts = new Map<string, unknown>();

  constructor(context: vscode.ExtensionContext) {
    this.context = context;
    this.language = currentLanguage();
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    this.disposables.push(
      this.changed,
      this.revealed,
      this.updated,
      this.search,
      watcher,
      watcher.onDidCreate((uri) => this.onCreated(uri)),
      watcher.onDidDelete((uri) => this.onDeleted(uri)),
      watcher.onDidChange(({ path }) => path.endsWith(`/${projectFile}`) && this.search.call()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.search.call()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.session?.reload();
        this.changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('aiVenture')) {
          this.language = currentLanguage();
          this.changed.fire();
        }
      }),
    );
  }

  dispose(): void {
    this.sessionListener?.dispose();
    this.session?.dispose();
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** Resolves once the projects are known and the one being worked on is read. */
  whenReady(): Promise<void> {
    this.loading ??= this.findProjects();
    return this.loading;
  }

  /** The guide in the language of the views. Rejects where our own files are gone. */
  guide(): Promise<Guide> {
    const { language } = this;
    if (this.guideOf?.language !== language) {
      const folder = vscode.Uri.joinPath(this.context.extensionUri, 'dist', 'guide').fsPath;
      const guide = loadGuide(folder, language);
      this.guideOf = { language, guide };
      guide.catch(() => {
        this.guideOf = undefined;
        this.updated.fire();
      });
    }
    return this.guideOf?.guide ?? Promise.reject(new Error('no guide'));
  }

  say(what: Message): string {
    return say(what, this.language);
  }

  reveal(id: string): void {
    this.revealed.fire(id);
  }

  /** Which steps of the project at hand are shown. */
  get filter(): Filter {
    const { workspaceState } = this.context;
    const kept = this.filters[this.session?.project.root ?? ''];
    return isFilter(kept) ? kept : workspaceState.get(onlyOpenKey, false) ? 'open' : 'all';
  }

  /** Shows other steps of the project at hand, and remembers it for that project. */
  async setFilter(filter: Filter): Promise<void> {
    if (this.session !== undefined) {
      const filters = { ...this.filters, [this.session.project.root]: filter };
      await this.context.workspaceState.update(filterKey, filters);
      this.setContext('aiVenture.filter', filter);
      this.changed.fire();
    }
  }

  private get filters(): Readonly<Record<string, unknown>> {
    return this.context.workspaceState.get<Record<string, unknown>>(filterKey, {});
  }

  get singleKeys(): boolean {
    return vscode.workspace.getConfiguration('aiVenture').get('checklist.singleKeys', true);
  }

  /** Folders on this machine; a virtual workspace has none. */
  get folders(): readonly string[] {
    return (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath);
  }

  /** Turns to another project and remembers it for this workspace. */
  async choose(root: string): Promise<void> {
    const project = this.projects.find((one) => one.root === root);
    if (project !== undefined && this.session?.project.root !== root) {
      await this.context.workspaceState.update(chosenKey, root);
      await this.open(project);
      this.setContext('aiVenture.filter', this.filter);
      this.changed.fire();
    }
  }

  /** A project that is moved in whole, as the generator does it, shows as one new folder. */
  private async onCreated({ fsPath, path }: vscode.Uri): Promise<void> {
    const known = this.projects.some(({ root }) => fsPath.startsWith(root + sep));
    if (path.endsWith(`/${projectFile}`) || path.endsWith('/.ai-venture')) {
      this.search.call();
    } else if (!known && !/\/(?:node_modules|\.git|\.venv)\//.test(path)) {
      const stat = await nodeFiles.stat(fsPath).catch(() => undefined);
      if (stat?.kind === 'directory') {
        this.search.call();
      }
    }
  }

  private onDeleted({ fsPath }: vscode.Uri): void {
    if (this.projects.some(({ root }) => join(root, projectFile).startsWith(fsPath))) {
      this.search.call();
    }
  }

  private async findProjects(): Promise<void> {
    this.projects = await findProjects(nodeFiles, this.folders);
    const wanted = this.session?.project.root ?? this.context.workspaceState.get<string>(chosenKey);
    const project =
      this.projects.find(({ root }) => root === wanted) ??
      (this.projects.length === 1 ? this.projects[0] : undefined);
    await this.open(project);
    this.ready = true;
    this.setContext('aiVenture.hasProject', this.projects.length > 0);
    this.setContext('aiVenture.severalProjects', this.projects.length > 1);
    this.setContext('aiVenture.filter', this.filter);
    this.changed.fire();
  }

  private async open(project: Project | undefined): Promise<void> {
    if (project !== undefined && this.session?.project.root === project.root) {
      this.session.reload();
      return;
    }
    this.sessionListener?.dispose();
    this.session?.dispose();
    this.session = undefined;
    if (project !== undefined) {
      const session = new Session(project);
      await session.load();
      this.session = session;
      this.sessionListener = session.onDidChange(() => this.changed.fire());
    }
  }

  private setContext(key: string, value: unknown): void {
    if (this.contexts.get(key) !== value) {
      this.contexts.set(key, value);
      vscode.commands.executeCommand('setContext', key, value);
    }
  }
}

function currentLanguage(): Language {
  const wanted = vscode.workspace.getConfiguration('aiVenture').get('language', 'auto');
  return pickLanguage(wanted === 'auto' ? vscode.env.language : wanted);
}
