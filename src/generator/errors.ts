/** What can go wrong between answers and files on disk, as a word of `l10n/<language>/generator.json`. */
import type { Values } from '../l10n.ts';
import { errorCode } from '../project/errors.ts';
import type { GeneratorWord } from './answers.ts';

/** Nothing was written: every step before it was undone. `values.path` names the file or folder where there is one. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';
  readonly word: GeneratorWord;
  readonly values: Values;

  constructor(word: GeneratorWord, values: Values = {}, cause?: unknown) {
    super(`${word} ${JSON.stringify(values)}`, { cause });
    this.word = word;
    this.values = values;
  }
}

/** The run was interrupted by its `AbortSignal`; nothing was written. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Whether `error` is one of ours, also where it comes out of another bundle of this code. */
export function isGenerationError(error: unknown): error is GenerationError {
  return error instanceof Error && error.name === 'GenerationError' && 'word' in error;
}

/** Whether `error` says that the run was cancelled, also where it comes out of another bundle of this code. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'Cancelled';
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new Cancelled('The run was cancelled', { cause: signal.reason });
  }
}

const words: Readonly<Record<string, GeneratorWord>> = {
  EACCES: 'noPermission',
  EPERM: 'noPermission',
  EROFS: 'noPermission',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  ENAMETOOLONG: 'pathTooLong',
  ENOTDIR: 'notAFolder',
  ELOOP: 'notAFolder',
};

/** `error` as something to show; what is not an error of the file system stays as it is. */
export function explained(error: unknown, target: string): unknown {
  const code = errorCode(error);
  if (isGenerationError(error) || isCancelled(error) || code === '') {
    return error;
  }
  const { path = target } = error as NodeJS.ErrnoException;
  const word = words[code];
  return word
    ? new GenerationError(word, { path: word === 'diskFull' ? target : path, target }, error)
    : new GenerationError('writeFailed', { path, cause: code }, error);
}
