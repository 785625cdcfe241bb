/**
 * The answers that a project is made from. This schema is the single source of prompts, CLI flags, defaults, the JSON
 * schema and the types; words of its messages are keys of `l10n/<language>/generator.json`.
 */
import * as z from 'zod/mini';
import type generatorWords from '../../l10n/en/generator.json';
import { languages, type Values } from '../l10n.ts';
import {
  completeDeployment,
  deployments,
  excludedDeployment,
  frameworks,
  planModules,
  tasks,
  usualDeployment,
} from './catalogue.ts';
import { hasControl, maxNameLength, nameProblem } from './names.ts';

export type GeneratorWord = keyof typeof generatorWords;

const ids = <Item extends { readonly id: string }>(items: readonly Item[]) =>
  items.map((item) => item.id) as [string, ...string[]];
const acceleratorIds = [...new Set(frameworks.flatMap((framework) => ids(framework.accelerators)))] as [
  string,
  ...string[],
];

const nameSchema = z.string().check(
  z.trim(),
  z.refine((name) => nameProblem(name) === undefined, {
    error: (issue) => nameProblem(String(issue.input))?.key ?? '',
  }),
);
const authorSchema = z.string().check(
  z.trim(),
  z.maxLength(maxNameLength, 'authorTooLong'),
  z.refine((author) => !hasControl(author), 'authorControl'),
);

/** Every answer with its default. What belongs together across answers is checked by `parseAnswers`. */
export const answersSchema = z.strictObject({
  name: z._default(nameSchema, 'my-venture'),
  task: z._default(z.enum(ids(tasks)), tasks[0]?.id ?? ''),
  framework: z._default(z.enum(ids(frameworks)), frameworks[0]?.id ?? ''),
  accelerator: z._default(z.enum(acceleratorIds), 'cpu'),
  deployment: z._default(z.array(z.enum(ids(deployments))), [...usualDeployment]),
  plan: z._default(z.array(z.enum(ids(planModules))), []),
  language: z._default(z.enum(languages), 'en'),
  author: z._default(authorSchema, ''),
});

export type Answers = z.output<typeof answersSchema>;
export type AnswerName = keyof Answers;
/** Answers given so far as text, not all of them checked. A list is written as `listText` writes it. */
export type PartialAnswers = Readonly<Partial<Record<AnswerName, string | undefined>>>;

export const answerNames = Object.keys(answersSchema.shape) as AnswerName[];

const noneChosen = 'none';

/** Whether any number of its choices may be chosen. */
export function isList(answer: string): boolean {
  return answer === 'deployment' || answer === 'plan';
}

/** A list as one text, the way that flags and saved answers have it: `docker,github`, or `none`. */
export function listText(members: readonly string[]): string {
  return members.length === 0 ? noneChosen : members.join(',');
}

/** The members of a list that was written as text. */
export function listOf(text: string): readonly string[] {
  return text.trim() === noneChosen ? [] : text.split(',').map((member) => member.trim());
}

/** One thing that is wrong with the answers: which, and a word of `generator.json` with its values. */
export interface AnswerProblem {
  readonly answer: string;
  readonly key: GeneratorWord;
  readonly values: Values;
}

export type ParsedAnswers =
  | { readonly answers: Answers; readonly problems?: never }
  | { readonly answers?: never; readonly problems: readonly AnswerProblem[] };

/** The values that an answer may have, in the order in which they are offered; undefined where it is free text. */
export function choicesOf(answer: AnswerName, answers: PartialAnswers = {}): readonly string[] | undefined {
  switch (answer) {
    case 'task':
      return ids(tasks);
    case 'framework':
      return tasks.find((task) => task.id === answers.task)?.frameworks ?? ids(frameworks);
    case 'accelerator': {
      const framework = frameworks.find((item) => item.id === answers.framework);
      return framework ? ids(framework.accelerators) : acceleratorIds;
    }
    case 'deployment':
      return ids(deployments);
    case 'plan':
      return ids(planModules);
    case 'language':
      return languages;
    default:
      return undefined;
  }
}

