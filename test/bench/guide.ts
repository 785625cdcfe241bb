/** The guide as a tool: how long a search takes after a key, in the whole guide of each language. */
import path from 'node:path';
import { definition } from '../../src/checklist/definition.ts';
import { compileGuide } from '../../src/guide/compile.ts';
import { searchGuide } from '../../src/guide/search.ts';
import { root } from '../e2e/support/machine.ts';
import { type Figure, median } from './table.ts';

const queries = {
  en: ['clean the data', 'learning rate', '5.2.2', 'confidence interval', '.*(a|b)+'],
  'zh-cn': ['清洗数据', '数据清洗', 'GPU显存', '学习率怎么调', '置信区间'],
} as const;

/** A key press is a search for what is typed so far. The budget leaves a frame at 60 Hz for drawing. */
export function guideSearch(): Figure[] {
  return (['en', 'zh-cn'] as const).map((language) => {
    const { guide } = compileGuide(path.join(root, 'guide'), language, definition);
    const times: number[] = [];
    const first = timed(() => searchGuide(guide, 'x'));
    for (const query of queries[language]) {
      for (let end = 1; end <= query.length; end++) {
        times.push(timed(() => searchGuide(guide, query.slice(0, end))));
      }
    }
    return {
      what: `guide search, per key press (${language})`,
      value: median(times),
      unit: 'ms',
      budget: 10,
      how: `slowest of ${times.length} ${Math.max(...times).toFixed(1)} ms, the very first ${first.toFixed(0)} ms`,
    };
  });
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
