import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '@lit-labs/ssr/lib/render.js';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import { parse } from 'parse5';
import { type Language, languages } from '../../../src/l10n.ts';
import { cardNames, type ReportModel } from '../../../src/report/model.ts';
import { reportCards } from '../../../webview/cards/report.ts';
import { comparedRuns } from '../../../webview/cards/runs.ts';
import type { Acts, Scene } from '../../../webview/cards/scene.ts';
import { reportDocument } from '../../../webview/export/document.ts';
import { speak, type Vocabulary } from '../../../webview/shared/words.ts';
import { brokenReport, emptyReport, fullReport, hostile } from './report-samples.ts';

const root = join(import.meta.dirname, '../../..');
const words = (language: Language, area: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `l10n/${language}/${area}.json`), 'utf8'));
const vocabulary = (language: Language): Vocabulary => ({
  language,
  view: words(language, 'view'),
  report: words(language, 'report'),
});
const page = (model: ReportModel, language: Language = 'en'): string =>
  reportDocument(model, vocabulary(language), 'body{}\n');

interface Node {
  readonly nodeName: string;
  readonly value?: string;
  readonly attrs?: readonly { name: string; value: string }[];
  readonly childNodes?: readonly Node[];
}
/** Every node of a document, by a parser that reads as browsers do. */
function nodes(text: string): Node[] {
  const all = (node: Node): Node[] => [node, ...(node.childNodes ?? []).flatMap(all)];
  return all(parse(text) as unknown as Node);
}
const attribute = (node: Node, name: string): string | undefined =>
  node.attrs?.find((one) => one.name === name)?.value;

/** A live page, as far as cards know one. */
const acts: Acts = { open: () => {}, choose: () => {}, unfold: () => {} };
function live(model: ReportModel, unfolded: readonly string[] = []): string {
  speak(vocabulary('en'));
  const scene: Scene = {
    now: Date.parse('2026-11-23T10:00:00Z'),
    plot: (_name, draw) => draw(500),
    choices: { metric: '', runs: [] },
    unfolded: new Set(unfolded),
    acts,
  };
  return collectResultSync(render(html`${reportCards(model, scene)}`));
}

describe('the exported page', () => {
  for (const language of languages) {
    it(`has every card and no word of ours that is missing (${language})`, () => {
      const text = page(fullReport(language), language);
      const titles = nodes(text)
        .filter(({ nodeName }) => nodeName === 'section')
        .map((node) => attribute(node, 'aria-labelledby'));
      const shown = cardNames.filter((name) => name !== 'progress');
      assert.deepEqual(
        shown.filter((name) => !titles.includes(`h-${name}`)),
        [],
      );
      assert.ok(titles.includes('h-burn') && titles.includes('h-sections'));
      assert.match(text, new RegExp(`<html lang="${language}">`));
      assert.doesNotMatch(text.replace(/\$\{3\}/g, ''), /\{\w+\}/, 'a placeholder was left');
      assert.doesNotMatch(text, /undefined|NaN|Infinity|\[object/);
    });
  }

  it('makes no markup of any text', () => {
    const all = nodes(page(fullReport()));
    assert.deepEqual(
      all.filter(({ nodeName }) => /^(?:script|img|iframe|object|form|input|button|a)$/.test(nodeName)),
      [],
    );
    const handlers = all.flatMap(({ attrs }) =>
      (attrs ?? []).filter(({ name }) => /^on|^style$|^href$|^src$/.test(name)),
    );
    assert.deepEqual(handlers, []);
    const text = all.flatMap(({ nodeName, value }) => (nodeName === '#text' ? [value ?? ''] : []));
    assert.ok(
      text.some((one) => one.includes(hostile)),
      'the name stands as it was written',
    );
    assert.equal(all.filter(({ nodeName }) => nodeName === 'style').length, 1);
  });

  it('needs nothing from elsewhere and leaves no marks of its templates', () => {
    const text = page(fullReport());
    assert.doesNotMatch(text, /<link|@import|lit-(?:part|node)|vscode-button|https?:/);
    assert.match(text, /default-src 'none'/);
  });

  it('gives every chart a name, words and a table, and every id once', () => {
    const all = nodes(page(fullReport()));
    const charts = all.filter((node) => attribute(node, 'role') === 'img');
    assert.ok(charts.length >= 10, `${charts.length} charts`);
    for (const chart of charts) {
      assert.notEqual(attribute(chart, 'aria-label') ?? '', '');
      assert.equal(attribute(chart, 'tabindex'), undefined);
      assert.equal(chart.childNodes?.[0]?.nodeName, 'desc');
    }
    const ids = all.flatMap((node) => attribute(node, 'id') ?? []);
    assert.deepEqual(ids, [...new Set(ids)]);
    assert.ok(all.filter(({ nodeName }) => nodeName === 'table').length >= charts.length);
  });

  it('says of a card that cannot be read which file and line is at fault', () => {
    const text = page(brokenReport());
    assert.equal(text.split('class="trouble"').length - 1, cardNames.length + 1);
    assert.match(text, /line 3/);
  });

  it('leaves out cards that are empty', () => {
    assert.doesNotMatch(page(emptyReport()), /<section/);
  });

  it('names the newest of many runs', () => {
    const model = fullReport();
    const { runs } = model;
    assert.ok(runs !== null && 'runs' in runs);
    const [first] = runs.runs;
    assert.ok(first);
    runs.runs = Array.from({ length: 1000 }, () => ({ ...first, loss: [] }));
    runs.all = 5000;
    const text = page(model);
    assert.ok(text.length < 400_000, `${text.length} characters`);
    assert.match(text, /newest 1,000 of 5,000/);
  });
});

describe('cards on a live page', () => {
  it('ask for what is missing, with a button, and leave out modules that are not tracked', () => {
    const text = live(emptyReport());
    const files = ['budget', 'timeline', 'goals', 'risks', 'team', 'compliance', 'feedback'];
    for (const file of files) assert.match(text, new RegExp(`aria-label="Open plan/${file}.yaml"`));
    assert.doesNotMatch(text, /h-funding|h-premortem|h-curves|h-confusion/);
  });

  it('have a button beside every problem', () => {
    const text = live(brokenReport());
    const problems = text.split('class="trouble"').length - 1;
    assert.equal(text.split('<vscode-button').length - 1, problems);
    assert.equal(problems, cardNames.length);
  });

  it('make the rows of a table once it is unfolded', () => {
    const folded = live(fullReport());
    const open = live(fullReport(), ['runs']);
    assert.ok(open.split('<tr>').length > folded.split('<tr>').length);
  });

  it('compare the last run with those that were chosen, the two before it included by itself', () => {
    const { runs } = fullReport();
    assert.ok(runs !== null && 'runs' in runs);
    const places = (chosen: readonly string[] | null) =>
      comparedRuns(runs.runs, chosen).shown.map(({ at }) => at);
    assert.deepEqual(places(null), ['2026-11-22T10:00:00Z', '2026-11-21T10:00:00Z']);
    assert.deepEqual(places(['2026-11-21T10:00:00Z', 'gone']), ['2026-11-21T10:00:00Z']);
    assert.equal(comparedRuns([], null).last, undefined);
  });
});
