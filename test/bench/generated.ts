/** What the suite of generated projects has measured in its last run here. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tasks } from '../../src/generator/catalogue.ts';
import { root } from '../e2e/support/machine.ts';
import type { Figure } from './table.ts';

interface All {
  readonly seconds: number;
  readonly cpu: number;
  readonly metric: string;
  readonly value: number;
}

/** Seconds that `all` may take on two cores. */
const budgets: Readonly<Record<string, number>> = { 'image-classification': 180, 'language-model': 300 };

export function generated(): Figure[] {
  const kinds = tasks.flatMap(({ id, frameworks }) => frameworks.map((framework) => ({ id, framework })));
  return kinds.flatMap(({ id, framework }): Figure[] => {
    const file = path.join(root, 'test-results', `all-${id}-${framework}.json`);
    if (!existsSync(file)) {
      console.log(`  ${id}, ${framework}: not measured yet; node scripts/test.mjs generated does`);
      return [];
    }
    const { seconds, cpu, metric, value } = JSON.parse(readFileSync(file, 'utf8')) as All;
    const how = `${metric} ${value.toFixed(4)} on the test split, ${cpu.toFixed(0)} s of CPU`;
    const budget = budgets[id];
    return [
      { what: `all of ${id}, ${framework}`, value: seconds, unit: 's', ...(budget && { budget }), how },
    ];
  });
}
