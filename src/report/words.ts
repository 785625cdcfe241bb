/** The words of the report area. */
import en from '../../l10n/en/report.json' with { type: 'json' };
import zh from '../../l10n/zh-cn/report.json' with { type: 'json' };
import { type Language, type Translator, translator } from '../l10n.ts';

export type ReportWord = keyof typeof en & string;
export type ReportWords = Translator<typeof en>;

const tables = { en, 'zh-cn': zh };

/** Look-up in the words of the report. */
export function reportWords(language: Language): ReportWords {
  return translator(tables, language);
}

/** What throughput is counted in; the report's own word where we know none. */
export function unitLabel(unit: string, language: Language): string {
  const table: Readonly<Record<string, string>> = tables[language];
  return table[`unit.${unit}`] ?? unit;
}

/** Metrics that have a name. */
export const metricNames: readonly string[] = Object.keys(en).flatMap((key) =>
  key.startsWith('metric.') ? [key.slice('metric.'.length)] : [],
);

/** What people call a metric; its own name where we know none. */
export function metricLabel(name: string, language: Language): string {
  const table: Readonly<Record<string, string>> = tables[language];
  return table[`metric.${name}`] ?? name;
}
