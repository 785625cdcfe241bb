/** The generator's words in the language of the person. */
import en from '../../l10n/en/generator.json' with { type: 'json' };
import zhCn from '../../l10n/zh-cn/generator.json' with { type: 'json' };
import { type Language, translator } from '../l10n.ts';
import type { AnswerProblem } from './answers.ts';
import { isGenerationError } from './errors.ts';

export function generatorWords(language: Language) {
  return translator({ en, 'zh-cn': zhCn }, language);
}

/** What is wrong with an answer, as a sentence. */
export function problemText(problem: AnswerProblem, language: Language): string {
  return generatorWords(language)(problem.key, problem.values);
}

/** Why nothing was written, as a sentence; the message of an error that is not one of ours. */
export function failureText(error: unknown, language: Language): string {
  if (isGenerationError(error)) {
    return generatorWords(language)(error.word, error.values);
  }
  return error instanceof Error ? error.message : String(error);
}

/** A size as people read it: `1.2 MB`. */
export function sizeText(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
