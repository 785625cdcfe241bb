import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeProgress, mergeTexts, splitConflict } from '../../../src/checklist/merge.ts';
import {
  compareIds,
  formatProgress,
  type Item,
  type Progress,
  parseProgress,
  stepStates,
  withItems,
} from '../../../src/checklist/progress.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const at = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().replace(/\.\d+Z/, 'Z'));
const id = fc.oneof(
  fc.tuple(fc.nat(9), fc.nat(12), fc.nat(12)).map((parts) => parts.join('.')),
  fc.constantFrom('__proto__', 'constructor', 'X.1', 'toString', ''),
);
const item: fc.Arbitrary<Item> = fc
  .record(
    {
      state: fc.constantFrom(...stepStates),
      at,
      by: text,
      note: text,
      owner: text,
      due: fc.constantFrom('2026-12-01', ''),
      reason: text,
      later: fc.jsonValue({ maxDepth: 2 }),
    },
    { requiredKeys: [] },
  )
  .map((value) => value as Item);
const progress: fc.Arbitrary<Progress> = fc
  .record({
    items: fc.dictionary(id, item, { maxKeys: 6, noNullPrototype: true }),
    extra: fc.option(fc.jsonValue(), { nil: undefined }),
  })
  .map(({ items, extra }) => (extra === undefined ? { version: 1, items } : { version: 1, items, extra }));

function read(source: string): Progress {
  const result = parseProgress(source);
  assert.equal(result.kind, 'ok', source);
  assert.ok(result.kind === 'ok');
  return result.value;
}

