import { undo } from '../views/actions.ts';
import type { App } from '../views/app.ts';

/** AI Venture: Undo Last Change — of this window, to the checklist. */
export function undoLastChange({ hub }: App): Promise<void> {
  return undo(hub);
}
