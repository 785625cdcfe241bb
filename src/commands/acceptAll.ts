import type { App } from '../views/app.ts';
import { acceptAll } from '../views/bulk.ts';

/** AI Venture: Accept All Proposed… — every step whose evidence is there, as one change. */
export function acceptAllProposed({ hub }: App, target: unknown): Promise<void> {
  return acceptAll(hub, target);
}
