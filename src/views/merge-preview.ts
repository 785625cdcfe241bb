/** A progress file beside what it would become, in the diff editor, until the person decides. */
import * as vscode from 'vscode';
import { progressFile } from '../project/places.ts';
import { message } from '../project/words.ts';
import type { Hub } from './hub.ts';

const scheme = 'ai-venture-merged';

export interface Preview {
  /** Folder of the project. */
  readonly root: string;
  readonly merged: string;
  readonly title: string;
  readonly question: string;
}

/** Shows the merged text, and does `save` where the person says so. Rejects with what `save` rejects with. */
export async function previewMerge(
  hub: Hub,
  { root, merged, title, question }: Preview,
  save: () => Promise<void>,
): Promise<void> {
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: () => merged,
  });
  const file = vscode.Uri.joinPath(vscode.Uri.file(root), progressFile);
  const result = file.with({ scheme, query: String(Date.now()) });
  try {
    await vscode.commands.executeCommand('vscode.diff', file, result, title);
    const button = hub.say(message('merge.save'));
    if ((await vscode.window.showInformationMessage(question, button)) === button) {
      await save();
    }
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
