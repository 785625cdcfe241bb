/** How figures and words are written in Markdown: nothing that a person typed becomes markup. */
import { md } from '../../generator/escape.ts';
import type { Language } from '../../l10n.ts';
import type { Problem } from '../model.ts';
import { moneyText, numberText, percentText } from '../numbers.ts';
import { type ReportWords, reportWords } from '../words.ts';

type Cell = string | null;

/** Signs that turn the direction of the text around them: a name must not be able to. */
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/gu;

/** Text from a file as one line of Markdown that shows it as it is. */
export function plain(text: string): string {
  return md(
    text
      .replace(directionMarks, '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  );
}

/** Writes figures as the language does; what is not known is a dash. */
export class Format {
  readonly say: ReportWords;
  private readonly language: Language;

  constructor(language: Language) {
    this.language = language;
    this.say = reportWords(language);
  }

  number(value: number | null): string {
    return value === null ? this.none : numberText(value, this.language);
  }

  /** `currency` is text from a file. */
  money(amount: number | null, currency: string): string {
    return amount === null ? this.none : moneyText(amount, plain(currency), this.language);
  }

  /** A part of 1. */
  percent(part: number | null): string {
    return part === null ? this.none : percentText(part, this.language);
  }

  interval(estimate: { value: number; low: number | null; high: number | null } | null): string {
    if (estimate === null) {
      return this.none;
    }
    const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((one) => this.number(one));
    return estimate.low === null || estimate.high === null
      ? `${value}`
      : this.say('interval', { value: `${value}`, low: `${low}`, high: `${high}` });
  }

  months(count: number | null): string {
    return count === null
      ? this.none
      : this.say(count === 1 ? 'months.one' : 'months', { n: this.number(count) });
  }

  /** An ISO day, with what is said of it where it has passed. */
  day(day: string | null, late = false): string {
    return day === null ? this.none : late ? this.say('lateDay', { day }) : day;
  }

  /** Text from a file. */
  text(words: string): string {
    return words === '' ? this.none : plain(words);
  }

  /** Where a fault is and what it is; without the marks of code that our own words may have. */
  problem({ file, line, says }: Problem): string {
    const what = { file: plain(file), says: plain(says.replaceAll('`', '')) };
    return line === 0 ? this.say('problem.whole', what) : this.say('problem', { ...what, line });
  }

  get none(): string {
    return this.say('none');
  }
}

/** A table whose cells are Markdown already; the columns named in `numbers`, from 0, stand on the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  numbers: readonly number[] = [],
): readonly string[] {
  const line = (cells: readonly Cell[]) => `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
  const rule = head.map((_, index) => (numbers.includes(index) ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)];
}
