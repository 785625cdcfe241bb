/** A page of the guide as a file of its own: HTML with everything in it and no script, or Markdown. */
import type { Language } from '../l10n.ts';
import { exportStyle } from './export-style.ts';
import { type GuidePageSource, pageHtml, pointsOf } from './load.ts';
import { type Element, readMarkup, toMarkdown } from './markup.ts';

export interface ExportOptions {
  /** Package of the open project; '' where there is none. */
  readonly packageName: string;
  readonly language: Language;
  /** A line at the end that says where the page comes from. */
  readonly footer: string;
}

/** One HTML document that loads nothing and runs nothing. Links to other pages stay as words with their number. */
export function exportHtml(page: GuidePageSource, { packageName, language, footer }: ExportOptions): string {
  const here = idsOn(page);
  const body = pageHtml(page, packageName)
    .replace(/<a href="#" data-(step|guide|file)="([^"]*)">([\s\S]*?)<\/a>/g, (_, kind, target, words) => {
      if (kind === 'file') {
        return `<span class="file">${words}</span>`;
      }
      return here.has(target)
        ? `<a href="#${target}">${words}</a>`
        : `<span class="ref">${numbered(words, target)}</span>`;
    })
    .replace(/<div class="cmd"[^>]*>(<code[^>]*>[\s\S]*?<\/code>)<\/div>/g, '<pre>$1</pre>');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${page.id} ${page.title}`)}</title>
<style>${exportStyle}</style>
</head>
<body>
<main>
${body}
</main>
<footer>${escapeHtml(footer)}</footer>
</body>
</html>
`;
}

/** Markdown of the page. A diagram becomes its words. */
export function exportMarkdown(page: GuidePageSource, { packageName, footer }: ExportOptions): string {
  const html = pageHtml(page, packageName).replace(
    /<div class="cmd"[^>]*><code[^>]*>([\s\S]*?)<\/code><\/div>/g,
    '<pre><code class="language-sh">$1</code></pre>',
  );
  return `${toMarkdown(readMarkup(html), linkWords)}\n\n---\n\n${footer}\n`;
}

function linkWords({ attributes }: Element, words: string): string {
  const { href = '' } = attributes;
  const heading = attributes['data-guide'] ?? attributes['data-step'];
  const file = attributes['data-file'];
  if (heading !== undefined) {
    return numbered(words, heading);
  }
  return file === undefined ? `[${words}](${href})` : `\`${file}\``;
}

function idsOn(page: GuidePageSource): ReadonlySet<string> {
  return new Set([page.id, ...pointsOf(page).map(({ id }) => id)]);
}

/** Words that do not say which number they mean get it behind them. */
function numbered(words: string, id: string): string {
  return words.includes(id) ? words : `${words} (${id})`;
}

/** A name for the file, without its ending, such as `5.2-collect-and-prepare-data`. */
export function exportName({ id, title }: GuidePageSource): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${id}-${words}`.slice(0, 80);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
