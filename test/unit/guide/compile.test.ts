import assert from 'node:assert/strict';
import { join } from 'node:path';
import { definition, stepsOf } from '../../../src/checklist/definition.ts';
import { compileGuide } from '../../../src/guide/compile.ts';
import { inlineDiagram } from '../../../src/guide/diagram.ts';
import { pageHtml, pageOf, pagesOf, pointOf, stepHtml, titleOf } from '../../../src/guide/load.ts';
import { languages } from '../../../src/l10n.ts';
import { Folder } from '../project/folder.ts';

const folder = join(import.meta.dirname, '../../../guide');

/** A guide of one section whose only point holds `body` under "What to do". */
function compiled(body: string, lead = 'Lead.') {
  const made = new Folder();
  made.write('en/5.md', '# 5 Implementation\n\nOpening.\n');
  made.write(
    'en/5.2.md',
    `## 5.2 Data & more\n\n${lead}\n\n### 5.2.2 Clean\n\nOpening.\n\n#### What to do\n\n${body}\n\n#### How your project does it\n\nY\n\n#### What goes wrong\n\nW\n\n#### Done when\n\n- D\n`,
  );
  made.write(
    'en/diagrams/flow.svg',
    '<svg role="img" viewBox="0 0 1 1"><title>T</title><path class="d-line"/></svg>',
  );
  try {
    return compileGuide(made.root, 'en', definition);
  } finally {
    made.remove();
  }
}
const html = (body: string) => compiled(body).guide.sections[0]?.points[0]?.parts[0]?.html ?? '';

describe('the guide as it is built', () => {
  for (const language of languages) {
    const { guide, problems } = compileGuide(folder, language, definition);

    it(`compiles without a problem (${language})`, () => assert.deepEqual(problems, []));

    it(`has a section for every step, and the command of the step can be run from it (${language})`, () => {
      for (const { id, commands } of stepsOf(definition)) {
        const point = pointOf(guide, id);
        assert.ok(point, id);
        assert.notEqual(titleOf(guide, id), id);
        const text = point.parts.map((part) => part.html).join('');
        if (commands.length > 0) {
          assert.match(text, new RegExp(`class="cmd" data-id="${id}" data-index="\\d"`), id);
        }
      }
    });

    it(`holds no inline style or script, and no markup that it did not make (${language})`, () => {
      for (const page of pagesOf(guide)) {
        const text = pageHtml(page, 'acme');
        assert.doesNotMatch(
          text,
          /<script|<style|\sstyle="|\son\w+="|javascript:|\{package\}|<iframe|<img/i,
          page.id,
        );
        const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
        assert.equal(new Set(ids).size, ids.length, `an id twice in ${page.id}`);
      }
    });
  }

  it('has the same pages and points in both languages', () => {
    const [en, zh] = languages.map((language) => {
      const { guide } = compileGuide(folder, language, definition);
      return pagesOf(guide).map((page) => [page.id, 'points' in page ? page.points.map(({ id }) => id) : []]);
    });
    assert.deepEqual(zh, en);
  });
});

