import * as vscode from 'vscode';
import { shownPath } from '../project/project.ts';
import { message } from '../project/words.ts';
import { Refused } from '../views/actions.ts';
import type { App } from '../views/app.ts';

/** AI Venture: Choose Project — which of the projects of this window the checklist shows. */
export async function chooseProject({ hub }: App): Promise<void> {
  await hub.whenReady();
  if (hub.projects.length === 0) {
    throw new Refused(message('project.none'));
  }
  const items = hub.projects.map(({ root, name }) => ({
    root,
    label: name,
    description: shownPath(root, hub.folders),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: hub.say(message('project.title')),
    matchOnDescription: true,
  });
  if (picked !== undefined) {
    await hub.choose(picked.root);
  }
}
