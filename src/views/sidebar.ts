/** Host of the Checklist view. */
import type * as vscode from 'vscode';
import { definitionFor } from '../checklist/definition.ts';
import { countProgress } from '../checklist/overview.ts';
import { ProgressStore } from '../checklist/store.ts';
import type { Guide } from '../guide/model.ts';
import { nodeFiles } from '../project/files.ts';
import { progressFile, projectFile } from '../project/places.ts';
import { shownPath } from '../project/project.ts';
import { message } from '../project/words.ts';
import { checklistModel, detailModel, type Setting } from './checklist-model.ts';
import { existing } from './details.ts';
import { dispatch, type ViewPart } from './dispatch.ts';
import type { Hub } from './hub.ts';
import { pageFor, parseMessage, webviewOptions } from './page.ts';
import type { SidebarModel, ToHost, ToView } from './protocol.ts';
import type { Session } from './session.ts';

export class Sidebar implements ViewPart {
  private readonly hub: Hub;
  private view: vscode.WebviewView | undefined;
  private model: SidebarModel = { state: 'loading' };
  /** Language of the page as it stands; another one needs a new page. */
  private language = '';
  private readonly opened = new Set<string>();
  private readonly sent = new Map<string, string>();
  /** A step to show once the page can take messages. */
  private wanted: string | undefined;
  private listening = false;
  private drawing = Promise.resolve();

  constructor(hub: Hub) {
    this.hub = hub;
    hub.context.subscriptions.push(
      hub.onDidChange(() => this.refresh()),
      hub.onReveal((id) => this.show(id)),
      hub.onUpdated(() => this.showModel({ state: 'updated' })),
    );
  }

  async resolve(view: vscode.WebviewView): Promise<void> {
    this.view = view;
    this.listening = false;
    view.webview.options = webviewOptions(this.hub.context.extensionUri);
    view.webview.onDidReceiveMessage((data: unknown) => this.receive(data));
    view.onDidChangeVisibility(() => {
      this.listening = false;
      if (!view.visible) {
        this.draw();
      }
    });
    view.onDidDispose(() => {
      this.view = undefined;
      this.listening = false;
    });
    // The page loads while the files are read; it says that it is loading only where that takes longer than a glance.
    this.draw();
    await this.hub.whenReady();
    this.showModel(await this.makeModel());
  }

  post(toView: ToView): void {
    void this.view?.webview.postMessage(toView);
  }

  refresh(): void {
    // One after the other, so that an older state never comes in after a newer one.
    this.drawing = this.drawing.then(() => this.update()).catch((error: unknown) => console.error(error));
  }

  async handle(toHost: ToHost): Promise<boolean> {
    switch (toHost.type) {
      case 'ready':
        this.listening = true;
        this.opened.clear();
        this.sent.clear();
        this.post({ type: 'sidebar', model: this.model });
        if (this.wanted !== undefined) {
          this.post({ type: 'reveal', id: this.wanted });
          this.wanted = undefined;
        }
        return true;
      case 'openStep':
        this.opened.add(toHost.id);
        this.sent.delete(toHost.id);
        await this.sendDetails();
        return true;
      case 'closeStep':
        this.opened.delete(toHost.id);
        return true;
      default:
        return false;
    }
  }

  collapseAll(): void {
    this.post({ type: 'collapseAll' });
  }

  private show(id: string): void {
    if (this.listening) {
      this.post({ type: 'reveal', id });
    } else {
      this.wanted = id;
    }
  }

  private receive(data: unknown): void {
    const toHost = parseMessage(data);
    if (toHost !== undefined) {
      void dispatch(this.hub, this, toHost);
    }
  }

  private async update(): Promise<void> {
    if (this.view !== undefined && this.hub.ready) {
      this.showModel(await this.makeModel());
      await this.sendDetails();
    }
  }

  private showModel(model: SidebarModel): void {
    this.model = model;
    this.setBadge();
    if (this.view?.visible !== true || this.language !== this.hub.language) {
      this.draw();
    } else if (this.listening) {
      this.post({ type: 'sidebar', model });
    }
    // A page that is still being built asks for the model by itself once it is ready.
  }

  /** Makes the page anew: what a hidden view will show first when it comes back. */
  private draw(): void {
    const { view, hub } = this;
    if (view !== undefined) {
      this.language = hub.language;
      this.listening = false;
      const state = { type: 'sidebar', model: this.model } as const;
      view.webview.html = pageFor(
        view.webview,
        hub.context.extensionUri,
        'sidebar',
        'AI Venture',
        hub.language,
        state,
      );
    }
  }

  private setBadge(): void {
    const waiting = this.model.state === 'checklist' ? this.model.toConfirm : 0;
    if (this.view !== undefined) {
      this.view.badge =
        waiting === 0
          ? undefined
          : { value: waiting, tooltip: this.hub.say(message('badge', { n: waiting })) };
    }
  }

  private async makeModel(): Promise<SidebarModel> {
    const { hub } = this;
    const { session, projects } = hub;
    if (session === undefined) {
      return projects.length === 0 ? { state: 'none' } : { state: 'chooser', projects: await choices(hub) };
    }
    const switchable = projects.length > 1;
    const { root, name, fault } = session.project;
    const broken = session.progress.kind === 'broken' ? session.progress : undefined;
    if (broken !== undefined || fault !== undefined) {
      const { line, message: cause } = broken?.fault ??
        fault ?? { line: 0, message: message('file.missing') };
      return {
        state: 'broken',
        project: { id: root, name, switchable },
        file: broken === undefined ? projectFile : progressFile,
        line,
        cause: hub.say(cause),
        conflict: broken !== undefined && /^<{7} /m.test(broken.text),
      };
    }
    const { filter, singleKeys } = hub;
    const guide = await hub.guide();
    // Git is asked only where its answer shows: the first paint does not wait for it.
    const user = filter === 'mine' ? await session.userName() : '';
    const options = { switchable, filter, user, recent: session.recent, singleKeys };
    return checklistModel(session.sections(), settingOf(hub, session, guide), options);
  }

  private async sendDetails(): Promise<void> {
    const { session } = this.hub;
    if (session === undefined || this.opened.size === 0) {
      return;
    }
    const setting = settingOf(this.hub, session, await this.hub.guide());
    const snapshots = await session.history();
    for (const id of this.opened) {
      const step = session.step(id);
      if (step !== undefined) {
        const exists = await existing(session, step);
        const detail = detailModel({ step, exists, snapshots, progress: session.readable }, setting);
        const text = JSON.stringify(detail);
        if (this.sent.get(id) !== text) {
          this.sent.set(id, text);
          this.post({ type: 'detail', detail });
        }
      }
    }
  }
}

export function settingOf(hub: Hub, session: Session, guide: Guide): Setting {
  const { project, trusted, justDone } = session;
  return { project, guide, language: hub.language, trusted, justDone };
}

type Choices = Extract<SidebarModel, { state: 'chooser' }>['projects'];

/** The projects of the window, each with how far it is. */
async function choices(hub: Hub): Promise<Choices> {
  return Promise.all(
    hub.projects.map(async ({ root, name, plan }) => {
      const read = await new ProgressStore(root, nodeFiles).read();
      const progress = read.kind === 'ok' ? read.progress : { version: 1, items: {} };
      const { done, all } = countProgress(definitionFor(plan), progress);
      return { id: root, name, path: shownPath(root, hub.folders), done, all };
    }),
  );
}
