import type { App } from '../views/app.ts';

/** AI Venture: Show Only Open Steps, and its counterpart Show All Steps. */
export function showOpenSteps({ hub }: App, onlyOpen: boolean): Promise<void> {
  return hub.setOnlyOpen(onlyOpen);
}
