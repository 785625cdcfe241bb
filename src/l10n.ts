/** Words in the language of the person: tables in `l10n/<language>/<area>.json`, flat, with `{name}` placeholders. */

export const languages = ['en', 'zh-cn'] as const;
export type Language = (typeof languages)[number];

export type Values = Readonly<Record<string, string | number>>;
export type Translator<Table> = (key: keyof Table & string, values?: Values) => string;

/**
 * The language that fits best: `wanted` where it is one of ours, else what a locale such as `zh-TW`, `zh_CN.UTF-8`
 * or `de` comes nearest to.
 */
export function pickLanguage(wanted: string): Language {
  return /^zh\b/i.test(wanted.replace('_', '-')) ? 'zh-cn' : 'en';
}

/** Puts `values` in the place of `{name}`; a name without a value stays as it stands. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}

/** A look-up in the table of one language; the English text is used where a key is missing. */
export function translator<Table extends Readonly<Record<string, string>>>(
  tables: { readonly en: Table } & Readonly<Record<Language, Readonly<Record<string, string>>>>,
  language: Language,
): Translator<Table> {
  return (key, values) => fill(tables[language][key] ?? tables.en[key] ?? key, values);
}
