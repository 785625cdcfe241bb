import * as vscode from 'vscode';
import { titleOf } from '../guide/load.ts';
import { message } from '../project/words.ts';
import { Refused } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { showStep } from './showStep.ts';

/** Follows a link to a step or a section. It only ever shows, and asks before it does: anybody can write a link. */
export async function openLink(app: App, uri: vscode.Uri): Promise<void> {
  const { hub, guide } = app;
  const [, kind, id = ''] = /^\/(step|guide)\/([\dA]+(?:\.\d+)*)$/.exec(uri.path) ?? [];
  const title = titleOf(await hub.guide(), id);
  if (kind === undefined || title === id) {
    throw new Refused(message('link.unknown'));
  }
  const open = hub.say(message('link.open'));
  const asked = hub.say(message('link.ask', { title: `${id} ${title}` }));
  if ((await vscode.window.showInformationMessage(asked, open)) !== open) {
    return;
  }
  await hub.whenReady();
  if (kind === 'step' && hub.session?.step(id) !== undefined) {
    await showStep(app, id);
  } else {
    await guide.show(id);
  }
}
