/** The values that a template may use and the formats that print them; what is not here cannot be printed. */
import type { Answers } from './answers.ts';
import { deployments, planModules } from './catalogue.ts';
import { dockerfile, id, json, md, py, sh, text, toml, yaml } from './escape.ts';
import { projectNames } from './names.ts';

/** The values that are text. */
export const textNames = [
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
] as const;
export type TextName = (typeof textNames)[number];

/** The values that are lists, each with the members that it may have. */
export const listMembers = {
  deployment: deployments.map((one) => one.id),
  plan: planModules.map((one) => one.id),
};
export type ListName = keyof typeof listMembers;

/** What a template sees: text to print, and lists to ask. */
export type TemplateValues = Readonly<Record<TextName, string>> &
  Readonly<Record<ListName, readonly string[]>>;

export function templateValues(answers: Answers, date: string, version: string): TemplateValues {
  return { ...answers, ...projectNames(answers.name), date, version };
}

/** Formats by the name under which a template asks for them. */
export const printers: Readonly<Record<string, (value: string) => string>> = {
  py,
  toml,
  yaml,
  json,
  sh,
  dockerfile,
  md,
  text,
  id,
};