describe('compiling', () => {
  it('shows HTML in the Markdown as text', () => {
    assert.equal(
      html('<script>alert(1)</script> <b>'),
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;</p>',
    );
  });

  it('makes links that the host can follow, and no others', () => {
    assert.equal(
      html('[a](file:src/{package}/a.py)'),
      '<p><a href="#" data-file="src/{package}/a.py">a</a></p>',
    );
    assert.equal(html('[a](step:5.2.2)'), '<p><a href="#" data-step="5.2.2">a</a></p>');
    assert.equal(
      html('[a](https://example.com/?a=1&b)'),
      '<p><a href="https://example.com/?a=1&amp;b">a</a></p>',
    );
    assert.equal(html('[a](command:x)'), '<p>[a](command:x)</p>');
    assert.equal(html('[a](file:"onclick=x)'), '<p><a href="#" data-file="&quot;onclick=x">a</a></p>');
  });

  it('knows the commands of the step, and leaves other code alone', () => {
    assert.match(
      html('```sh\npython -m {package} data clean\n```'),
      /^<div class="cmd" data-id="5\.2\.2" data-index="0">/,
    );
    assert.match(html('```sh\npython -m {package} train\n```'), /^<pre><code class="language-sh" lang="en">/);
    assert.match(
      html('```json\n{"a": "<b>"}\n```'),
      /class="language-json" lang="en">\{&quot;a&quot;: &quot;&lt;b&gt;&quot;\}</,
    );
  });

  it('inlines a diagram as a figure of its own', () => {
    assert.match(html('![words](diagrams/flow.svg)'), /^<figure><svg role="img"/);
  });

  it('reports what cannot work, with its file', () => {
    const problems = (body: string) =>
      compiled(body).problems.map((one) => one.replace(/^guide\/en\/5\.2\.md:\d+: /, ''));
    assert.deepEqual(problems('![x](diagrams/none.svg)'), ['there is no diagram diagrams/none.svg']);
    assert.deepEqual(problems('[x](step:9.9.9)'), [
      'guide/en: under 5.2.2 a link leads to 9.9.9, which isn’t there',
    ]);
    assert.deepEqual(problems('##### Deeper'), ['“Deeper” has no place here']);
    assert.deepEqual(problems('fine'), []);
  });

  it('cuts a point up for the sidebar, with the package of the project', () => {
    const { guide } = compiled('Run `{package}`.');
    const point = pointOf(guide, '5.2.2');
    assert.ok(point);
    const step = stepHtml(point, 'acme');
    assert.match(step.guide, /<p>Opening\.<\/p>\n<p>Run <code>acme<\/code>\.<\/p>/);
    assert.match(step.more, /callout yours"><h4>How your project does it<\/h4>/);
    assert.match(step.doneWhen, /^<ul>/);
    assert.match(stepHtml(point, '"><script>').guide, /your_package/);
    const section = pageOf(guide, '5.2.2');
    assert.match(
      section ? pageHtml(section, 'acme') : '',
      /<h1 id="5\.2"><span class="num">5\.2<\/span> <span class="title">Data &amp; more/,
    );
  });
});

describe('a section', () => {
  const page = (text: string) => {
    const made = new Folder();
    made.write('en/2.1.md', text);
    try {
      return compileGuide(made.root, 'en', definition);
    } finally {
      made.remove();
    }
  };

  it('says what holds for all of it around its points, which may have points of their own', () => {
    const { guide, problems } = page(
      '## 2.1 Basics\n\nLead.\n\n### What to do\n\nA\n\n### 2.1.1 Learning\n\nB\n\n#### 2.1.1.1 Model\n\nC\n\n### Done when\n\n- D\n',
    );
    assert.deepEqual(problems, []);
    const [section] = guide.sections;
    assert.ok(section);
    assert.deepEqual(
      section.points.map(({ id }) => id),
      ['2.1.1', '2.1.1.1'],
    );
    const headings = [...pageHtml(section, 'acme').matchAll(/<(h\d)[^>]*>(?:<span class="num">)?([^<]+)</g)];
    assert.deepEqual(
      headings.map(([, level, words]) => `${level} ${words}`),
      ['h1 2.1', 'h2 What to do', 'h2 2.1.1', 'h3 2.1.1.1', 'h2 Done when'],
    );
  });

  it('is refused with a heading in another place, twice, or of another name', () => {
    const faults = (rest: string) => page(`## 2.1 Basics\n\nLead.\n\n${rest}`).problems.length;
    assert.equal(faults('### Done when\n\n- A\n\n### What to do\n\nB\n'), 1);
    assert.equal(faults('### Done when\n\n- A\n\n### Done when\n\n- B\n'), 1);
    assert.equal(faults('### Thoughts\n\nA\n'), 1);
    assert.equal(faults('### 2.2.1 Elsewhere\n\nA\n'), 1);
    assert.equal(faults('#### 2.1.1 Too deep\n\nA\n'), 1);
  });

  it('is refused where a step does not say what to do and when it is done', () => {
    const made = new Folder();
    made.write('en/5.2.md', '## 5.2 Data\n\nLead.\n\n### 5.2.2 Clean\n\nOpening.\n');
    assert.match(compileGuide(made.root, 'en', definition).problems.join(), /5\.2\.2 is a step and lacks/);
    made.remove();
  });
});

describe('a diagram', () => {
  it('gets ids of its own', () => {
    const { svg, faults } = inlineDiagram(
      '<?xml?><svg role="img" aria-labelledby="t d"><title id="t">T</title><defs><marker id="m"/></defs><path marker-end="url(#m)"/></svg>',
      'flow',
      '',
    );
    assert.deepEqual(faults, []);
    assert.match(svg, /aria-labelledby="flow-t flow-d"><title id="flow-t">/);
    assert.match(svg, /url\(#flow-m\)/);
  });

  it('is refused with anything that the policy of the page forbids', () => {
    for (const bad of [
      '<style>a{}</style>',
      '<script/>',
      '<path style="fill:red"/>',
      '<path onclick="x"/>',
      '<foreignObject/>',
      '<image href="https://x"/>',
    ]) {
      assert.equal(
        inlineDiagram(`<svg role="img"><title>T</title>${bad}</svg>`, 'x', '').faults.length,
        1,
        bad,
      );
    }
  });
});
