/** Full-text search of the guide: every word of the query, anywhere, in any order. */
import type { Guide } from './model.ts';

export interface SearchResult {
  readonly id: string;
  readonly title: string;
  /** The line that fits best, cut to what fits on one; '' where the title says it all. */
  readonly line: string;
}

const most = 50;
const shown = 140;

/**
 * Sections and points that hold every word of `query`, best first: a number, then titles, then text. Words are parted
 * by spaces; Chinese, which has none, is matched as it is written. Upper and lower case, full and half width are alike.
 */
export function searchGuide(guide: Guide, query: string): readonly SearchResult[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return [];
  }
  const entries = [...guide.chapters, ...guide.sections.flatMap((section) => [section, ...section.points])];
  return entries
    .flatMap(({ id, title, lines }) => {
      const score = scoreOf(words, id, title, lines);
      return score === 0 ? [] : [{ score, result: { id, title, line: bestLine(words, lines) } }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ result }) => result);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function scoreOf(words: readonly string[], id: string, title: string, lines: readonly string[]): number {
  const heading = fold(title);
  const text = fold(lines.join('\n'));
  let score = 0;
  for (const word of words) {
    if (id === word) {
      score += 100;
    } else if (heading.includes(word)) {
      score += 20;
    } else if (id.startsWith(word)) {
      score += 10;
    } else if (text.includes(word)) {
      score += 1 + Math.min(text.split(word).length - 1, 5);
    } else {
      return 0;
    }
  }
  return score;
}

function bestLine(words: readonly string[], lines: readonly string[]): string {
  let best = { hits: 0, line: '', at: 0 };
  for (const line of lines) {
    const folded = fold(line);
    const places = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
    if (places.length > best.hits) {
      best = { hits: places.length, line, at: Math.min(...places) };
    }
  }
  if (best.line.length <= shown) {
    return best.line;
  }
  const start = best.at < shown / 2 ? 0 : best.at - 30;
  const end = start + shown;
  return `${start > 0 ? '…' : ''}${best.line.slice(start, end).trim()}${end < best.line.length ? '…' : ''}`;
}
