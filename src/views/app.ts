/** The long-lived objects behind the views, made when the first of them is needed. */
import * as vscode from 'vscode';
import { explain } from './actions.ts';
import { Contents } from './contents.ts';
import { GuidePanel } from './guide-panel.ts';
import { Hub } from './hub.ts';
import { ProgressPanel } from './progress-panel.ts';
import { Sidebar } from './sidebar.ts';

export interface App {
  readonly hub: Hub;
  readonly sidebar: Sidebar;
  readonly progress: ProgressPanel;
  readonly guide: GuidePanel;
  readonly contents: Contents;
  /** Runs what a person asked for outside a view; what cannot be done is said in a notification. */
  guard(work: () => Promise<unknown>): Promise<unknown>;
}

export function createApp(context: vscode.ExtensionContext): App {
  const hub = new Hub(context);
  context.subscriptions.push(hub);
  const guide = new GuidePanel(hub);
  return {
    hub,
    sidebar: new Sidebar(hub),
    progress: new ProgressPanel(hub),
    guide,
    contents: new Contents(hub, guide),
    guard: async (work) => {
      try {
        return await work();
      } catch (error) {
        await vscode.window.showErrorMessage(hub.say(explain(error)));
        return undefined;
      }
    },
  };
}
