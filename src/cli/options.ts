/** The options of each command, parsed strictly; those of `new` come from the schema of answers. */
import { parseArgs } from 'node:util';
import { answerNames, choicesOf, defaultAnswer, isList, listOf, listText } from '../generator/answers.ts';
import { generatorWords } from '../generator/words.ts';
import { type CliWord, cliWords, usageError, type World } from './words.ts';

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What a value looks like; without it the option takes none. */
  readonly example?: string;
  readonly help: string;
}

export type CommandName = 'new' | 'check' | 'report' | 'list';

type Language = Pick<World, 'language'>;

/** The options of `command`, in the order in which its help shows them. */
export function optionsOf(command: CommandName, world: Language): readonly Option[] {
  const say = cliWords(world.language);
  const flag = (name: string, word: CliWord, short?: string): Option => ({
    name,
    help: say(word),
    ...(short === undefined ? {} : { short }),
  });
  const common = [flag('json', 'optionJson'), flag('debug', 'optionDebug'), flag('help', 'optionHelp', 'h')];
  switch (command) {
    case 'new':
      return [
        ...answerNames.map((answer) => answerOption(answer, world)),
        { name: 'answers', example: 'answers.json', help: say('optionAnswers') },
        { name: 'conflict', example: 'keep', help: say('optionConflict') },
        flag('dry-run', 'optionDryRun'),
        flag('yes', 'optionYes', 'y'),
        ...common,
      ];
    case 'check':
      return [flag('accept', 'optionAccept'), ...common];
    case 'report':
      return [
        { name: 'format', example: 'markdown', help: say('optionFormat') },
        { name: 'out', example: 'report.md', help: say('optionOut') },
        { name: 'language', example: 'en', help: say('optionReportLanguage') },
        ...common,
      ];
    case 'list':
      return common;
  }
}

function answerOption(answer: (typeof answerNames)[number], world: Language): Option {
  const say = cliWords(world.language);
  const choices = choicesOf(answer);
  const label = generatorWords(world.language)(`answer.${answer}`);
  const offered = choices?.join(', ') ?? '';
  const example = choices?.[0] ?? '"Acme Reviews"';
  switch (answer) {
    case 'name':
      return { name: answer, example, help: say('optionName') };
    case 'author':
      return { name: answer, example: '"Mei Chen"', help: say('optionAuthor') };
    case 'language':
      return { name: answer, example, help: say('optionLanguage', { choices: offered }) };
    default: {
      const usual = defaultAnswer(answer);
      const list = isList(answer);
      const help = say(list ? 'optionAnswerList' : 'optionAnswerChoices', {
        answer: label,
        choices: offered,
      });
      return {
        name: answer,
        example: list
          ? listText(listOf(usual).length > 0 ? listOf(usual) : (choices ?? []).slice(0, 2))
          : example,
        help: say('optionDefault', { help, default: usual }),
      };
    }
  }
}

export interface Call {
  /** The argument that is not an option; '' where there is none. */
  readonly argument: string;
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

/** Parses what follows the name of `command`. Throws a UsageError. */
export function parseCall(command: CommandName, args: readonly string[], world: Language): Call {
  const options = optionsOf(command, world);
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      options.map(({ name, short, example }) => [
        name,
        {
          type: example === undefined ? ('boolean' as const) : ('string' as const),
          ...(short ? { short } : {}),
        },
      ]),
    ),
  });
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      positionals.push(token.value);
    }
    if (token.kind !== 'option') {
      continue;
    }
    const option = options.find((known) => known.name === token.name);
    const raw = token.rawName;
    if (!option) {
      throw usageError(world, 'unknownOption', { option: raw, command });
    }
    if (option.example === undefined) {
      if (token.value !== undefined) {
        throw usageError(world, 'unexpectedValue', { option: raw });
      }
      flags.add(option.name);
      continue;
    }
    if (token.value === undefined || (!token.inlineValue && /^--?[a-z]/.test(token.value))) {
      throw usageError(world, 'missingValue', { option: raw, example: option.example });
    }
    if (values.has(option.name)) {
      throw usageError(world, 'repeatedOption', { option: raw });
    }
    values.set(option.name, token.value);
  }
  const [argument = '', extra] = positionals;
  if (extra !== undefined || (command === 'list' && argument !== '')) {
    const word = command === 'list' ? 'tooManyForList' : 'tooManyArguments';
    throw usageError(world, word, { argument: extra ?? argument, command });
  }
  return { argument, flags, values };
}

/** The help of a command. */
export function helpText(command: CommandName, world: Language): string {
  const say = cliWords(world.language);
  const usage = {
    new: 'usageNew',
    check: 'usageCheck',
    report: 'usageReport',
    list: 'usageList',
  } as const;
  const what = {
    new: 'commandNew',
    check: 'commandCheck',
    report: 'commandReport',
    list: 'commandList',
  } as const;
  const rows = optionsOf(command, world).map(({ name, short, example, help }): [string, string] => [
    `${short ? `-${short}, ` : '    '}--${name}${example === undefined ? '' : ' <…>'}`,
    help,
  ]);
  return `${say(usage[command])}\n\n${say(what[command])}\n\n${say('options')}\n${table(rows)}`;
}

/** Two columns, indented. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