/** What is wrong with one answer in the light of the others, or undefined. For validation as a person types. */
export function answerProblem(
  answer: AnswerName,
  value: string,
  answers: PartialAnswers = {},
): AnswerProblem | undefined {
  const choices = choicesOf(answer, answers);
  if (choices) {
    const members = isList(answer) ? listOf(value) : [value];
    const unknown = members.find((member) => !choices.includes(member));
    return unknown === undefined ? exclusion(answer, members) : unknownValue(answer, unknown, choices);
  }
  const problem = answer === 'name' ? nameProblem(value) : undefined;
  if (problem) {
    return { answer, key: problem.key, values: 'values' in problem ? problem.values : {} };
  }
  const parsed = answersSchema.shape[answer].safeParse(value);
  return parsed.success
    ? undefined
    : { answer, key: (parsed.error.issues[0]?.message ?? 'answerText') as GeneratorWord, values: { answer } };
}

function exclusion(answer: AnswerName, members: readonly string[]): AnswerProblem | undefined {
  const [one, other] = answer === 'deployment' ? excludedDeployment(members) : [];
  return one && other
    ? { answer, key: 'answerExcludes', values: { one: one.label, other: other.label } }
    : undefined;
}

function unknownValue(answer: string, value: string, choices: readonly string[]): AnswerProblem {
  return { answer, key: 'answerUnknown', values: { answer, value, choices: choices.join(', ') } };
}

/** Checks answers from anywhere (a file, flags, a preset): fills in defaults, and says everything that is wrong. */
export function parseAnswers(input: unknown): ParsedAnswers {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { problems: [{ answer: '', key: 'answersNotObject', values: {} }] };
  }
  const given = input as Readonly<Record<string, unknown>>;
  const problems: AnswerProblem[] = [];
  for (const key of Object.keys(given)) {
    if (!answerNames.includes(key as AnswerName)) {
      problems.push(unknownAnswer(key));
    }
  }
  const filled: Partial<Record<AnswerName, string>> = {};
  for (const answer of answerNames) {
    const value = given[answer] ?? defaultAnswer(answer, filled);
    const text = isList(answer) && isListOfText(value) ? listText(value) : value;
    if (typeof text !== 'string') {
      problems.push({ answer, key: isList(answer) ? 'answerList' : 'answerText', values: { answer } });
      continue;
    }
    const problem = answerProblem(answer, text, filled);
    if (problem) {
      problems.push(problem);
    }
    filled[answer] = text;
  }
  if (problems.length > 0) {
    return { problems };
  }
  const deployment = completeDeployment(listOf(filled.deployment ?? noneChosen));
  const tracked = listOf(filled.plan ?? noneChosen);
  const plan = ids(planModules).filter((id) => tracked.includes(id));
  return { answers: answersSchema.parse({ ...filled, deployment, plan }) };
}

/** A list whose members can be told apart once they are one text. */
function isListOfText(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.every((member) => typeof member === 'string' && member !== noneChosen && !member.includes(','))
  );
}

function unknownAnswer(answer: string): AnswerProblem {
  return { answer, key: 'answerNotKnown', values: { answer, answers: answerNames.join(', ') } };
}

/** The default of an answer as text, one that fits what was answered before it. */
export function defaultAnswer(answer: AnswerName, answers: PartialAnswers = {}): string {
  const value = answersSchema.shape[answer].parse(undefined);
  if (typeof value !== 'string') {
    return listText(value);
  }
  const choices = choicesOf(answer, answers);
  return choices && !choices.includes(value) ? (choices[0] ?? value) : value;
}

/** JSON schema (draft 2020-12) of a file of answers. */
export function answersJsonSchema(): object {
  return z.toJSONSchema(answersSchema, { io: 'input' });
}
