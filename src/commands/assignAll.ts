import type { App } from '../views/app.ts';
import { assignAll } from '../views/bulk.ts';

/** AI Venture: Assign All… — the open steps of a section, or of what the filter shows, to one person. */
export function assignAllSteps({ hub }: App, target: unknown): Promise<void> {
  return assignAll(hub, target);
}
