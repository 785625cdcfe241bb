/**
 * What is to be shown once a new project is open. Opening a folder restarts the extension host, so it is written down
 * before and taken up when the extension wakes in the window of that folder.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';

const key = 'wizard.pending';
const longestWaitMs = 10 * 60 * 1000;
const pendingSchema = z.object({ target: z.string(), at: z.number() });

export function keepPending(context: vscode.ExtensionContext, target: string): Thenable<void> {
  return context.globalState.update(key, { target, at: Date.now() });
}

export type Due =
  | { readonly kind: 'show'; readonly target: string }
  /** Another window waits for it. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'forget' };

/** What to do with what was written down as `pending`, in a window of `folders` at the time `now` (ms). */
export function dueOf(pending: unknown, folders: readonly string[], now: number): Due {
  const parsed = pendingSchema.safeParse(pending);
  if (!parsed.success || now - parsed.data.at > longestWaitMs) {
    return { kind: 'forget' };
  }
  const { target } = parsed.data;
  return folders.some((folder) => path.relative(folder, target) === '')
    ? { kind: 'show', target }
    : { kind: 'wait' };
}

/** Shows the README of a project that was created a moment ago, and the checklist. */
export async function resumePending(context: vscode.ExtensionContext): Promise<void> {
  const pending = context.globalState.get(key);
  const folders = vscode.workspace.workspaceFolders?.map((folder) => folder.uri.fsPath) ?? [];
  const due = dueOf(pending, folders, Date.now());
  if (due.kind !== 'wait') {
    await context.globalState.update(key, undefined);
  }
  if (due.kind === 'show') {
    await showProject(due.target);
  }
}

/** The README as a page, the checklist beside it. */
export async function showProject(target: string): Promise<void> {
  const readme = vscode.Uri.joinPath(vscode.Uri.file(target), 'README.md');
  await vscode.commands.executeCommand('workbench.view.extension.aiVenture');
  await vscode.commands.executeCommand('markdown.showPreview', readme);
}
