/** A compiled template, which is plain data, and how it becomes text. `compile.ts` makes it, at build time. */
import { addDays } from './escape.ts';
import { type ListName, printers, type TemplateValues, type TextName } from './helpers.ts';

/** Text to copy, a value to print in a format, days after the day of generation, or a choice between two parts. */
export type Part =
  | string
  | { readonly print: string; readonly value: TextName }
  | { readonly days: number }
  | { readonly when: Condition; readonly yields: Template; readonly otherwise: Template };

export type Template = readonly Part[];

export type Condition =
  | { readonly given: TextName }
  | { readonly value: TextName; readonly is: string }
  | { readonly list: ListName; readonly has: string }
  | { readonly not: Condition };

/** Throws a RangeError where a value cannot be printed in the format that the template names. */
export function renderTemplate(template: Template, values: TemplateValues): string {
  return template.map((part) => textOf(part, values)).join('');
}

function textOf(part: Part, values: TemplateValues): string {
  if (typeof part === 'string') {
    return part;
  }
  if ('when' in part) {
    return renderTemplate(holds(part.when, values) ? part.yields : part.otherwise, values);
  }
  if ('days' in part) {
    return addDays(values.date, part.days);
  }
  const print = printers[part.print];
  if (!print) {
    throw new TypeError(`There is no format ${part.print}`);
  }
  return print(values[part.value]);
}

function holds(condition: Condition, values: TemplateValues): boolean {
  if ('not' in condition) {
    return !holds(condition.not, values);
  }
  if ('given' in condition) {
    return values[condition.given] !== '';
  }
  return 'is' in condition
    ? values[condition.value] === condition.is
    : values[condition.list].includes(condition.has);
}
