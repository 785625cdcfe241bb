/** From the answers to the files on disk, in a Node host: through the core, and through the Yeoman chunk. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root, tool } from '../e2e/support/machine.ts';
import type { Generation } from './generation-in-host.ts';
import { type Figure, median } from './table.ts';

const hosts = 5;

export function generation(folder: string): Figure[] {
  const work = path.join(folder, 'generation');
  mkdirSync(work, { recursive: true });
  const script = path.join(root, 'test', 'bench', 'generation-in-host.ts');
  const runs = Array.from({ length: hosts }, (_, index) => {
    const target = path.join(work, `host-${index}`);
    return JSON.parse(execFileSync(tool('NODE'), [script, target], { encoding: 'utf8' })) as Generation;
  });
  const of = (figure: keyof Generation) => median(runs.map((run) => run[figure]));
  const how = `${of('files')} files; median of ${hosts} Node hosts`;
  const warm = of('yeoman');
  return [
    { what: 'generate through Yeoman, chunk loaded', value: warm, unit: 'ms', budget: 100, how },
    { what: '  the first time, chunk not loaded', value: of('first'), unit: 'ms', budget: 150 },
    { what: '  of which loading the chunk', value: of('load'), unit: 'ms', budget: 50 },
    { what: 'generate through the core', value: of('core'), unit: 'ms' },
  ];
}
