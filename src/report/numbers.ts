/** How figures are written, the same in the dashboard, its exports and on the command line. */
import type { Language } from '../l10n.ts';

/** At most four significant digits; whole where there are that many before the point. */
export function numberText(value: number, language: Language): string {
  const whole = Number.isInteger(value) || Math.abs(value) >= 1000;
  return new Intl.NumberFormat(
    language,
    whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 },
  ).format(value);
}

/** Whole units where there are many. `currency` is shown as it is written in the file. */
export function moneyText(amount: number, currency: string, language: Language): string {
  const digits = Math.abs(amount) >= 1000 || Number.isInteger(amount) ? 0 : 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${new Intl.NumberFormat(language, options).format(amount)} ${currency}`;
}

/** `part` is a part of 1. */
export function percentText(part: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(part);
}
