/** The words of the view, in the language that the host chose. */

import type report from '../../l10n/en/report.json';
import type en from '../../l10n/en/view.json';
import { fill, type Language, pickLanguage, type Values } from '../../src/l10n.ts';
import { block } from './blocks.ts';

export type Word = keyof typeof en;
export type ReportWord = keyof typeof report;
/** Words that differ for one and for many: `key` and `key.one`. */
export type CountedWord = { [K in Word]: `${K}.one` extends Word ? K : never }[Word];
export type Say = (key: Word, values?: Values) => string;

type Table = Readonly<Record<string, string>>;
export interface Vocabulary {
  readonly language: Language;
  readonly view: Table;
  /** Of the report, in pages that show one. */
  readonly report: Table;
}

let spoken: Vocabulary | undefined;

function fromPage(): Vocabulary {
  return {
    language: pickLanguage(document.documentElement.lang),
    view: (block('strings') ?? {}) as Table,
    report: (block('report-strings') ?? {}) as Table,
  };
}

function current(): Vocabulary {
  spoken ??= fromPage();
  return spoken;
}

/** Takes these words in the place of those in the page: where there is no page. */
export function speak(vocabulary: Vocabulary): void {
  spoken = vocabulary;
}

/** The text for `key`, with `values` in the place of `{name}`. */
export const say: Say = (key, values) => fill(current().view[key] ?? key, values);

/** The text for `key` with the count `n`; English has another form for one. */
export function sayCount(key: CountedWord, n: number, values: Values = {}): string {
  return say((n === 1 ? `${key}.one` : key) as Word, { n, ...values });
}

/** A word of the report: what the dashboard shares with `ai-venture report`. */
export const tell = (key: ReportWord, values?: Values): string => fill(current().report[key] ?? key, values);

/** Sentences in a row, as the language joins them. */
export const sentences = (all: readonly string[]): string =>
  all.filter(Boolean).join(language() === 'en' ? ' ' : '');

/** The language of the page. */
export const language = (): Language => current().language;
