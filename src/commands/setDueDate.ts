import { setDueDate } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { pickStep } from './pickStep.ts';

/** AI Venture: Set Due Date… — asks by when a step is to be done. */
export async function setStepDueDate({ hub }: App, target: unknown): Promise<void> {
  const id = await pickStep(hub, target);
  if (id !== undefined) {
    await setDueDate(hub, id);
  }
}
