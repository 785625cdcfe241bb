import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  dayNumber,
  dayTicks,
  heldOn,
  isoDay,
  line,
  lineOn,
  niceStep,
  scale,
  spread,
  stair,
  ticks,
} from '../../../webview/progress/geometry.ts';

describe('chart geometry', () => {
  it('counts days and back', () => {
    assert.equal(dayNumber('1970-01-02'), 1);
    assert.equal(isoDay(dayNumber('2028-02-29')), '2028-02-29');
    assert.equal(dayNumber('2026-11-23') - dayNumber('2026-10-05'), 49);
  });

  it('scales, also a domain without extent', () => {
    assert.equal(scale([0, 20], [196, 20])(10), 108);
    assert.equal(scale([5, 5], [10, 90])(5), 10);
  });

  it('chooses round values that reach the maximum', () => {
    assert.deepEqual(ticks(20, 5, true), [0, 5, 10, 15, 20]);
    assert.deepEqual(ticks(0.66, 4), [0, 0.2, 0.4, 0.6, 0.8]);
    assert.deepEqual(ticks(1, 5, true), [0, 1]);
    assert.deepEqual(ticks(0, 4), [0, 1]);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (max, most) => {
          const values = ticks(max, most);
          assert.ok((values.at(-1) ?? 0) >= max * (1 - 1e-6));
          assert.ok(values.length <= most + 2);
          assert.equal(values[0], 0);
          assert.ok(niceStep(max, most) > 0);
        },
      ),
    );
  });

  it('labels at most as many days as fit', () => {
    assert.deepEqual(dayTicks(0, 74, 6), [0, 14, 28, 42, 56, 70]);
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 2, max: 10 }), (length, most) => {
        const days = dayTicks(0, length, most);
        assert.ok(days.length <= most && days.every((day) => day <= length));
      }),
    );
  });

  it('draws lines and stairs', () => {
    assert.equal(
      line([
        { x: 0, y: 1 },
        { x: 2.345, y: 3 },
      ]),
      'M0 1L2.3 3',
    );
    assert.equal(
      stair(
        [
          { x: 0, y: 9 },
          { x: 5, y: 4 },
        ],
        8,
      ),
      'M0 9H5V4H8',
    );
    assert.equal(stair([], 8), '');
  });

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
});
