/** The choices of an answer as a person reads them. */
import type { Language } from '../l10n.ts';
import { type AnswerName, choicesOf, listOf, type PartialAnswers } from './answers.ts';
import { acceleratorLabel, deployments, frameworks, planModules, tasks } from './catalogue.ts';
import { generatorWords } from './words.ts';

/** Names of languages, each in itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', 'zh-cn': '简体中文' };

/** The value of an answer, a list member by member; the value itself where it is free text. */
export function choiceLabel(answer: AnswerName, value: string, language: Language): string {
  switch (answer) {
    case 'task':
      return tasks.find((task) => task.id === value)?.label[language] ?? value;
    case 'framework':
      return frameworks.find((framework) => framework.id === value)?.label ?? value;
    case 'accelerator': {
      const lines = frameworks.flatMap((framework) => framework.accelerators);
      const line = lines.find((accelerator) => accelerator.id === value);
      return line ? acceleratorLabel(line) : value;
    }
    case 'deployment':
      return members(value, (id) => deployments.find((one) => one.id === id)?.label, language);
    case 'plan':
      return members(value, (id) => planModules.find((one) => one.id === id)?.label[language], language);
    case 'language':
      return languageNames[value as Language] ?? value;
    default:
      return value;
  }
}

function members(value: string, label: (id: string) => string | undefined, language: Language): string {
  const say = generatorWords(language);
  const labels = listOf(value).map((id) => label(id) ?? id);
  return labels.length === 0 ? say('nothing') : labels.join(say('separator'));
}

/** The values that may be chosen with their labels; undefined where the answer is free text. */
export function labelledChoices(
  answer: AnswerName,
  answers: PartialAnswers,
  language: Language,
): readonly { readonly value: string; readonly name: string }[] | undefined {
  return choicesOf(answer, answers)?.map((value) => ({ value, name: choiceLabel(answer, value, language) }));
}
