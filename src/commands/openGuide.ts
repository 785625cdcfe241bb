import type { App } from '../views/app.ts';
import { calledOn } from './pickStep.ts';

/** AI Venture: Open Guide — at the step that it was called on, or at the step that comes next. */
export async function openGuide({ hub, guide }: App, target: unknown): Promise<void> {
  await hub.whenReady();
  await guide.show(calledOn(target) ?? '');
}
