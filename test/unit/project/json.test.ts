import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasConflictMarks, parseJson } from '../../../src/project/json.ts';

describe('parseJson', () => {
  it('reads what JSON.parse reads, whatever the spacing', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const result = parseJson(JSON.stringify(value, null, indent));
        assert.ok(result.ok);
        assert.equal(JSON.stringify(result.parsed.value), JSON.stringify(value));
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n1e-.tu') }), (text) => {
        let good = true;
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch {
          good = false;
        }
        const result = parseJson(text);
        // A name given twice is the one thing that JSON.parse lets pass.
        if (!(!result.ok && result.problem.message.key === 'json.twice')) {
          assert.equal(result.ok, good, text);
          assert.deepEqual(result.ok ? result.parsed.value : undefined, value);
        }
      }),
      { numRuns: 3000 },
    );
  });

  const faults: readonly (readonly [string, number, number, string])[] = [
    ['', 1, 1, 'json.end'],
    ['{\n  "version": 1,\n  "items": {', 3, 13, 'json.end'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'json.comma'],
    ['{\n"a": 1,\n}', 3, 1, 'json.key'],
    ['{"a" 1}', 1, 6, 'json.colon'],
    ['{"a": nope}', 1, 7, 'json.value'],
    ['{"a": "x\ny"}', 1, 7, 'json.string'],
    ['{"a": 1,\n "a": 2}', 2, 2, 'json.twice'],
    ['{}\n{}', 2, 1, 'json.after'],
    ['{\n<<<<<<< HEAD\n', 2, 1, 'json.conflict'],
    ['[1,\n=======\n2]', 2, 1, 'json.conflict'],
    ['['.repeat(5000), 1, 202, 'json.deep'],
  ];
  for (const [text, line, column, key] of faults) {
    it(`says ${key} at ${line}:${column} of ${JSON.stringify(text.slice(0, 30))}`, () => {
      const result = parseJson(text);
      assert.ok(!result.ok);
      assert.deepEqual(
        [result.problem.line, result.problem.column, result.problem.message.key],
        [line, column, key],
      );
    });
  }

  it('knows the line of every value, and of what is around one that is missing', () => {
    const result = parseJson('{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}');
    assert.ok(result.ok);
    const { lineOf } = result.parsed;
    assert.deepEqual([lineOf([]), lineOf(['a']), lineOf(['a', 'b', 1]), lineOf(['a', 'c'])], [1, 2, 5, 2]);
  });

  it('keeps the name __proto__ as a name', () => {
    const result = parseJson('{"__proto__": {"polluted": true}}');
    assert.ok(result.ok);
    assert.deepEqual(Object.keys(result.parsed.value as object), ['__proto__']);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});

describe('hasConflictMarks', () => {
  it('wants both ends of a conflict', () => {
    assert.ok(hasConflictMarks('a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n'));
    assert.ok(!hasConflictMarks('Heading\n=======\n'));
  });
});
