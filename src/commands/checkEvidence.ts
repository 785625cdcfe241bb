import * as vscode from 'vscode';
import { message } from '../project/words.ts';
import { currentSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';

/** AI Venture: Check Evidence — reads every file again, and says in the status bar what came of it. */
export async function checkEvidence({ hub }: App): Promise<void> {
  const session = await currentSession(hub);
  await session.load();
  const found = session.sections().flatMap(({ steps }) => steps.map(({ evidence }) => evidence?.kind));
  const having = (kind: string) => found.filter((one) => one === kind).length;
  const counts = { confirm: having('proposed'), stale: having('stale'), invalid: having('invalid') };
  vscode.window.setStatusBarMessage(hub.say(message('check.done', counts)), 8000);
}
