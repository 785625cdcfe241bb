/** The words of the plan area: what each key of a plan file means, and what the editor says about it. */
import en from '../../l10n/en/plan.json' with { type: 'json' };
import zh from '../../l10n/zh-cn/plan.json' with { type: 'json' };
import { type Language, type Translator, translator } from '../l10n.ts';

export type PlanWord = keyof typeof en & string;
export type PlanWords = Translator<typeof en>;

const tables = { en, 'zh-cn': zh };

/** Look-up in the words of the plan files. */
export function planWords(language: Language): PlanWords {
  return translator(tables, language);
}

/** What a key means, such as `goals.goals.target`; undefined for one that we have no words for. */
export function meaningOf(key: string, language: Language): string | undefined {
  const table: Readonly<Record<string, string>> = tables[language];
  return table[`key.${key}`];
}
