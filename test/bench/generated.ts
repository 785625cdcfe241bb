/** What the suite of generated projects has measured in its last run here. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../e2e/support/machine.ts';
import type { Figure } from './table.ts';

interface All {
  readonly seconds: number;
  readonly cpu: number;
  readonly accuracy: number;
}

export function generated(): Figure[] {
  return ['pytorch', 'tensorflow'].flatMap((framework): Figure[] => {
    const file = path.join(root, 'test-results', `all-${framework}.json`);
    if (!existsSync(file)) {
      console.log(`  ${framework}: not measured yet; node scripts/test.mjs generated does`);
      return [];
    }
    const { seconds, cpu, accuracy } = JSON.parse(readFileSync(file, 'utf8')) as All;
    const how = `accuracy ${accuracy.toFixed(4)} on the test split, ${cpu.toFixed(0)} s of CPU`;
    return [{ what: `a generated project's all, ${framework}`, value: seconds, unit: 's', budget: 180, how }];
  });
}
