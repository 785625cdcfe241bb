import { assign } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { pickStep } from './pickStep.ts';

/** AI Venture: Assign… — asks who does a step. */
export async function assignStep({ hub }: App, target: unknown): Promise<void> {
  const id = await pickStep(hub, target);
  if (id !== undefined) {
    await assign(hub, id);
  }
}
