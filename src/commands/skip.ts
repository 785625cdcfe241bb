import { skip } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { pickStep } from './pickStep.ts';

/** AI Venture: Skip… — asks for the reason, and leaves the step out of the count. */
export async function skipStep({ hub }: App, target: unknown): Promise<void> {
  const id = await pickStep(hub, target);
  if (id !== undefined) {
    await skip(hub, id);
  }
}
