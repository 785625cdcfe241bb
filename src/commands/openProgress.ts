import type { App } from '../views/app.ts';

/** AI Venture: Open Progress. */
export function openProgress({ progress }: App): Promise<void> {
  return progress.open();
}
