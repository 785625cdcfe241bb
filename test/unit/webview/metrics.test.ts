import assert from 'node:assert/strict';
import { splitMetrics } from '../../../webview/progress/metrics.ts';

describe('metrics of a run', () => {
  it('are parted into those of the whole test set and those of a class, in their order', () => {
    const metrics = ['accuracy', 'f1/one', 'macro_f1', 'f1/a/b'].map((name) => ({ name }));
    const { whole, byClass } = splitMetrics(metrics);
    assert.deepEqual(
      whole.map(({ name }) => name),
      ['accuracy', 'macro_f1'],
    );
    assert.deepEqual(
      byClass.map(({ name }) => name),
      ['f1/one', 'f1/a/b'],
    );
  });
});
