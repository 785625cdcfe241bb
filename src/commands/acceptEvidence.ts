import { accept, trustedSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { acceptPicked } from '../views/bulk.ts';
import { calledOn } from './pickStep.ts';

/** AI Venture: Accept Evidence — of the step it was called on, or of those that are picked among what waits. */
export async function acceptEvidence({ hub }: App, target: unknown): Promise<void> {
  const given = calledOn(target);
  if (given !== undefined) {
    await accept(hub, given);
    return;
  }
  const session = await trustedSession(hub);
  await acceptPicked(hub, session, await session.filtered('confirm'), false);
}
