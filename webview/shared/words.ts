/** The words of the view, in the language that the host chose. */

import type en from '../../l10n/en/view.json';
import { fill, type Language, pickLanguage, type Values } from '../../src/l10n.ts';
import { block } from './host.ts';

export type Word = keyof typeof en;
/** Words that differ for one and for many: `key` and `key.one`. */
export type CountedWord = { [K in Word]: `${K}.one` extends Word ? K : never }[Word];
export type Say = (key: Word, values?: Values) => string;

const table = (): Readonly<Record<string, string>> => (block('strings') ?? {}) as Record<string, string>;
let words: Readonly<Record<string, string>> | undefined;

const all = (): Readonly<Record<string, string>> => {
  words ??= table();
  return words;
};

/** Whether there is a word for `key`. */
export const known = (key: string): boolean => key in all();

/** The text for `key`, with `values` in the place of `{name}`. */
export const say: Say = (key, values) => fill(all()[key] ?? key, values);

/** The text for `key` with the count `n`; English has another form for one. */
export function sayCount(key: CountedWord, n: number, values: Values = {}): string {
  return say((n === 1 ? `${key}.one` : key) as Word, { n, ...values });
}

/** The language of the page. */
export const language = (): Language => pickLanguage(document.documentElement.lang);
