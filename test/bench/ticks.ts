/** From a tick to the file on disk, through the store that the extension uses. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatProgress, type Item } from '../../src/checklist/progress.ts';
import { ProgressStore } from '../../src/checklist/store.ts';
import { nodeFiles } from '../../src/project/files.ts';
import { type Figure, median } from './table.ts';

const ticks = 60;

/** A progress file with `count` steps of which all have something to say. */
function progressOf(count: number): string {
  const items: Record<string, Item> = {};
  for (let index = 0; index < count; index += 1) {
    const id = `${5 + Math.floor(index / 400)}.${1 + (Math.floor(index / 20) % 20)}.${1 + (index % 20)}`;
    items[id] = {
      state: index % 2 ? 'done' : 'doing',
      at: '2026-11-23T10:00:00Z',
      by: 'Mei Chen',
      note: 'Decision, link or blocker.',
    };
  }
  return formatProgress({ version: 1, items });
}

export async function tickTimes(folder: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const steps of [20, 5000]) {
    const root = path.join(folder, `ticks-${steps}`);
    mkdirSync(path.join(root, '.ai-venture'), { recursive: true });
    writeFileSync(path.join(root, '.ai-venture', 'progress.json'), progressOf(steps));
    const store = new ProgressStore(root, nodeFiles);
    const times: number[] = [];
    for (let tick = 0; tick < ticks; tick += 1) {
      const start = performance.now();
      await store.patch('5.1.1', { state: tick % 2 ? 'done' : 'todo' }, 'Mei Chen');
      times.push(performance.now() - start);
    }
    figures.push({
      what: `tick → on disk, ${steps.toLocaleString('en')} steps`,
      value: median(times),
      unit: 'ms',
      budget: 50,
      how: `read, merged, written; median of ${ticks}`,
    });
  }
  return figures;
}
