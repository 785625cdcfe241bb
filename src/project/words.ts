/** The words of the checklist area, and messages that wait for a language until somebody reads them. */
import en from '../../l10n/en/checklist.json' with { type: 'json' };
import zh from '../../l10n/zh-cn/checklist.json' with { type: 'json' };
import { fill, type Language, type Translator, translator, type Values } from '../l10n.ts';

export type ChecklistKey = keyof typeof en & string;

/** What is to be said, in no language yet. */
export interface Message {
  readonly key: ChecklistKey;
  readonly values?: Values;
}

export function message(key: ChecklistKey, values?: Values): Message {
  return values === undefined ? { key } : { key, values };
}

const tables = { en, 'zh-cn': zh };

/** Look-up in the words of the checklist. */
export function checklistWords(language: Language): Translator<typeof en> {
  return translator(tables, language);
}

/** Puts a message into words. Numbers are written as the language writes them; a metric we know gets its name. */
export function say(what: Message, language: Language): string {
  const table: Readonly<Record<string, string>> = tables[language];
  const shown = Object.entries(what.values ?? {}).map(([name, value]) => {
    if (typeof value === 'number') {
      return [name, formatNumber(value, language)] as const;
    }
    return [name, name === 'metric' ? (table[`metric.${value}`] ?? value) : value] as const;
  });
  return fill(table[what.key] ?? en[what.key], Object.fromEntries(shown));
}

function formatNumber(value: number, language: Language): string {
  const fine = Number.isInteger(value) ? {} : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(
    language,
    Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : fine,
  ).format(value);
}
