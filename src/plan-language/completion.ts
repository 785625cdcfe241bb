/** What could be written at a place of a plan file. Pure; the editor's part is in `src/views/plan-language.ts`. */
import { stringify } from 'yaml';
import type { Language } from '../l10n.ts';
import type { PlanName } from '../project/plans.ts';
import { metricLabel, metricNames } from '../report/words.ts';
import { choiceLabel, kindText, meaning } from './describe.ts';
import type { Facts } from './facts.ts';
import { type Field, fieldAt } from './fields.ts';
import { entrySnippet, keySnippet, plainSnippet } from './snippets.ts';
import { type EntrySpot, type KeySpot, lineStart, type Spot, spotsAt, type ValueSpot } from './spots.ts';
import { planWords } from './words.ts';

export interface Suggestion {
  readonly kind: 'key' | 'value' | 'entry';
  readonly label: string;
  /** In a few words, beside the label. */
  readonly detail: string;
  /** In full; plain text. */
  readonly about: string;
  /** Offsets in the text of what is replaced. */
  readonly from: number;
  readonly to: number;
  /** In the snippet syntax of the editor. */
  readonly insert: string;
  /** What is compared with the text that is replaced. */
  readonly filter: string;
  /** Its value can be suggested in turn. */
  readonly again: boolean;
}

/** Suggestions at `offset` of the text of a plan file, in the order in which they are to be shown. */
export function suggest(
  plan: PlanName,
  text: string,
  offset: number,
  facts: Facts,
  language: Language,
): readonly Suggestion[] {
  const suggestAt = (spot: Spot): readonly Suggestion[] => {
    switch (spot.kind) {
      case 'key':
        return keys(plan, text, spot, language);
      case 'entry':
        return [entry(plan, spot, language)];
      case 'value':
        return values(plan, text, spot, facts, language);
    }
  };
  return spotsAt(plan, text, offset).flatMap(suggestAt);
}

/** Kinds of which we can name values. */
const named = new Set(['person', 'milestone', 'step', 'date', 'month', 'currency', 'metric', 'score']);

function keys(plan: PlanName, text: string, spot: KeySpot, language: Language): readonly Suggestion[] {
  const missing = (fieldAt(plan, spot.map)?.keys ?? []).filter((key) => !spot.present.has(key));
  const own = missing.flatMap((key): readonly Suggestion[] => {
    const field = fieldAt(plan, [...spot.map, key]);
    return field === undefined
      ? []
      : [
          {
            kind: 'key',
            label: key,
            detail: kindText(field, '', language),
            about: meaning(field, language),
            from: spot.from,
            to: spot.to,
            insert: spot.named ? key : keySnippet(plan, spot.map, key),
            filter: key,
            again: !spot.named && named.has(field.kind),
          },
        ];
  });
  // Right behind the dash of an entry that is still empty, the whole of it is what is wanted.
  const whole = typeof spot.map.at(-1) === 'number' && spot.present.size === 0 && !spot.named;
  return whole && isEmptyEntry(text, spot)
    ? [
        entry(
          plan,
          { kind: 'entry', from: spot.from, to: spot.to, list: spot.map.slice(0, -1) },
          language,
          '',
        ),
        ...own,
      ]
    : own;
}

function isEmptyEntry(text: string, { from }: KeySpot): boolean {
  return /- +$/.test(text.slice(lineStart(text, from), from));
}

function entry(plan: PlanName, spot: EntrySpot, language: Language, dash = '- '): Suggestion {
  const say = planWords(language);
  const list = String(spot.list.at(-1) ?? '');
  const lines = entrySnippet(plan, spot.list).split('\n');
  return {
    kind: 'entry',
    label: `- ${say('newEntry')}`,
    detail: list,
    about: say('newEntry.of', { list }),
    from: spot.from,
    to: spot.to,
    insert: dash + lines.join('\n  '),
    filter: dash === '' ? say('newEntry') : '-',
    again: false,
  };
}

interface Value {
  readonly value: string;
  readonly label?: string;
  readonly detail: string;
}

function values(
  plan: PlanName,
  text: string,
  spot: ValueSpot,
  facts: Facts,
  language: Language,
): readonly Suggestion[] {
  const field = fieldAt(plan, spot.path);
  if (field === undefined) {
    return [];
  }
  const written = text.slice(spot.from, spot.to);
  const [quote = ''] = /^["']/.exec(written) ?? [];
  // What stands for a value that is not filled in is no beginning of one.
  const blank = /^(?:null|~|""|'')?$/i.test(written);
  const quoted = field.kind === 'step';
  return valuesOf(field, facts, language).map(({ value, label, detail }) => ({
    kind: 'value',
    label: label ?? value,
    detail,
    about: meaning(field, language),
    from: spot.from,
    to: spot.to,
    insert: `${spot.space ? ' ' : ''}${plainSnippet(scalar(value, quoted))}`,
    filter: blank ? written : `${quote}${value}`,
    again: false,
  }));
}

function valuesOf(field: Field, facts: Facts, language: Language): readonly Value[] {
  const { kind, plan } = field;
  const say = planWords(language);
  switch (kind) {
    case 'choice':
      return field.values.map((value) => ({ value, detail: choiceLabel(field, value, language) }));
    case 'boolean':
      return ['true', 'false'].map((value) => ({ value, detail: '' }));
    case 'score':
      return ['1', '2', '3', '4', '5'].map((value) => ({ value, detail: kindText(field, '', language) }));
    case 'person':
      return facts.people.map(({ name, roles }) => ({
        value: name,
        detail: roles.join(', ') || say('role'),
      }));
    case 'milestone':
      return facts.milestones.map(({ id, title }) => ({ value: id, detail: title || say('milestone') }));
    case 'step':
      return facts.steps
        .filter(({ id }) => plan !== 'premortem' || id.startsWith('9.'))
        .map(({ id, title }) => ({ value: id, detail: title }));
    case 'date':
      return [0, 7, 14].map((days) => ({
        value: laterDay(facts.today, days),
        detail: days === 0 ? say('today') : say('inDays', { n: days }),
      }));
    case 'month':
      return [
        { value: monthBefore(facts.today), detail: say('lastMonth') },
        { value: facts.today.slice(0, 7), detail: say('thisMonth') },
      ];
    case 'currency': {
      const names = new Intl.DisplayNames(language, { type: 'currency' });
      return Intl.supportedValuesOf('currency').map((value) => ({ value, detail: names.of(value) ?? '' }));
    }
    case 'metric':
      return metricNames.map((value) => ({ value, detail: metricLabel(value, language) }));
    default:
      return [];
  }
}

function laterDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function monthBefore(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7);
}

/** A text as a YAML scalar that also holds between brackets. */
export function scalar(value: string, quoted = false): string {
  const plain = !quoted && /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(value);
  const written = plain ? stringify(value, { lineWidth: 0 }).trim() : '';
  // Whole numbers, true and false are offered for what they are.
  return plain && (written === value || /^(?:\d|true|false)$/.test(value)) ? value : JSON.stringify(value);
}
