import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { parse } from 'yaml';
import * as to from '../../../src/generator/escape.ts';
import { hasControl } from '../../../src/generator/names.ts';

/** Whatever the schema lets through as a name: one line without control characters. */
const line = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
    fc.string({
      unit: fc.constantFrom(...'\\\'"`$#{}[]()<>|&*_~!=-+.:; \t%@^,/?0aZé我'),
      minLength: 1,
      maxLength: 40,
    }),
  )
  .map((text) => text.replaceAll('\t', ' ').trim())
  .filter((text) => text !== '' && !hasControl(text));

const samples = [
  ...[
    '"; import os #',
    '{{7*7}}',
    "it's",
    '"""',
    "'''",
    'a\\',
    '$HOME `id` $(id)',
    '%s',
    'x: y',
    '- x',
    '1. x',
    '# x',
  ],
  ...[
    '<script>',
    '*a* _b_ ~~c~~',
    '[x](y)',
    '![x](y)',
    '我的项目',
    'a | b',
    'null',
    '@x',
    '&amp;',
    '{{py name}}',
    '\u0085x',
  ],
  ...fc.sample(line, 400),
].filter((text) => !hasControl(text));

/** What a Python program makes of each text: `read` gets `text` and gives a string. */
function python(read: string, texts: readonly string[]): string[] {
  const script = `import json, sys, ast, tomllib\nprint(json.dumps([${read} for text in json.load(sys.stdin)]))`;
  return JSON.parse(
    execFileSync('python3', ['-c', script], { input: JSON.stringify(texts), encoding: 'utf8' }),
  );
}

describe('escaping', () => {
  it('keeps any text in a Python literal', () => {
    assert.deepEqual(python('ast.literal_eval(text)', samples.map(to.py)), samples);
  });

  it('quotes a Python literal as ruff format does', () => {
    assert.equal(to.py('plain'), '"plain"');
    assert.equal(to.py("it's"), '"it\'s"');
    assert.equal(to.py('say "x"'), '\'say "x"\'');
    assert.equal(to.py(`"a" 'b'`), String.raw`"\"a\" 'b'"`);
  });

  it('keeps any text in a TOML string', () => {
    const documents = samples.map((text) => `name = ${to.toml(text)}\n`);
    assert.deepEqual(python('tomllib.loads(text)["name"]', documents), samples);
  });

  it('keeps any text in YAML, as a value and in a list', () => {
    for (const text of samples) {
      assert.deepEqual(parse(`a: ${to.yaml(text)}\nb:\n  - ${to.yaml(text)}\n`), {
        a: text,
        b: [text],
      });
    }
  });

  it('keeps any text in JSON', () => {
    for (const text of samples) {
      assert.equal(JSON.parse(to.json(text)), text);
    }
  });

  it('keeps any text as one word of a shell', () => {
    const script = samples.map((text) => `printf '%s\\0' ${to.sh(text)}`).join('\n');
    const words = execFileSync('sh', { input: script, encoding: 'utf8' }).split('\0').slice(0, -1);
    assert.deepEqual(words, samples);
  });

  it('keeps any text as one word of a Dockerfile', () => {
    for (const text of samples) {
      const word = to.dockerfile(text);
      assert.match(word, /^"(?:[^"\\$]|\\["\\$])*"$/);
      assert.equal(word.slice(1, -1).replace(/\\(.)/gu, '$1'), text);
    }
  });

  it('keeps any text in Markdown: a paragraph, a heading and a table cell', () => {
    const markdown = new MarkdownIt();
    // As a reader sees it; Markdown folds runs of spaces as HTML does.
    const folded = (text: string) => text.replace(/ +/g, ' ');
    const shown = (source: string, within: RegExp) =>
      folded(
        (within.exec(markdown.render(source))?.[1] ?? '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&'),
      );
    for (const text of samples) {
      const escaped = to.md(text);
      assert.equal(shown(`${escaped}\n`, /^<p>(.*)<\/p>\n$/su), folded(text), escaped);
      assert.equal(shown(`# ${escaped}\n`, /^<h1>(.*)<\/h1>\n$/su), folded(text), escaped);
      assert.equal(shown(`| a |\n|---|\n| ${escaped} |\n`, /<td>(.*)<\/td>/su), folded(text), escaped);
    }
  });

  it('leaves ordinary names in Markdown as they are', () => {
    for (const text of [
      'Acme Reviews',
      'my-venture',
      'acme_reviews',
      '我的项目',
      "Mei's models (v2), 1.5!",
    ]) {
      assert.equal(to.md(text), text);
    }
  });

  it('lets nothing but an identifier go bare', () => {
    fc.assert(
      fc.property(line, (text) => {
        if (/^[A-Za-z0-9_-]+$/.test(text)) {
          assert.equal(to.id(text), text);
        } else {
          assert.throws(() => to.id(text), RangeError);
        }
      }),
    );
  });

  it('counts days over months, years and leap days', () => {
    assert.equal(to.addDays('2026-11-23', 0), '2026-11-23');
    assert.equal(to.addDays('2026-11-23', 14), '2026-12-07');
    assert.equal(to.addDays('2027-12-31', 60), '2028-02-29');
    assert.equal(to.addDays('2028-03-01', -1), '2028-02-29');
  });
});
