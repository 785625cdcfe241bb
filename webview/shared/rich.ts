/** Rich text: `code` in backticks and **bold**, nothing else. All of it stays text; no HTML is ever made of it. */
import { html, type TemplateResult } from 'lit';

export interface Run {
  kind: 'text' | 'code' | 'strong';
  text: string;
}

/** Splits rich text into runs. A mark without its partner is plain text. */
export function runs(rich: string): Run[] {
  const found: Run[] = [];
  let at = 0;
  for (const match of rich.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*/g)) {
    if (match.index > at) found.push({ kind: 'text', text: rich.slice(at, match.index) });
    found.push(
      match[1] === undefined ? { kind: 'strong', text: match[2] ?? '' } : { kind: 'code', text: match[1] },
    );
    at = match.index + match[0].length;
  }
  if (at < rich.length) found.push({ kind: 'text', text: rich.slice(at) });
  return found;
}

/** Rich text without its marks, for names that only assistive technology reads. */
export const plain = (rich: string): string =>
  runs(rich)
    .map((run) => run.text)
    .join('');

const shapes: Record<Run['kind'], (text: string) => TemplateResult | string> = {
  text: (text) => text,
  code: (text) => html`<code>${text}</code>`,
  strong: (text) => html`<strong>${text}</strong>`,
};

/** Rich text as a template. */
export const richText = (rich: string): (TemplateResult | string)[] =>
  runs(rich).map((run) => shapes[run.kind](run.text));

/** A name from a file, without what would be marks in the rich sentence that it is put into. */
export const unmarked = (name: string): string => name.replace(/[*`]/g, '');
