/** What the dashboard costs before it is drawn: a project of many steps and many runs, read and computed. */
import path from 'node:path';
import { type Definition, definition, stepsOf } from '../../src/checklist/definition.ts';
import { gatherReport } from '../../src/report/gather.ts';
import { figuresOf } from '../../src/report/model.ts';
import { RunCache } from '../../src/report/runs.ts';
import { Venture } from '../e2e/support/venture.ts';
import { writeRuns } from '../support/runs.ts';
import { type Figure, median } from './table.ts';

const rounds = 9;
const steps = 5000;
const runs = 1000;

/** As many steps as asked for: those there are, again and again under ids of their own. */
function manySteps(count: number): Definition {
  const known = stepsOf(definition);
  const sections = Array.from({ length: count / 20 }, (_, section) => ({
    id: `${1 + Math.floor(section / 50)}.${1 + (section % 50)}`,
    steps: Array.from({ length: 20 }, (_, index) => ({
      ...(known[(section * 20 + index) % known.length] ?? known[0]),
      id: `${1 + Math.floor(section / 50)}.${1 + (section % 50)}.${index + 1}`,
    })),
  }));
  return { version: 1, sections } as Definition;
}

export async function dashboard(folder: string): Promise<Figure[]> {
  const venture = Venture.make('en', 'Acme Digits', path.join(folder, 'dashboard'));
  writeRuns(venture.folder, runs);
  const many = manySteps(steps);
  const time = async (cache?: RunCache): Promise<number> => {
    const start = performance.now();
    const model = await gatherReport({
      root: venture.folder,
      language: 'en',
      definition: many,
      ...(cache && { runs: cache }),
    });
    const took = performance.now() - start;
    if (figuresOf(model, 'runs')?.all !== runs) {
      throw new Error('the runs were not read');
    }
    return took;
  };
  const cache = new RunCache();
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    cold.push(await time());
    warm.push(await time(cache));
  }
  return [
    {
      what: 'dashboard read and computed',
      value: median(cold),
      unit: 'ms',
      budget: 1000,
      how: `${steps.toLocaleString('en')} steps, ${runs.toLocaleString('en')} runs; median of ${rounds}`,
    },
    {
      what: 'the same again',
      value: median(warm.slice(1)),
      unit: 'ms',
      budget: 1000,
      how: 'runs known from the time before',
    },
  ];
}
