/**
 * Where in a plan file a cursor stands, and what could be written there. The text may be half-written: it is parsed with
 * what is missing put in at the cursor, in the ways that the schema allows, and the way that parses best is taken.
 */
import { isMap, isPair, isScalar, isSeq, type ParsedNode, parseDocument, type Scalar } from 'yaml';
import type { Path } from '../project/json.ts';
import type { PlanName } from '../project/plans.ts';
import { fieldAt } from './fields.ts';

interface Place {
  /** Offsets in the text of what is written there now and would be replaced. */
  readonly from: number;
  readonly to: number;
}

/** The name of a key of the map at `map`, which has the keys `present` already. */
export interface KeySpot extends Place {
  readonly kind: 'key';
  readonly map: Path;
  readonly present: ReadonlySet<string>;
  /** A colon and a value follow already. */
  readonly named: boolean;
}

/** The value at `path`. */
export interface ValueSpot extends Place {
  readonly kind: 'value';
  readonly path: Path;
  /** A space belongs before the value: the cursor touches the colon. */
  readonly space: boolean;
}

/** A new entry of the list at `list`, its dash included. */
export interface EntrySpot extends Place {
  readonly kind: 'entry';
  readonly list: Path;
}

export type Spot = KeySpot | ValueSpot | EntrySpot;

/** Longer texts are no plans that a person edits, and would be parsed at every key. */
export const longest = 1_000_000;

/** Stands for what is not written yet; no plan has it. */
const mark = 'x7cursor7x';

