/** Full-text search of the guide: every word of the query, anywhere, in any order. */
import { linesOf } from './markup.ts';
import { type Guide, htmlOf } from './model.ts';

/** Start and end of a part of a text that the query has found. */
export type Mark = readonly [start: number, end: number];

export interface SearchResult {
  readonly id: string;
  readonly title: string;
  /** The line that fits best, cut to what fits on one; the first one where only the title fits. */
  readonly line: string;
  /** What was found in the title and in the line. */
  readonly marks: { readonly title: readonly Mark[]; readonly line: readonly Mark[] };
}

export interface SearchResults {
  /** The best ones, best first. */
  readonly results: readonly SearchResult[];
  /** How many there are in all. */
  readonly total: number;
}

const most = 100;
const shown = 140;
/** How much of the line stands before the first word that was found. */
const lead = 30;

/**
 * Chapters, sections and points that hold every word of `query`, best first: a number, then titles, then text. Words
 * are parted by spaces and where one script follows another; Chinese, which has no spaces, is matched as it is
 * written, and where that finds nothing, word by word. Upper and lower case, full and half width are alike, and no
 * character has a meaning of its own.
 */
export function searchGuide(guide: Guide, query: string): SearchResults {
  const words = wordsOf(query);
  const found = find(indexOf(guide), words);
  if (found.total > 0 || words.length === 0) {
    return found;
  }
  const smaller = words.flatMap(cutChinese);
  return smaller.length > words.length ? find(indexOf(guide), smaller) : found;
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly foldedTitle: string;
  readonly foldedLines: readonly string[];
  /** All lines in one, which is faster to look through. */
  readonly text: string;
}

const indexes = new WeakMap<Guide, readonly Entry[]>();

/** The guide as it is searched: folded once, not at each key. */
function indexOf(guide: Guide): readonly Entry[] {
  const known = indexes.get(guide);
  if (known !== undefined) {
    return known;
  }
  const made = guide.chapters
    .flatMap((chapter) => [
      chapter,
      ...guide.sections
        .filter(({ id }) => id.startsWith(`${chapter.id}.`))
        .flatMap((section) => [section, ...section.points]),
    ])
    .map((heading) => {
      const { id, title } = heading;
      const lines = linesOf(htmlOf(heading));
      const foldedLines = lines.map((line) => fold(line).text);
      const foldedTitle = fold(title).text;
      return { id, title, lines, foldedTitle, foldedLines, text: foldedLines.join('\n') };
    });
  indexes.set(guide, made);
  return made;
}

function find(entries: readonly Entry[], words: readonly string[]): SearchResults {
  if (words.length === 0) {
    return { results: [], total: 0 };
  }
  const scored = entries
    .map((entry) => ({ entry, score: scoreOf(words, entry) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return { results: scored.slice(0, most).map(({ entry }) => resultOf(words, entry)), total: scored.length };
}

/** 0 where a word is missing. A number counts most, then the title, then how often the text has the word. */
function scoreOf(words: readonly string[], { id, foldedTitle, text }: Entry): number {
  let score = foldedTitle === words.join(' ') ? 200 : 0;
  for (const word of words) {
    const folded = id.toLowerCase();
    if (folded === word) {
      score += 1000;
    } else if (folded.startsWith(`${word}.`) || (/^[\da]\.[\d.]*$/.test(word) && folded.startsWith(word))) {
      score += 300;
    } else if (foldedTitle.includes(word)) {
      score += startsWord(foldedTitle, word) ? 120 : 100;
    } else {
      const times = timesIn(text, word);
      if (times === 0) {
        return 0;
      }
      score += times + (startsWord(text, word) ? 5 : 0);
    }
  }
  return score;
}

/** How often `word` is in `text`, counted up to ten. */
function timesIn(text: string, word: string): number {
  let times = 0;
  for (let at = text.indexOf(word); at >= 0 && times < 10; at = text.indexOf(word, at + word.length)) {
    times += 1;
  }
  return times;
}

/** Chinese has no words that could be told from their middle. */
function startsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at === 0 || (at > 0 && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ''));
}

function resultOf(words: readonly string[], entry: Entry): SearchResult {
  const { id, title } = entry;
  const line = excerpt(words, entry);
  return { id, title, line, marks: { title: marksIn(title, words), line: marksIn(line, words) } };
}

/** The line that holds the most words, and of those the one where they stand closest. */
function excerpt(words: readonly string[], { lines, foldedLines }: Entry): string {
  let best = { hits: 0, reach: 0, index: -1 };
  foldedLines.forEach((line, index) => {
    const places = words.map((word) => line.indexOf(word)).filter((at) => at >= 0);
    const reach = Math.max(...places) - Math.min(...places);
    if (places.length > best.hits || (places.length === best.hits && best.hits > 0 && reach < best.reach)) {
      best = { hits: places.length, reach, index };
    }
  });
  const line = lines[best.index] ?? lines[0] ?? '';
  if (line.length <= shown) {
    return line;
  }
  const first = marksIn(line, words)[0]?.[0] ?? 0;
  const from = first < shown / 2 ? 0 : wholeFrom(line, first - lead);
  const to = wholeFrom(line, from + shown);
  return `${from > 0 ? '…' : ''}${line.slice(from, to).trim()}${to < line.length ? '…' : ''}`;
}

/** `at`, or one more where that would cut a character of two units. */
function wholeFrom(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at;
}

/** The places of `words` in `text`, in order, those that touch or overlap joined. */
function marksIn(text: string, words: readonly string[]): readonly Mark[] {
  const folded = fold(text);
  const places = words
    .flatMap((word) => placesOf(folded.text, word))
    .map(([start, end]): [number, number] => [folded.from[start] ?? 0, folded.to[end - 1] ?? text.length])
    .sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [start, end] of places) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      joined.push([start, end]);
    }
  }
  return joined;
}

function placesOf(text: string, word: string): readonly Mark[] {
  const found: Mark[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    found.push([at, at + word.length]);
  }
  return found;
}

interface Folded {
  readonly text: string;
  /** For each unit of `text`, where the character that it comes from starts and ends. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Folds character by character, so that a place in the folded text is a place in the text. */
function fold(text: string): Folded {
  let folded = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const char of text) {
    const plain = plainQuotes(char.normalize('NFKC').toLowerCase());
    folded += plain;
    for (let unit = 0; unit < plain.length; unit++) {
      from.push(at);
      to.push(at + char.length);
    }
    at += char.length;
  }
  return { text: folded, from, to };
}

/** People type straight quotation marks. */
function plainQuotes(text: string): string {
  return text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
}

/** The words of a query: “GPU显存” is two, for the text has a space there. */
function wordsOf(query: string): readonly string[] {
  const parted = fold(query.normalize('NFC')).text.replace(
    /(?<=\p{Script=Han})(?=[a-z\d])|(?<=[a-z\d])(?=\p{Script=Han})/gu,
    ' ',
  );
  return [...new Set(parted.split(/\s+/).filter(Boolean))];
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Chinese words of a run of Chinese characters; anything else as it is. */
function cutChinese(word: string): readonly string[] {
  return /^\p{Script=Han}{2,}$/u.test(word)
    ? [...segmenter.segment(word)].map(({ segment }) => segment)
    : [word];
}
