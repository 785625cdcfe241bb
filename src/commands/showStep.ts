import * as vscode from 'vscode';
import type { App } from '../views/app.ts';
import { pickStep } from './pickStep.ts';

/** AI Venture: Show Step in Checklist — opens it there and moves the focus to it. */
export async function showStep({ hub }: App, target: unknown): Promise<void> {
  const id = typeof target === 'string' ? target : await pickStep(hub, target);
  if (id !== undefined) {
    hub.reveal(id);
    await vscode.commands.executeCommand('aiVenture.checklist.focus');
  }
}
