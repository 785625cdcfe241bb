import type { App } from '../views/app.ts';
import { setDueOfAll } from '../views/bulk.ts';

/** AI Venture: Set Due Date of All… — of the open steps of a section, or of what the filter shows. */
export function setDueOfAllSteps({ hub }: App, target: unknown): Promise<void> {
  return setDueOfAll(hub, target);
}
