/** The words of the command line, and what a command needs of the world around it. */
import en from '../../l10n/en/cli.json' with { type: 'json' };
import zhCn from '../../l10n/zh-cn/cli.json' with { type: 'json' };
import type { Templates } from '../generator/render.ts';
import type { Guide } from '../guide/model.ts';
import { type Language, translator, type Values } from '../l10n.ts';
import type { RenderPage } from '../report/page.ts';

export type CliWord = keyof typeof en;

export function cliWords(language: Language) {
  return translator({ en, 'zh-cn': zhCn }, language);
}

/** Everything that a command takes from outside, so that it runs the same in a test. */
export interface World {
  readonly language: Language;
  /** Somebody is there to be asked. */
  readonly terminal: boolean;
  readonly cwd: string;
  /** Today, ISO. */
  readonly date: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly out: (text: string) => void;
  readonly templates: () => Promise<Templates>;
  readonly guide: (language: Language) => Promise<Guide>;
  /** What makes an HTML page of a report. */
  readonly page: () => Promise<RenderPage>;
  readonly author: () => Promise<string>;
}

/** The call is at fault: one line that says what to type. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function usageError(world: Pick<World, 'language'>, word: CliWord, values?: Values): UsageError {
  return new UsageError(cliWords(world.language)(word, values));
}
