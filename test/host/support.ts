/** What the suites share: the folder of the window, projects in it, and a view that remembers what it was told. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { Hub } from '../../src/views/hub.ts';
import { type SidebarModel, type ToHost, type ToView, toViewSchema } from '../../src/views/protocol.ts';
import { Sidebar } from '../../src/views/sidebar.ts';

export const folder = process.env['AI_VENTURE_HOST_FOLDER'] ?? '';

export function ours(): vscode.Extension<unknown> {
  const found = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'ai-venture');
  if (found === undefined) {
    throw new Error('the extension is not there');
  }
  return found;
}

export function write(path: string, content: string | object): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  return full;
}

export function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

export function items(at = ''): Record<string, Record<string, string>> {
  return JSON.parse(read(join(at, '.ai-venture/progress.json'))).items;
}

export function remove(path: string): void {
  rmSync(join(folder, path), { recursive: true, force: true });
}

export function makeProject(name: string, at = ''): void {
  write(join(at, '.ai-venture/progress.json'), { version: 1, items: {} });
  write(join(at, '.ai-venture/project.json'), {
    schema: 'ai-venture/project@1',
    name,
    folder: 'acme',
    package: 'acme_reviews',
    task: 'image-classification',
    framework: 'pytorch',
    accelerator: 'cpu',
    language: 'en',
    author: '',
    created: '2026-11-23',
    templates: '0.1.0',
  });
}

/** Removes what a suite has left in the folder of the window. */
export function clear(): void {
  for (const name of [
    '.ai-venture',
    'apps',
    'reports',
    'docs',
    'plan',
    'src',
    'configs',
    '.venv',
    'outside',
  ]) {
    remove(name);
  }
}

export async function eventually<Result>(
  what: string,
  ask: () => Result | Promise<Result>,
  limitMs = 8000,
): Promise<NonNullable<Result>> {
  let last: unknown;
  for (const end = Date.now() + limitMs; Date.now() < end; ) {
    try {
      const found = await ask();
      if (found) {
        return found;
      }
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what}: not within ${limitMs} ms`, { cause: last });
}

class Memory implements vscode.Memento {
  private readonly kept = new Map<string, unknown>();
  keys(): readonly string[] {
    return [...this.kept.keys()];
  }
  get<Value>(key: string, otherwise?: Value): Value {
    return (this.kept.get(key) ?? otherwise) as Value;
  }
  async update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, value);
  }
}

/** A webview view whose page is this test: it keeps what it is sent, and sends what it is told to. */
export class TestView {
  readonly messages: ToView[] = [];
  visible = true;
  badge: vscode.ViewBadge | undefined;
  private readonly received = new vscode.EventEmitter<unknown>();
  private readonly visibility = new vscode.EventEmitter<void>();
  readonly onDidChangeVisibility = this.visibility.event;
  readonly onDidDispose = new vscode.EventEmitter<void>().event;
  readonly webview = {
    html: '',
    options: {},
    cspSource: 'https://views.test',
    asWebviewUri: (uri: vscode.Uri) => uri,
    onDidReceiveMessage: this.received.event,
    postMessage: async (message: unknown) => {
      this.messages.push(toViewSchema.parse(message));
      return true;
    },
  };

  send(message: ToHost | object): void {
    this.received.fire(message);
  }

  show(visible: boolean): void {
    this.visible = visible;
    this.visibility.fire();
  }

  /** The latest model that was sent, or that the page holds. */
  get model(): SidebarModel {
    const sent = this.messages.findLast((message) => message.type === 'sidebar');
    return sent?.type === 'sidebar' ? sent.model : this.drawn;
  }

  /** The model in the page. */
  get drawn(): SidebarModel {
    const [, text = ''] = /id="state">(.*?)<\/script>/s.exec(this.webview.html) ?? [];
    const message = toViewSchema.parse(JSON.parse(text));
    if (message.type !== 'sidebar') {
      throw new Error(`the page holds ${message.type}`);
    }
    return message.model;
  }

  /** The checklist, once `wanted` holds for it. */
  checklist(
    what: string,
    wanted: (model: Extract<SidebarModel, { state: 'checklist' }>) => boolean = () => true,
  ) {
    return eventually(what, () =>
      this.model.state === 'checklist' && wanted(this.model) ? this.model : undefined,
    );
  }

  step(id: string) {
    const { model } = this;
    return model.state === 'checklist'
      ? model.sections.flatMap(({ steps }) => steps).find((step) => step.id === id)
      : undefined;
  }
}

export interface OpenView {
  readonly hub: Hub;
  readonly view: TestView;
  readonly memory: Memory;
  dispose(): void;
}

/** The Checklist view of the extension over a test's page, with real files, watchers and settings below it. */
export async function openView(memory = new Memory()): Promise<OpenView> {
  const subscriptions: vscode.Disposable[] = [];
  const { extensionUri } = ours();
  const context = { subscriptions, workspaceState: memory, extensionUri, extension: ours() };
  const hub = new Hub(context as unknown as vscode.ExtensionContext);
  const sidebar = new Sidebar(hub);
  const view = new TestView();
  await sidebar.resolve(view as unknown as vscode.WebviewView);
  view.send({ type: 'ready' });
  return {
    hub,
    view,
    memory,
    dispose: () => {
      hub.dispose();
      for (const one of subscriptions) {
        one.dispose();
      }
    },
  };
}
