/** Puts a field into words: what it means, of which kind its value is, and what a choice is called. */
import type { Language } from '../l10n.ts';
import { type ReportWord, reportWords } from '../report/words.ts';
import { type Field, keyOf } from './fields.ts';
import { meaningOf, type PlanWord, planWords } from './words.ts';

/** Which words of the report name the values of a choice. */
const choiceWords: Readonly<Record<string, string>> = {
  'risks.risks.kind': 'risk',
  'compliance.items.state': 'duty',
  'feedback.items.state': 'feedback',
  'funding.rounds.instrument': 'instrument',
  'funding.rounds.state': 'round',
  'funding.investors.stage': 'stage',
  'premortem.signs.state': 'sign',
};

/** What people call a value of a choice, as the Progress page does; '' where we have no word. */
export function choiceLabel(field: Field, value: string, language: Language): string {
  const group = choiceWords[keyOf(field)];
  const word = `${group}.${value}`;
  const label = group === undefined ? word : reportWords(language)(word as ReportWord);
  return label === word ? '' : label;
}

/** Type and unit of a field's value in a few words. `currency` is that of the file, '' where it has none. */
export function kindText(field: Field, currency: string, language: Language): string {
  const say = planWords(language);
  const word = `kind.${field.kind}` as const satisfies PlanWord;
  return say(word, {
    values: field.values.join(' | '),
    currency: /^[A-Z]{3}$/.test(currency) ? currency : say('unknownCurrency'),
  });
}

/** What the field is for. */
export function meaning(field: Field, language: Language): string {
  return meaningOf(keyOf(field), language) ?? '';
}
