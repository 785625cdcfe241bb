/** The pages of the guide as its tests see them: headings, parts, links, tables, code, numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

/** Heading and text of a part. */
export type Part = readonly [heading: string, text: string];

export interface Point {
  readonly id: string;
  readonly title: string;
  /** What stands before the parts. */
  readonly opening: string;
  readonly parts: readonly Part[];
  /** All of it, headings left out. */
  readonly text: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  /** What is said of the section as a whole. */
  readonly parts: readonly Part[];
  readonly points: readonly Point[];
}

/** The file of a page, for example `5.2` or, for the opening of the chapter, `5`. */
export function pageText(language: string, id: string): string {
  return readFileSync(join(root, 'guide', language, `${id}.md`), 'utf8');
}

/** A section page; throws where it does not start with `## 5.2 Title`. */
export function readSection(language: string, id: string): Section {
  const [head, ...blocks] = blocksOf(pageText(language, id));
  if (head?.level !== 2 || head.id !== id) {
    throw new Error(`expected a heading that starts with ${id}, found: ${head?.title}`);
  }
  const parts: Part[] = [];
  const points: (Point & { parts: Part[] })[] = [];
  for (const { level, id: own, title, text } of blocks) {
    const point = points.at(-1);
    if (own !== '') {
      points.push({ id: own, title, opening: text, parts: [], text });
    } else if (level === 3 || point === undefined) {
      parts.push([title, text]);
    } else {
      point.parts.push([title, text]);
    }
  }
  const whole = points.map((point) => ({
    ...point,
    text: [point.opening, ...point.parts.map(([, body]) => body)].join('\n\n'),
  }));
  return { id, title: head.title, lead: head.text, parts, points: whole };
}

interface Block {
  readonly level: number;
  /** '' where the heading has no number. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** The headings of a page, each with what stands below it; code is not taken for a heading. */
function blocksOf(text: string): Block[] {
  const found: { level: number; id: string; title: string; lines: string[] }[] = [];
  let code = false;
  for (const line of text.split('\n')) {
    code = line.startsWith('```') ? !code : code;
    const [, marks = '', id = '', title = ''] =
      (code ? null : /^(#+) (?:([1-9A](?:\.\d+)*) )?(.+)$/.exec(line)) ?? [];
    if (marks === '') {
      found.at(-1)?.lines.push(line);
    } else {
      found.push({ level: marks.length, id, title, lines: [] });
    }
  }
  return found.map(({ lines, ...head }) => ({ ...head, text: lines.join('\n').trim() }));
}

/** `file:…`, `step:…`, `guide:…` and diagrams, in order. */
export function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Columns of each row of each table, in order. */
export function tablesOf(text: string): number[][] {
  const rows = /(?:^\|.*\|$\n?)+/gm;
  return (`${text}\n`.match(rows) ?? []).map((table) =>
    table
      .trim()
      .split('\n')
      .map((row) => row.split('|').length - 2),
  );
}

export interface Code {
  readonly language: string;
  readonly text: string;
}

export function codeOf(text: string): Code[] {
  return [...text.matchAll(/^```(\S*)\n([\s\S]*?)\n```$/gm)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
}

/** Stands for inline code in prose. */
const code = '¤';

/** What is read as prose: no code block, no inline code, no link target, no diagram. */
export function proseOf(text: string): string {
  return text
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/`[^`\n]+`/g, code)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, (_, words: string) => (/^[\w./{}-]+$/.test(words) ? code : words))
    .replaceAll('**', '');
}

const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
const month = new RegExp(`(?<=\\d )(?:${months})\\b|(?:${months})(?= \\d)`, 'g');

/** Every number of a text, sorted; months are numbers, and billion and 亿 are multiplied out. */
export function numbersOf(text: string): string[] {
  const plain = text
    .replace(/\]\([^)]*\)/g, ']')
    .replace(month, (name) => String(months.split('|').indexOf(name) + 1))
    .replace(/(\d[\d,.]*) billion/g, (_, n: string) => String(Number(n.replaceAll(',', '')) * 1e9))
    .replace(/(\d[\d,.]*) 亿/g, (_, n: string) => String(Number(n.replaceAll(',', '')) * 1e8))
    .replace(/^\d+\. /gm, '');
  return (plain.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).map((n) => n.replace(/,$/, '')).sort();
}
