import { basename } from 'node:path';
import * as vscode from 'vscode';
import { differing } from '../checklist/history.ts';
import { mergeProgress } from '../checklist/merge.ts';
import { formatProgress, type Progress, parseProgress } from '../checklist/progress.ts';
import { BrokenProgress, ChangedSince } from '../checklist/store.ts';
import { nodeFiles } from '../project/files.ts';
import { unreadable } from '../project/shape.ts';
import { type Message, message } from '../project/words.ts';
import { Refused, trustedSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { tell } from '../views/bulk.ts';
import type { Hub } from '../views/hub.ts';
import { previewMerge } from '../views/merge-preview.ts';

/**
 * AI Venture: Merge Progress From File… — takes over what is newer in the progress file of somebody else, at `target`
 * or picked, shown before it is saved. One change, which can be undone.
 */
export async function mergeProgressFrom({ hub }: App, target: unknown): Promise<void> {
  const session = await trustedSession(hub);
  const uri = target instanceof vscode.Uri ? target : await pickFile(hub, session.project.root);
  if (uri === undefined) {
    return;
  }
  const theirs = await readOther(hub, uri.fsPath);
  const ours = await session.store.read();
  if (ours.kind === 'broken') {
    throw new BrokenProgress(ours.fault);
  }
  const { items } = mergeProgress(undefined, ours.progress, theirs);
  const merged = { ...ours.progress, items };
  const newer = differing(ours.progress, merged).length;
  const file = basename(uri.fsPath);
  if (newer === 0) {
    await vscode.window.showInformationMessage(hub.say(message('merge.same', { file })));
    return;
  }
  const preview = {
    root: session.project.root,
    merged: formatProgress(merged),
    title: hub.say(message('merge.titleFrom', { file })),
    question: hub.say(message('merge.askFrom', { file, n: newer })),
  };
  try {
    await previewMerge(hub, preview, async () => {
      await session.merge(theirs, ours.text);
      tell(hub, session);
    });
  } catch (error) {
    throw error instanceof ChangedSince ? new Refused(message('merge.since')) : error;
  }
}

async function pickFile(hub: Hub, root: string): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: hub.say(message('merge.pick')),
    openLabel: hub.say(message('merge.open')),
    defaultUri: vscode.Uri.file(root),
    filters: { JSON: ['json'] },
  });
  return picked?.[0];
}

/** Rejects with the line where the file is no progress file. */
async function readOther(hub: Hub, path: string): Promise<Progress> {
  const refuse = (line: number, cause: Message) =>
    new Refused(message('merge.bad', { file: `${basename(path)}:${line}`, cause: hub.say(cause) }));
  let text: string | undefined;
  try {
    text = await nodeFiles.read(path);
  } catch (error) {
    throw refuse(0, unreadable(error));
  }
  const result = text === undefined ? { kind: 'missing' as const } : parseProgress(text);
  if (result.kind === 'ok') {
    return result.value;
  }
  throw result.kind === 'invalid' ? refuse(result.line, result.message) : refuse(0, message('file.missing'));
}
