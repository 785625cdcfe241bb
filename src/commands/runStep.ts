import * as vscode from 'vscode';
import { message } from '../project/words.ts';
import { currentSession, openFile, Refused } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { runStep } from '../views/run.ts';
import { pickStep } from './pickStep.ts';

/** AI Venture: Run Step — its command, or the one that is picked; a step without one is opened where it is worked on. */
export async function runStepCommand({ hub }: App, target: unknown): Promise<void> {
  const id = await pickStep(hub, target);
  if (id === undefined) {
    return;
  }
  const step = (await currentSession(hub)).step(id);
  if (step === undefined) {
    throw new Refused(message('link.unknown'));
  }
  const { commands, files } = step.definition;
  if (commands.length === 0) {
    await openFile(hub, files[0] ?? step.definition.evidence.file);
    return;
  }
  const picked = commands.length === 1 ? commands[0] : await vscode.window.showQuickPick(commands);
  if (picked !== undefined) {
    await runStep(hub, id, commands.indexOf(picked));
  }
}
