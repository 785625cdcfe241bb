import * as vscode from 'vscode';
import { mergeTexts, splitConflict } from '../checklist/merge.ts';
import { ChangedSince } from '../checklist/store.ts';
import { progressFile } from '../project/places.ts';
import { message } from '../project/words.ts';
import { Refused, trustedSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';

const scheme = 'ai-venture-merged';

/** AI Venture: Merge Progress File — both versions of a conflicted file, shown side by side before it is saved. */
export async function mergeProgress({ hub }: App): Promise<void> {
  const session = await trustedSession(hub);
  const read = await session.store.read();
  const marked = read.kind === 'broken' ? splitConflict(read.text) : undefined;
  if (read.kind !== 'broken' || marked === undefined) {
    throw new Refused(message('merge.none'));
  }
  // What git holds has the common base, which the marks in the file mostly lack.
  const staged = await session.git.conflict(session.project.root, progressFile);
  const merged = (staged && mergeTexts(staged)) ?? mergeTexts(marked);
  if (merged === undefined) {
    throw new Refused(message('merge.cannot'));
  }
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: () => merged,
  });
  const file = vscode.Uri.joinPath(vscode.Uri.file(session.project.root), progressFile);
  const result = file.with({ scheme, query: String(Date.now()) });
  try {
    await vscode.commands.executeCommand('vscode.diff', file, result, hub.say(message('merge.title')));
    const save = hub.say(message('merge.save'));
    if ((await vscode.window.showInformationMessage(hub.say(message('merge.ask')), save)) === save) {
      await session.store.resolve(read.text, merged);
      session.reload();
    }
  } catch (error) {
    throw error instanceof ChangedSince ? new Refused(message('merge.since')) : error;
  } finally {
    await closeDiff(result);
    provider.dispose();
  }
}

async function closeDiff(result: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.filter(
    ({ input }) =>
      input instanceof vscode.TabInputTextDiff && input.modified.toString() === result.toString(),
  );
  await vscode.window.tabGroups.close(shown);
}
