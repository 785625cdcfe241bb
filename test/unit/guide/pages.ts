/** The pages of the guide as its tests see them: headings, parts, links, tables, code, numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

export interface Point {
  readonly id: string;
  readonly title: string;
  readonly opening: string;
  /** Heading and text of each part, in order. */
  readonly parts: readonly (readonly [heading: string, text: string])[];
  /** All of it, headings left out. */
  readonly text: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly points: readonly Point[];
}

/** The file of a page, for example `5.2` or, for the opening of the chapter, `5`. */
export function pageText(language: string, id: string): string {
  return readFileSync(join(root, 'guide', language, `${id}.md`), 'utf8');
}

/** A section page; throws where a heading has another form than `## 5.2 Title` or `### 5.2.2 Title`. */
export function readSection(language: string, id: string): Section {
  const [head = '', ...points] = divide(pageText(language, id), '### ');
  const [title = '', lead] = titled(head.replace(/^## /, ''), id);
  return { id, title, lead, points: points.map(readPoint) };
}

function readPoint(text: string): Point {
  const [head = '', ...parts] = divide(text, '#### ');
  const id = head.split(' ', 1)[0] ?? '';
  const [title, opening] = titled(head, id);
  const pairs = parts.map((part): [string, string] => {
    const end = part.indexOf('\n');
    return [part.slice(0, end), part.slice(end).trim()];
  });
  return { id, title, opening, parts: pairs, text: [opening, ...pairs.map(([, body]) => body)].join('\n\n') };
}

function titled(text: string, id: string): readonly [title: string, rest: string] {
  if (!text.startsWith(`${id} `)) {
    throw new Error(`expected a heading that starts with ${id}, found: ${text.slice(0, 60)}`);
  }
  const end = text.indexOf('\n');
  return [text.slice(id.length + 1, end), text.slice(end).trim()];
}

/** Cuts before each line that starts with `mark`, which is left out; code blocks are not cut. */
function divide(text: string, mark: string): string[] {
  const pieces = [''];
  let code = false;
  for (const line of text.split('\n')) {
    code = line.startsWith('```') ? !code : code;
    if (!code && line.startsWith(mark)) {
      pieces.push(`${line.slice(mark.length)}\n`);
    } else {
      pieces.push(`${pieces.pop() ?? ''}${line}\n`);
    }
  }
  return pieces;
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
