import type { App } from '../views/app.ts';

/** AI Venture: Collapse All — sections and steps of the checklist. */
export async function collapseAll({ sidebar }: App): Promise<void> {
  sidebar.collapseAll();
}