describe('the progress file', () => {
  it('comes back as it was written, unknown keys and ids included', () => {
    fc.assert(
      fc.property(progress, (value) => {
        assert.deepEqual(
          JSON.parse(formatProgress(read(formatProgress(value)))),
          JSON.parse(formatProgress(value)),
        );
        assert.deepEqual(JSON.parse(formatProgress(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is the same text however its keys were ordered', () => {
    fc.assert(
      fc.property(progress, (value) => {
        const turned = { ...value, items: Object.fromEntries(Object.entries(value.items).reverse()) };
        assert.equal(formatProgress(turned), formatProgress(value));
      }),
    );
  });

  it('has one line a step, in the order of their numbers, and a line feed at the end', () => {
    const value: Progress = {
      version: 1,
      items: { '5.10.1': { state: 'done' }, '5.2.2': { note: 'a\nb' }, '5.2.10': {} },
    };
    assert.equal(
      formatProgress(value),
      '{\n  "version": 1,\n  "items": {\n    "5.2.2": { "note": "a\\nb" },\n    "5.2.10": {},\n    "5.10.1": { "state": "done" }\n  }\n}\n',
    );
  });

  it('orders any ids the same way from both sides', () => {
    fc.assert(fc.property(id, id, (a, b) => Math.sign(compareIds(a, b)) === -Math.sign(compareIds(b, a))));
  });

  const faults: readonly (readonly [string, string, number, string])[] = [
    ['is cut off', '{\n  "version": 1,\n  "items": {\n    "5.1.1": { "state": "do', 4, 'json.string'],
    ['is empty', '', 1, 'json.end'],
    ['is a list', '[]', 1, 'shape.whole'],
    ['has no items', '{\n  "version": 1\n}', 1, 'shape.missing'],
    ['is of a later version', '{\n  "version": 2,\n  "items": {}\n}', 2, 'progress.version'],
    [
      'has a state of its own',
      '{\n"version": 1,\n"items": {\n"5.1.1": { "state": "almost" }\n}}',
      4,
      'shape.oneOf',
    ],
    [
      'has a day that is not',
      '{\n"version": 1,\n"items": {\n"5.1.1": { "due": "2026-02-30" }\n}}',
      4,
      'shape.date',
    ],
    ['has merge marks', '{\n  "version": 1,\n  "items": {\n<<<<<<< HEAD\n', 4, 'json.conflict'],
    ['has a step twice', '{\n"version": 1,\n"items": {\n"5.1.1": {},\n"5.1.1": {}\n}}', 5, 'json.twice'],
  ];
  for (const [what, source, line, key] of faults) {
    it(`is refused where it ${what}`, () => {
      const result = parseProgress(source);
      assert.ok(result.kind === 'invalid');
      assert.deepEqual([result.line, result.message.key], [line, key]);
    });
  }

  it('has nothing in it where it is not there', () => {
    assert.deepEqual(parseProgress(undefined).kind === 'ok' && read('{"version":1,"items":{}}').items, {});
  });
});

describe('merging', () => {
  it('does not care which side is whose', () => {
    fc.assert(
      fc.property(fc.option(progress, { nil: undefined }), progress, progress, (base, one, other) => {
        assert.equal(
          formatProgress(mergeProgress(base, one, other)),
          formatProgress(mergeProgress(base, other, one)),
        );
      }),
    );
  });

  it('takes a side that alone has changed', () => {
    fc.assert(
      fc.property(progress, progress, (base, changed) => {
        const merged = mergeProgress(base, base, changed);
        assert.deepEqual(JSON.parse(formatProgress(merged)).items, JSON.parse(formatProgress(changed)).items);
      }),
    );
  });

  it('keeps every step of both sides where there is no base', () => {
    fc.assert(
      fc.property(progress, progress, (one, other) => {
        const ids = new Set([...Object.keys(one.items), ...Object.keys(other.items)]);
        assert.deepEqual(new Set(Object.keys(mergeProgress(undefined, one, other).items)), ids);
      }),
    );
  });

  it('lets the newest entry win, step by step', () => {
    const early = '2026-11-01T00:00:00Z';
    const late = '2026-11-01T02:00:00+01:00';
    const base: Progress = {
      version: 1,
      items: { a: { at: '2026-10-01T00:00:00Z' }, b: { at: '2026-10-01T00:00:00Z' } },
    };
    const ours: Progress = {
      version: 1,
      items: { a: { state: 'done', at: early }, b: { state: 'doing', at: late } },
    };
    const theirs: Progress = {
      version: 1,
      items: { a: { state: 'skipped', at: late }, b: { state: 'done', at: early } },
    };
    const { items } = mergeProgress(base, ours, theirs);
    assert.deepEqual([items['a']?.state, items['b']?.state], ['skipped', 'doing']);
  });

  it('keeps a change over a removal, and removes what one side removed and the other left alone', () => {
    const base: Progress = { version: 1, items: { a: { at: '2026-10-01T00:00:00Z' }, b: {} } };
    const theirs = withItems(base, new Map([['a', { state: 'done' }]]));
    assert.deepEqual(mergeProgress(base, { version: 1, items: {} }, theirs).items, { a: { state: 'done' } });
  });

  it('reads both sides out of a text with marks, with a base and without', () => {
    const line = (step: string, when: string) =>
      `    "${step}": { "state": "done", "at": "2026-11-0${when}T00:00:00Z" }`;
    const head = '{\n  "version": 1,\n  "items": {\n';
    const tail = '\n  }\n}\n';
    const conflicted = `${head}<<<<<<< HEAD\n${line('5.1.1', '2')},\n${line('5.1.2', '1')}\n||||||| 123\n${line('5.1.1', '1')}\n=======\n${line('5.1.1', '3')}\n>>>>>>> other${tail}`;
    const sides = splitConflict(conflicted);
    assert.ok(sides);
    assert.equal(sides.base, `${head}${line('5.1.1', '1')}${tail}`);
    assert.equal(mergeTexts(sides), `${head}${line('5.1.1', '3')},\n${line('5.1.2', '1')}${tail}`);
    assert.equal(mergeTexts({ ours: sides.ours, theirs: 'broken' }), undefined);
    assert.equal(splitConflict('{}'), undefined);
  });
});
