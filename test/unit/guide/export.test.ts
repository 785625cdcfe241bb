import assert from 'node:assert/strict';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { definition } from '../../../src/checklist/definition.ts';
import { compileGuide } from '../../../src/guide/compile.ts';
import { exportHtml, exportMarkdown, exportName } from '../../../src/guide/export.ts';
import { pagesOf } from '../../../src/guide/load.ts';
import { readMarkup, textOf, toMarkdown } from '../../../src/guide/markup.ts';
import { languages } from '../../../src/l10n.ts';

const folder = join(import.meta.dirname, '../../../guide');
const markdown = (html: string) => toMarkdown(readMarkup(html), (_, words) => words);

describe('an exported page', () => {
  for (const language of languages) {
    const { guide } = compileGuide(folder, language, definition);
    const options = { packageName: 'acme', language, footer: 'From <here> & "there".' };

    it(`is HTML that runs nothing, loads nothing and leads nowhere that is not there (${language})`, () => {
      for (const page of pagesOf(guide)) {
        const html = exportHtml(page, options);
        assert.doesNotMatch(
          html,
          /<script|\son\w+="|\ssrc="|url\((?!#)|data-(?:step|guide|file)=|\{package\}|<link/i,
        );
        assert.match(html, /default-src 'none'/);
        assert.match(html, /From &lt;here&gt; &amp; &quot;there&quot;\./);
        const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
        for (const [, id] of html.matchAll(/\shref="#([^"]+)"/g)) {
          assert.ok(ids.has(id), `${page.id}: #${id}`);
        }
        assert.equal((html.match(/<svg/g) ?? []).length, (html.match(/<figure/g) ?? []).length);
      }
    });

    it(`says the same as Markdown (${language})`, () => {
      const render = new MarkdownIt();
      const plain = (html: string) => textOf({ name: '', attributes: {}, children: readMarkup(html) });
      for (const page of pagesOf(guide)) {
        const text = exportMarkdown(page, options);
        const words = (html: string) =>
          plain(html.replace(/<figure>[\s\S]*?<\/figure>/g, '')).replace(/\s+/g, '');
        const parts = 'parts' in page ? page.parts : [];
        for (const { html } of parts.filter(({ kind }) => kind === 'todo' || kind === 'done')) {
          const bare = html.replace(/<a [^>]*data-[^>]*>[\s\S]*?<\/a>/g, '').replaceAll('{package}', 'acme');
          if (bare === html) {
            assert.ok(
              words(render.render(text)).includes(words(html)),
              `${page.id}: ${words(html).slice(0, 80)}`,
            );
          }
        }
        assert.match(text, new RegExp(`^# ${page.id.replace('.', '\\.')} `));
      }
    });
  }

  it('is named after its page', () => {
    const [first] = pagesOf(compileGuide(folder, 'en', definition).guide);
    assert.ok(first);
    assert.match(exportName({ ...first, id: '5.2', title: 'Data & “more”: 1/2' }), /^5\.2-data-more-1-2$/);
    assert.equal(exportName({ ...first, id: '5.2', title: '数据收集与预处理' }), '5.2-数据收集与预处理');
  });

  it('escapes what would be markup, and keeps lists, tables and code', () => {
    assert.equal(markdown('<p>a * b _c_ [d] &lt;e&gt; `</p>'), 'a \\* b \\_c\\_ \\[d\\] \\<e\\> \\`');
    assert.equal(markdown('<p># no heading</p><p>1. no list</p>'), '\\# no heading\n\n1\\. no list');
    assert.equal(markdown('<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'), '- a\n  - b\n- c');
    assert.equal(markdown('<ol start="3"><li>a</li><li>b</li></ol>'), '3. a\n4. b');
    assert.equal(markdown('<pre><code class="language-sh">a ``` b\n</code></pre>'), '````sh\na ``` b\n````');
    assert.equal(markdown('<p><code>a`b</code></p>'), '`` a`b ``');
    assert.equal(
      markdown(
        '<div class="table"><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>x|y</td></tr></tbody></table></div>',
      ),
      '| A |\n| --- |\n| x\\|y |',
    );
    assert.equal(
      markdown('<figure><svg><title>T</title><desc>D.</desc><path d="x"/></svg></figure>'),
      '> T – D.',
    );
    assert.throws(() => readMarkup('<p><b>x</p>'), /closes nothing/);
    assert.throws(() => readMarkup('<p>x'), /not closed/);
  });
});
