import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { definition } from '../../../src/checklist/definition.ts';
import { compileGuide } from '../../../src/guide/compile.ts';
import type { Guide } from '../../../src/guide/model.ts';
import { searchGuide } from '../../../src/guide/search.ts';

const folder = join(import.meta.dirname, '../../../guide');

/** A guide of one chapter with one section, whose points have these titles and lines. */
function guideOf(points: Readonly<Record<string, readonly [title: string, ...lines: string[]]>>): Guide {
  return {
    language: 'en',
    chapters: [{ id: '2', title: 'Chapter', lead: '' }],
    sections: [
      {
        id: '2.1',
        title: 'Section',
        lead: '',
        parts: [],
        points: Object.entries(points).map(([id, [title, ...lines]]) => ({
          id,
          title,
          opening: lines
            .map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`)
            .join('\n'),
          parts: [],
        })),
      },
    ],
    links: [],
  };
}

const ids = (guide: Guide, query: string) => searchGuide(guide, query).results.map(({ id }) => id);

describe('the search', () => {
  const english = compileGuide(folder, 'en', definition).guide;
  const chinese = compileGuide(folder, 'zh-cn', definition).guide;

  it('finds a step by its number first of all, then what is below it', () => {
    assert.equal(ids(english, '5.2.2')[0], '5.2.2');
    assert.equal(ids(chinese, ' ５.2.2 ')[0], '5.2.2', 'full-width digits too');
    assert.deepEqual(ids(english, '5.2').slice(0, 5), ['5.2', '5.2.1', '5.2.2', '5.2.3', '5.2.4']);
    assert.deepEqual(ids(guideOf({ 'A.2.7': ['Data'] }), 'a.2.7'), ['A.2.7']);
  });

  it('ranks titles before text, and what is often there before what is rare', () => {
    const guide = guideOf({
      '2.1.1': ['Other', 'Rate'],
      '2.1.2': ['Other', 'Rate, rate', 'rate'],
      '2.1.3': ['The rate', ''],
    });
    assert.deepEqual(ids(guide, 'rate'), ['2.1.3', '2.1.2', '2.1.1']);
  });

  it('finds words of the text, in any order and case, and shows where', () => {
    const { results } = searchGuide(english, 'ROWS clean');
    const [first] = results;
    assert.equal(first?.id, '5.2.2');
    const cut = (text: string, marks: readonly (readonly [number, number])[]) =>
      marks.map(([start, end]) => text.slice(start, end).toLowerCase());
    assert.deepEqual(cut(first.title, first.marks.title), ['clean']);
    assert.ok(cut(first.line, first.marks.line).every((word) => word === 'rows' || word === 'clean'));
    assert.ok(first.line.length <= 142);
  });

  it('finds Chinese as it is written, which no space parts', () => {
    assert.equal(ids(chinese, '清洗')[0], '5.2.2');
    assert.ok(ids(chinese, '许可证').includes('5.2.1'));
    const guide = guideOf({ '2.1.1': ['显存', '一块 GPU 的显存'], '2.1.2': ['清洗数据', '先清洗，再拆分'] });
    assert.deepEqual(ids(guide, 'GPU显存'), ['2.1.1'], 'the text has a space where the query has none');
    assert.deepEqual(ids(guide, '数据清洗'), ['2.1.2'], 'word by word where the whole is nowhere');
  });

  it('takes signs of regular expressions for signs', () => {
    const guide = guideOf({ '2.1.1': ['Signs', 'f(x) = a|b [0-9]+ $1 .* \\d ^'] });
    for (const query of ['f(x)', 'a|b', '[0-9]+', '$1', '.*', '\\d', '^', '(', '*']) {
      const { results } = searchGuide(guide, query);
      const [found] = results;
      assert.ok(found, query);
      const [[start, end] = [0, 0]] = found.marks.line;
      assert.equal(found.line.slice(start, end), query);
    }
    assert.deepEqual(ids(guide, 'a.b'), []);
  });

  it('marks what it has found although letters were folded', () => {
    const guide = guideOf({ '2.1.1': ['ﬁt İstanbul', 'The model’s ＡＩ'] });
    const marked = (query: string, part: 'title' | 'line') => {
      const [found] = searchGuide(guide, query).results;
      assert.ok(found, query);
      return found.marks[part].map(([start, end]) => found[part].slice(start, end));
    };
    assert.deepEqual(marked("model's", 'line'), ['model’s']);
    assert.deepEqual(marked('ai', 'line'), ['ＡＩ']);
    assert.deepEqual(marked('fit', 'title'), ['ﬁt']);
    assert.deepEqual(marked('stanbul', 'title'), ['stanbul']);
  });

  it('finds nothing for nothing, and nothing for what is not there', () => {
    for (const query of ['   ', 'zzqx', 'clean zzqx', '']) {
      assert.deepEqual(searchGuide(english, query), { results: [], total: 0 });
    }
  });

  it('answers whatever is typed, with marks inside of what they mark', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (query) => {
        const { results, total } = searchGuide(chinese, query);
        assert.ok(results.length <= total);
        for (const { title, line, marks } of results) {
          for (const [text, places] of [[title, marks.title] as const, [line, marks.line] as const]) {
            let last = 0;
            for (const [start, end] of places) {
              assert.ok(last <= start && start < end && end <= text.length);
              last = end;
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
