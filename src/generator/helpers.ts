/** The values and helpers that a template may use; what is not here cannot be printed. */
import type { Answers } from './answers.ts';
import { deployments } from './catalogue.ts';
import { addDays, dockerfile, id, json, md, py, sh, text, toml, yaml } from './escape.ts';
import { projectNames } from './names.ts';

const formats = { py, toml, yaml, json, sh, dockerfile, md, text, id };

/** What a template sees: text to print, and lists to ask. */
export interface TemplateValues {
  readonly name: string;
  readonly folder: string;
  readonly package: string;
  readonly task: string;
  readonly framework: string;
  readonly accelerator: string;
  readonly deployment: readonly string[];
  readonly language: string;
  readonly author: string;
  readonly date: string;
  readonly version: string;
}

/** The values that are text. */
export const valueNames: readonly (keyof TemplateValues)[] = [
  'name',
  'folder',
  'package',
  'task',
  'framework',
  'accelerator',
  'language',
  'author',
  'date',
  'version',
];

/** The values that are lists, each with the members that it may have. */
export const listMembers: Readonly<Record<string, readonly string[]>> = {
  deployment: deployments.map((one) => one.id),
};

export function templateValues(answers: Answers, date: string, version: string): TemplateValues {
  return { ...answers, ...projectNames(answers.name), date, version };
}

type Helper = (this: unknown, ...parameters: unknown[]) => unknown;

function textOf(helper: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new TypeError(`{{${helper} …}} needs text, got ${String(value)}`);
  }
  return value;
}

function days(this: unknown, count: unknown): string {
  if (typeof count !== 'number' || !Number.isInteger(count)) {
    throw new TypeError(`{{days …}} needs a whole number, got ${String(count)}`);
  }
  return addDays((this as TemplateValues).date, count);
}

/** Helpers that print a value; each takes one parameter. */
export const printers: Readonly<Record<string, Helper>> = {
  ...Object.fromEntries(
    Object.entries(formats).map(([name, format]): [string, Helper] => [
      name,
      (value) => format(textOf(name, value)),
    ]),
  ),
  days,
};

/** Helpers inside `{{#if (…)}}`. */
export const tests: Readonly<Record<string, Helper>> = {
  eq: (left, right) => textOf('eq', left) === textOf('eq', right),
  has: (list, member) => (list as readonly unknown[]).includes(member),
};
