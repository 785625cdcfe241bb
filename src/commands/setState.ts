import * as vscode from 'vscode';
import { type StepState, stepStates } from '../checklist/progress.ts';
import { titleOf } from '../guide/load.ts';
import { message } from '../project/words.ts';
import { setState } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { pickStep } from './pickStep.ts';

/** AI Venture: Set State — to `state`, or to the one that is picked. */
export async function setStepState({ hub }: App, target: unknown, state?: StepState): Promise<void> {
  const id = await pickStep(hub, target);
  if (id === undefined) {
    return;
  }
  const wanted = state ?? (await pickState(id));
  if (wanted !== undefined) {
    await setState(hub, id, wanted);
  }

  async function pickState(step: string): Promise<StepState | undefined> {
    const title = hub.say(message('state.title', { step: `${step} ${titleOf(await hub.guide(), step)}` }));
    const items = stepStates.map((one) => ({ state: one, label: hub.say(message(`state.${one}`)) }));
    return (await vscode.window.showQuickPick(items, { title }))?.state;
  }
}
