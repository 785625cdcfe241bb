import * as vscode from 'vscode';
import { undo } from '../views/actions.ts';
import type { App } from '../views/app.ts';

/** AI Venture: Undo Last Change — of this window, to the checklist; again for the change before it. */
export async function undoLastChange({ hub }: App): Promise<void> {
  vscode.window.setStatusBarMessage(await undo(hub), 5000);
}
