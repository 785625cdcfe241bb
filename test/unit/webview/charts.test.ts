import assert from 'node:assert/strict';
import { scaleLinear } from 'd3-scale';
import fc from 'fast-check';
import { apart, roundTicks, spread, textWidth, timeOf, wrap } from '../../../webview/charts/chart.ts';
import { heldOn, lineOn } from '../../../webview/charts/series.ts';

describe('what charts are made of', () => {
  it('reads a stair and a line on any day', () => {
    const series = [
      { day: '2026-11-01', steps: 2 },
      { day: '2026-11-11', steps: 7 },
    ];
    assert.equal(heldOn(series, '2026-10-31'), null);
    assert.equal(heldOn(series, '2026-11-10'), 2);
    assert.equal(heldOn(series, '2026-12-01'), 7);
    assert.equal(lineOn(series, '2026-11-03'), 3);
    assert.equal(lineOn(series, '2026-11-11'), 7);
    assert.equal(lineOn(series, '2026-11-12'), null);
    assert.equal(lineOn([], '2026-11-12'), null);
    const twice = [...series, { day: '2026-11-11', steps: 9 }];
    assert.equal(lineOn(twice, '2026-11-11'), 9, 'two milestones on one day');
  });

  it('takes days and months as moments', () => {
    assert.equal(timeOf('1970-01-02'), 86_400_000);
    assert.equal(timeOf('1970-02'), 31 * 86_400_000);
  });

  it('chooses round values that reach the maximum, whole ones where it counts', () => {
    const ticks = (max: number, count: number, whole = false) =>
      roundTicks(scaleLinear([0, max], [100, 0]), count, whole);
    assert.deepEqual(ticks(20, 5, true), [0, 5, 10, 15, 20]);
    assert.deepEqual(ticks(1, 5, true), [0, 1]);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (max, count) => {
          const values = ticks(max, count);
          assert.ok((values.at(-1) ?? 0) >= max * (1 - 1e-6));
          assert.equal(values[0], 0);
        },
      ),
    );
  });

  it('keeps labels apart, in order, and inside', () => {
    assert.deepEqual(spread([50, 52], 14, 100), [50, 64]);
    assert.deepEqual(spread([99, 97], 14, 100), [100, 86]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 160 }), { maxLength: 4 }), (ys) => {
        const sorted = spread(ys, 14, 160).toSorted((a, b) => a - b);
        assert.ok(sorted.every((y, n) => y <= 160 && (n === 0 || y - (sorted[n - 1] ?? 0) >= 14)));
      }),
    );
  });

  it('leaves out labels that would run into each other', () => {
    const labels = [0, 10, 60, 65, 200].map((x) => ({ x, text: '1 Dec' }));
    assert.deepEqual(
      apart(labels).map(({ x }) => x),
      [0, 60, 200],
    );
  });

  it('wraps names of either script, and never past the room there is', () => {
    assert.deepEqual(wrap('Data ready', 200), ['Data ready']);
    assert.deepEqual(wrap('Data ready, licensed and documented', 110), ['Data ready,', 'licensed and…']);
    assert.equal(wrap('三个试点用户，反馈每周分诊', 80).length, 2);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 40, max: 300 }),
        (text, width) => {
          const lines = wrap(text, width);
          assert.ok(lines.length <= 2 && lines.every((line) => textWidth(line) <= width + 11));
        },
      ),
    );
  });
});