/** What could be written at `offset`, the likeliest first; empty in a comment, or where nothing is known. */
export function spotsAt(plan: PlanName, text: string, offset: number): readonly Spot[] {
  if (text.length > longest) {
    return [];
  }
  const start = lineStart(text, offset);
  const line = /[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  if (offset - start > line.length || inComment(line, offset - start)) {
    return [];
  }
  const word = /^(\s*(?:- +)*)([\w-]*)\s*(?:#.*)?$/.exec(line);
  const [, before = '', written = ''] = word ?? [];
  // Behind the word the line has ended, and before it there is only the margin.
  const touches = offset - start >= before.length && offset - start <= before.length + written.length;
  if (word !== null && touches) {
    const rest = text.slice(start + line.length);
    return startedLine(plan, text.slice(0, start), before, written, rest);
  }
  if (word !== null && written === '' && line.slice(0, offset - start).trim() === '') {
    return startedLine(
      plan,
      text.slice(0, start),
      line.slice(0, offset - start),
      '',
      text.slice(start + line.length),
    );
  }
  return writtenLine(plan, text, offset);
}

/** Where the line of `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return text.slice(0, offset).lastIndexOf('\n') + 1;
}

/** A comment starts at a number sign outside of quotes that nothing, or a space, stands before. */
function inComment(line: string, column: number): boolean {
  let quote = '';
  for (let at = 0; at < Math.min(column, line.length); at++) {
    const sign = line[at] ?? '';
    if (quote !== '') {
      quote = sign === quote ? '' : quote;
    } else if ((sign === '"' || sign === "'") && /(?:^|[\s,[{-])$/.test(line.slice(0, at))) {
      quote = sign;
    } else if (sign === '#' && (at === 0 || /\s/.test(line[at - 1] ?? ''))) {
      return true;
    }
  }
  return false;
}

interface Attempt {
  readonly text: string;
  /** Place of the word, real or put in, in that text. */
  readonly at: number;
  readonly spot: (found: Found) => Spot;
}

/** A line that holds dashes and one word at most: it may become a key, a value of a list, or a new entry. */
function startedLine(
  plan: PlanName,
  head: string,
  before: string,
  written: string,
  rest: string,
): readonly Spot[] {
  const from = head.length + before.length;
  const place = { from, to: from + written.length };
  const word = written || mark;
  const dashed = before.includes('-');
  const attempts: Attempt[] = [
    {
      text: `${head}${before}${word}:${rest}`,
      at: from,
      spot: ({ path, siblings }) => ({
        kind: 'key',
        ...place,
        map: path.slice(0, -1),
        present: new Set(siblings.filter((one) => one !== word)),
        named: false,
      }),
    },
  ];
  if (dashed) {
    attempts.push({
      text: `${head}${before}${word}${rest}`,
      at: from,
      spot: ({ path }) => ({ kind: 'value', ...place, path, space: false }),
    });
  } else if (written === '') {
    attempts.push({
      text: `${head}${before}- ${mark}${rest}`,
      at: from + 2,
      spot: ({ path }) => ({ kind: 'entry', ...place, list: path.slice(0, -1) }),
    });
  }
  const tried = attempts.flatMap(({ text, at, spot }) => {
    const { found, errors } = locate(text, at);
    const made = found === undefined ? undefined : spot(found);
    return made !== undefined && fits(plan, made) ? [{ spot: made, errors }] : [];
  });
  const fewest = Math.min(...tried.map(({ errors }) => errors));
  return tried.filter(({ errors }) => errors === fewest).map(({ spot }) => spot);
}

/** A line with more on it: the scalar that the cursor is in or touches, or the empty place after a colon or a comma. */
function writtenLine(plan: PlanName, text: string, offset: number): readonly Spot[] {
  const inside = locate(text, offset).found;
  const spot = inside === undefined ? emptyPlace(text, offset) : existing(text, inside);
  return spot !== undefined && fits(plan, spot) ? [spot] : [];
}

function existing(text: string, { path, from, to, isKey, siblings }: Found): Spot | undefined {
  if (text.slice(from, to).includes('\n')) {
    return undefined;
  }
  return isKey
    ? {
        kind: 'key',
        from,
        to,
        map: path.slice(0, -1),
        present: new Set(siblings.filter((one) => one !== path.at(-1))),
        named: true,
      }
    : { kind: 'value', from, to, path, space: false };
}

function emptyPlace(text: string, offset: number): Spot | undefined {
  const space = text[offset - 1] === ':';
  const put = `${space ? ' ' : ''}${mark}`;
  const { found } = locate(`${text.slice(0, offset)}${put}${text.slice(offset)}`, offset + (space ? 1 : 0));
  return found === undefined || found.isKey || found.to - found.from !== mark.length
    ? undefined
    : { kind: 'value', from: offset, to: offset, path: found.path, space };
}

/** Whether the schema has such a place. */
function fits(plan: PlanName, spot: Spot): boolean {
  switch (spot.kind) {
    case 'key':
      return fieldAt(plan, spot.map)?.kind === 'map';
    case 'entry':
      return fieldAt(plan, spot.list)?.kind === 'entries';
    case 'value': {
      const kind = fieldAt(plan, spot.path)?.kind;
      return kind !== undefined && !['entries', 'list', 'map', 'milestones', 'steps'].includes(kind);
    }
  }
}

export interface Found {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
  readonly isKey: boolean;
  /** Names of the keys of the map that holds it. */
  readonly siblings: readonly string[];
}

/** The key or the value that is written at `offset`, and how many errors the text has. */
export function locate(
  text: string,
  offset: number,
): { readonly found: Found | undefined; readonly errors: number } {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false });
  const found = document.contents === null ? undefined : search(document.contents, offset, []);
  return { found, errors: document.errors.length };
}

function search(node: ParsedNode | null, offset: number, path: Path): Found | undefined {
  if (isSeq<ParsedNode>(node)) {
    return first(node.items, (item, index) => search(item, offset, [...path, index]));
  }
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const siblings = node.items.map(({ key }) => nameOf(key));
    return first(node.items, (pair, index) => {
      const own = [...path, siblings[index] ?? ''];
      return isPair(pair) && isScalar(pair.key) && touches(pair.key, offset)
        ? { ...at(pair.key, own), isKey: true, siblings }
        : search(pair.value, offset, own);
    });
  }
  return isScalar(node) && touches(node, offset)
    ? { ...at(node, path), isKey: false, siblings: [] }
    : undefined;
}

function first<Item, Result>(
  items: readonly Item[],
  ask: (item: Item, index: number) => Result | undefined,
): Result | undefined {
  for (const [index, item] of items.entries()) {
    const found = ask(item, index);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function touches({ range }: Scalar, offset: number): boolean {
  return range != null && range[0] < range[1] && range[0] <= offset && offset <= range[1];
}

function at({ range }: Scalar, path: Path): { path: Path; from: number; to: number } {
  return { path, from: range?.[0] ?? 0, to: range?.[1] ?? 0 };
}
