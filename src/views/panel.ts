/** An editor tab with a page of ours: one of each kind, remade when the window comes back. */
import * as vscode from 'vscode';
import { dispatch, type ViewPart } from './dispatch.ts';
import type { Hub } from './hub.ts';
import { pageFor, parseMessage, type ViewName, webviewOptions } from './page.ts';
import type { ToHost, ToView } from './protocol.ts';

export abstract class Panel implements ViewPart {
  protected readonly hub: Hub;
  private readonly name: Exclude<ViewName, 'sidebar'>;
  protected panel: vscode.WebviewPanel | undefined;
  private language = '';
  /** The page has said that it takes messages, and has not been taken down since. */
  private listening = false;
  private drawing = Promise.resolve();

  constructor(hub: Hub, name: Exclude<ViewName, 'sidebar'>) {
    this.hub = hub;
    this.name = name;
    hub.context.subscriptions.push(hub.onDidChange(() => this.refresh()));
  }

  /** What the panel shows now, and what its tab is called. */
  protected abstract makeState(): Promise<{ readonly title: string; readonly state: ToView }>;
  /** What only this panel knows how to do. */
  protected abstract handleOwn(message: ToHost): Promise<boolean> | boolean;
  /** The state is in the page, or on its way to it. */
  protected abstract sent(): void;

  async handle(message: ToHost): Promise<boolean> {
    if (message.type === 'ready') {
      this.listening = true;
      await this.update();
      return true;
    }
    return this.handleOwn(message);
  }

  /** Shows the tab, making it where there is none. */
  async open(): Promise<void> {
    if (this.panel === undefined) {
      const panel = vscode.window.createWebviewPanel(
        `aiVenture.${this.name}`,
        'AI Venture',
        vscode.ViewColumn.Active,
        webviewOptions(this.hub.context.extensionUri),
      );
      await this.adopt(panel);
    } else {
      // Where the person is there already, nothing may take the focus from what they type into.
      if (!this.panel.active) {
        this.panel.reveal();
      }
      // One after the other: what is gone to once, such as a heading, must not be told twice.
      this.refresh();
      await this.drawing;
    }
  }

  /** Takes over a tab that the editor made, new or from before the window was reloaded. */
  async adopt(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.hub.context.extensionUri, 'media', 'tab.svg');
    panel.webview.options = webviewOptions(this.hub.context.extensionUri);
    panel.webview.onDidReceiveMessage((data: unknown) => {
      const message = parseMessage(data);
      if (message !== undefined) {
        void dispatch(this.hub, this, message);
      }
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) {
        this.listening = false;
        void this.draw();
      }
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) {
        this.panel = undefined;
      }
    });
    // From here on a change waits for this page; it does not draw another one.
    this.language = this.hub.language;
    this.listening = false;
    await this.hub.whenReady();
    await this.draw();
  }

  post(message: ToView): void {
    void this.panel?.webview.postMessage(message);
  }

  refresh(): void {
    this.drawing = this.drawing.then(() => this.update()).catch((error: unknown) => console.error(error));
  }

  protected async update(): Promise<void> {
    if (this.panel === undefined || !this.hub.ready) {
      return;
    }
    if (!this.panel.visible || this.language !== this.hub.language) {
      await this.draw();
      return;
    }
    if (this.listening) {
      const { title, state } = await this.makeState();
      this.panel.title = title;
      this.post(state);
      this.sent();
    }
  }

  private async draw(): Promise<void> {
    const { hub, name } = this;
    this.language = hub.language;
    this.listening = false;
    const { title, state } = await this.makeState();
    const { panel } = this;
    if (panel !== undefined) {
      panel.title = title;
      panel.webview.html = pageFor(panel.webview, hub.context.extensionUri, name, title, hub.language, state);
      this.sent();
    }
  }
}
