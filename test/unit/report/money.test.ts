import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dilute } from '../../../src/report/cards/funding.ts';
import { isDefaultAlive, type Month, netBurn, runwayOf } from '../../../src/report/cards/money.ts';

const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
const months = (figures: readonly (readonly [number, number])[]): readonly Month[] =>
  figures.map(([spent, income], index) => ({ month: `2026-0${index + 1}`, spent, income }));

describe('runway', () => {
  it('never promises more than there is', () => {
    fc.assert(
      fc.property(amount, amount, (cash, burn) => {
        const { runway } = runwayOf(cash, burn, '2026-11-01');
        if (burn === 0) {
          assert.equal(runway, null);
        } else {
          assert.ok(runway !== null && runway >= 0 && runway * burn <= cash, `${runway} × ${burn} ≤ ${cash}`);
        }
      }),
    );
  });

  it('is short of the exact quotient by less than two tenths of a month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e7 }), (cash, burn) => {
        const { runway } = runwayOf(cash, burn, null);
        assert.ok(Math.min(1200, cash / burn) - (runway ?? Number.NaN) < 0.2);
      }),
    );
  });

  it('has no end where cash grows, and no day where nobody said of which day the cash is', () => {
    assert.deepEqual(runwayOf(100, -5, '2026-11-01'), { runway: null, until: null });
    assert.deepEqual(runwayOf(null, 5, '2026-11-01'), { runway: null, until: null });
    assert.deepEqual(runwayOf(60, 10, null), { runway: 6, until: null });
    assert.deepEqual(runwayOf(60, 10, '2026-11-01'), { runway: 6, until: '2027-05-02' });
    assert.equal(runwayOf(1e12, 1, '2026-11-01').until, null);
  });
});

describe('burn', () => {
  it('is the mean of what went out less what came in, else what is planned', () => {
    assert.equal(
      netBurn(
        months([
          [10, 4],
          [12, 4],
          [14, 4],
        ]),
        1,
        0,
      ),
      8,
    );
    assert.equal(netBurn([], 16_000, 4000), 12_000);
    assert.equal(netBurn([], 16_000, null), null);
    assert.equal(netBurn([], null, 0), null);
  });
});

describe('default alive', () => {
  it('is known from three months on', () => {
    assert.equal(
      isDefaultAlive(
        1e9,
        months([
          [10, 1],
          [10, 2],
        ]),
      ),
      null,
    );
  });

  it('asks whether income overtakes cost before the cash is gone', () => {
    const growing = months([
      [100, 25],
      [100, 50],
      [100, 100 / 1.0001],
    ]);
    assert.equal(isDefaultAlive(1, growing), true);
    assert.equal(
      isDefaultAlive(
        0,
        months([
          [100, 20],
          [100, 22],
          [100, 24],
        ]),
      ),
      false,
    );
    assert.equal(
      isDefaultAlive(
        1e6,
        months([
          [100, 20],
          [100, 22],
          [100, 24],
        ]),
      ),
      true,
    );
    assert.equal(
      isDefaultAlive(
        1e6,
        months([
          [100, 24],
          [100, 22],
          [100, 20],
        ]),
      ),
      false,
    );
    assert.equal(
      isDefaultAlive(
        1e6,
        months([
          [100, 0],
          [100, 0],
          [100, 0],
        ]),
      ),
      false,
    );
    assert.equal(
      isDefaultAlive(
        1e6,
        months([
          [100, 0],
          [100, 5],
          [100, 10],
        ]),
      ),
      null,
    );
    assert.equal(
      isDefaultAlive(
        null,
        months([
          [100, 50],
          [100, 80],
          [100, 120],
        ]),
      ),
      true,
    );
  });

  it('never gets worse with more cash', () => {
    const income = fc.double({ min: 1, max: 99, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(income, income, income), amount, amount, ([a, b, c], less, more) => {
        const known = months([
          [100, a],
          [100, b],
          [100, c],
        ]);
        const [low, high] = [Math.min(less, more), Math.max(less, more)];
        assert.ok(!isDefaultAlive(low, known) || isDefaultAlive(high, known));
      }),
    );
  });
});

describe('the cap table after rounds', () => {
  const round = fc.record({
    id: fc.string({ minLength: 1 }),
    title: fc.string(),
    instrument: fc.constantFrom('equity', 'safe', 'note', 'grant', 'debt', 'revenue'),
    amount: fc.integer({ min: 1, max: 1_000_000 }),
    pre_money: fc.integer({ min: 20_000_000, max: 100_000_000 }),
    pool: fc.constantFrom(null, 0, 0.05),
    date: fc.constantFrom(null, '2026-12-01', '2027-06-01'),
    state: fc.constant('planned' as const),
  });

  it('adds up to a whole as it did before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 }),
        fc.array(round, { maxLength: 5 }),
        (parts, rounds) => {
          const whole = parts.reduce((sum, part) => sum + part, 0);
          const holders = parts.map((part, index) => ({ holder: String(index), share: part / whole }));
          const after = dilute(holders, rounds as Parameters<typeof dilute>[1], (name) => `pool ${name}`);
          const sum = after.reduce((total, { share }) => total + (share ?? Number.NaN), 0);
          assert.ok(Math.abs(sum - 1) < 1e-9, String(sum));
          assert.ok(after.every(({ share }) => share !== null && share >= 0));
        },
      ),
    );
  });

  it('is unknown where a round says too little or sells everything', () => {
    const base = { id: 'a', title: 'A', pool: null, date: null, state: 'planned' as const };
    const holders = [{ holder: 'Mei', share: 1 }];
    for (const figures of [
      { instrument: 'equity' as const, amount: 100, pre_money: null },
      { instrument: 'safe' as const, amount: 100, pre_money: 100 },
    ]) {
      const after = dilute(holders, [{ ...base, ...figures }], String);
      assert.deepEqual(
        after.map(({ share }) => share),
        [null, null],
      );
    }
  });

  it('gives two SAFEs each its part of the same whole', () => {
    const safe = {
      title: '',
      instrument: 'safe' as const,
      amount: 10,
      pre_money: 100,
      pool: null,
      date: null,
      state: 'open' as const,
    };
    const after = dilute(
      [{ holder: 'Mei', share: 1 }],
      [
        { ...safe, id: 'a' },
        { ...safe, id: 'b' },
      ],
      String,
    );
    assert.deepEqual(
      after.map(({ holder, share }) => [holder, share]),
      [
        ['Mei', 0.8],
        ['a', 0.1],
        ['b', 0.1],
      ],
    );
  });
});
