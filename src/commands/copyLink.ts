import { copyLink } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { pickStep } from './pickStep.ts';

/** AI Venture: Copy Link — a link that shows the step in whatever window it is opened in. */
export async function copyStepLink({ hub }: App, target: unknown): Promise<void> {
  const id = await pickStep(hub, target);
  if (id !== undefined) {
    await copyLink(hub, id);
  }
}
