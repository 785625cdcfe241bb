/** The part of the activation benchmark that runs inside the extension host. */
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { extensions } from 'vscode';
import { writeWhole } from '../support/results.ts';

/** Milliseconds. */
export interface Activation {
  readonly load: number;
  readonly ours: number;
  readonly empty: number;
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Called by the extension host. */
export async function run(): Promise<void> {
  const ids = ['ai-venture.ai-venture', 'bench.empty', 'bench.warm-up'];
  const [ours, empty, warmUp] = ids.map((id) => extensions.getExtension(id));
  if (!ours || !empty || !warmUp) throw new Error('an extension is missing');
  await wait(4000); // while the window starts, every figure counts everybody's time
  if (ours.isActive || empty.isActive) throw new Error('an extension was active before it was asked for');
  const { main } = ours.packageJSON as { main: string };
  const entry = pathToFileURL(path.join(ours.extensionPath, main)).href;
  const load = await timed(() => import(entry));
  await warmUp.activate(); // the first activation of all pays for what the host itself loads late
  // Each waits for the window once, to set up its storage, so that the two can be compared. Neither is always first.
  const times = new Map<typeof ours, number>();
  for (const one of process.pid % 2 ? [ours, empty] : [empty, ours])
    times.set(one, await timed(() => one.activate()));
  const figures: Activation = {
    load,
    empty: times.get(empty) ?? Number.NaN,
    ours: times.get(ours) ?? Number.NaN,
  };
  const result = process.env['AI_VENTURE_BENCH_RESULT'];
  if (!result) throw new Error('AI_VENTURE_BENCH_RESULT is not set');
  writeWhole(result, JSON.stringify(figures));
}
