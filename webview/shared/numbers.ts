/** Figures in the language of the page; what is not known is a dash. */
import { moneyText, numberText, percentText } from '../../src/report/numbers.ts';
import { language, tell } from './words.ts';

export const none = '–';

export const number = (value: number | null): string =>
  value === null ? none : numberText(value, language());

export const money = (amount: number | null, currency: string): string =>
  amount === null ? none : moneyText(amount, currency, language());

/** A part of 1. */
export const percent = (part: number | null): string =>
  part === null ? none : percentText(part, language());

/** A number with few digits, for an axis: 12K, 1.2 万. */
export const short = (value: number): string =>
  new Intl.NumberFormat(language(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);

/** A span of months. */
export const months = (count: number | null): string =>
  count === null ? none : tell(count === 1 ? 'months.one' : 'months', { n: number(count) });
