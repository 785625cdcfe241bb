/**
 * The generator as Yeoman knows it, thin over the core: it asks, then has the core write. Runs in the editor, where this
 * class alone is registered, and under `yo` by path (`yo <path>/dist/yeoman.mjs`). Nothing is looked up or installed.
 */
import path from 'node:path';
import { EnvironmentBase } from 'yeoman-environment';
import Generator, { type BaseOptions } from 'yeoman-generator';
import manifest from '../../package.json' with { type: 'json' };
import { type Language, pickLanguage } from '../l10n.ts';
import { type AdapterPort, createAdapter, type Question } from './adapter.ts';
import {
  type AnswerName,
  type Answers,
  answerNames,
  answerProblem,
  defaultAnswer,
  isList,
  listOf,
  listText,
  type PartialAnswers,
  parseAnswers,
} from './answers.ts';
import { Cancelled } from './errors.ts';
import { type Generated, type GenerateOptions, generate } from './generate.ts';
import type { Decision, Inspection } from './inspect.ts';
import { labelledChoices } from './labels.ts';
import { packedTemplates } from './template-pack.ts';
import { today } from './today.ts';
import { failureText, generatorWords, problemText } from './words.ts';
import { split } from './write.ts';

export { packedTemplates };

/** What the editor gives; under `yo` the generator finds each of these itself. */
export interface VentureOptions extends Partial<GenerateOptions> {
  /** The language in which the generator speaks. */
  readonly speaks?: Language;
}

type Prompt = (questions: readonly Question[]) => Promise<Record<string, unknown>>;

const features = { unique: 'namespace', customCommitTask: true, customInstallTask: true } as const;

export class VentureGenerator extends Generator<
  Record<string, unknown>,
  BaseOptions & Record<string, unknown>
> {
  /** What was written; undefined until then. */
  generated: Generated | undefined;
  #answers: Answers | undefined;
  readonly #venture: VentureOptions;
  readonly #language: Language;

  constructor(args: string[], options: BaseOptions & Record<string, unknown>) {
    super(args, { ...options, skipInstall: true, skipCache: true }, features);
    this.#venture = (options['venture'] as VentureOptions | undefined) ?? {};
    this.#language = this.#venture.speaks ?? pickLanguage(process.env['LANG'] ?? '');
    const say = generatorWords(this.#language);
    this.argument('directory', { type: String, required: false, description: say('directory') });
    for (const answer of answerNames) {
      this.option(answer, { type: String, description: say(`answer.${answer}`) });
    }
    this.description = manifest.description;
  }

  async prompting(): Promise<void> {
    const given: Partial<Record<AnswerName, string>> = {};
    for (const answer of answerNames) {
      const said = this.options[answer] as string | undefined;
      given[answer] = said ?? (await this.#ask(answer, given));
    }
    const { answers, problems } = parseAnswers(given);
    if (problems) {
      throw new Error(problems.map((problem) => problemText(problem, this.#language)).join('\n'));
    }
    this.#answers = answers;
  }

  async writing(): Promise<void> {
    const directory = (this.options['directory'] as string | undefined) ?? '.';
    const { templates, date, decide, signal, onProgress } = this.#venture;
    if (!this.#answers) {
      throw new Error('The questions come before the files');
    }
    try {
      this.generated = await generate(this.#answers, path.resolve(this.destinationRoot(), directory), {
        // The build puts `templates/` beside this file.
        templates: templates ?? (await packedTemplates(new URL('./', import.meta.url))),
        date: date ?? today(process.env['SOURCE_DATE_EPOCH']),
        decide: decide ?? ((inspection) => this.#decide(inspection)),
        signal,
        onProgress,
      });
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        this.log.error(failureText(error, this.#language));
      }
      throw error;
    }
    for (const file of this.generated.files) {
      this.log(`${file.action} ${file.path}`);
    }
  }

  /** Our questions are a part of what Inquirer takes, and so are the answers. */
  get #prompt(): Prompt {
    return this.prompt.bind(this) as unknown as Prompt;
  }

  async #ask(answer: AnswerName, given: PartialAnswers): Promise<string> {
    const message = generatorWords(this.#language)(`answer.${answer}`);
    const preset = defaultAnswer(answer, given);
    const choices = labelledChoices(answer, given, this.#language);
    if (choices?.length === 1) {
      return preset;
    }
    const validate = (value: string) => {
      const problem = answerProblem(answer, value, given);
      return problem ? problemText(problem, this.#language) : (true as const);
    };
    let question: Question;
    if (!choices) {
      question = { type: 'input', name: answer, message, default: preset, validate };
    } else if (isList(answer)) {
      question = {
        type: 'checkbox',
        name: answer,
        message,
        default: listOf(preset),
        choices,
        validate: (chosen) => validate(listText(chosen.map(({ value }) => value))),
      };
    } else {
      question = { type: 'select', name: answer, message, default: preset, choices };
    }
    const said = (await this.#prompt([question]))[answer];
    return Array.isArray(said) ? listText(said) : String(said);
  }

  async #decide({ conflicts }: Inspection): Promise<ReadonlyMap<string, Decision>> {
    const say = generatorWords(this.#language);
    const choices = [
      { value: 'keep', name: say('conflictKeep') },
      { value: 'take', name: say('conflictTake') },
    ];
    const decisions = new Map<string, Decision>();
    for (const { path: file } of conflicts) {
      const message = say('conflictQuestion', { path: file });
      // A path may hold dots, which Inquirer would read as a path into its answers.
      const answer = await this.#prompt([
        { type: 'select', name: 'decision', message, default: 'keep', choices },
      ]);
      decisions.set(file, answer['decision'] === 'take' ? 'take' : 'keep');
    }
    return decisions;
  }
}

const namespace = 'ai-venture:app';

/**
 * Runs the generator in an environment of its own for `target` (absolute). Answers that are given are not asked for
 * again; `port` asks for the rest. Rejects as `generate` does.
 */
export async function runVenture(
  answers: Partial<Answers>,
  target: string,
  venture: VentureOptions,
  port: AdapterPort,
): Promise<Generated> {
  const adapter = createAdapter(port);
  const stop = () => adapter.abort(new Cancelled('The run was cancelled'));
  venture.signal?.addEventListener('abort', stop);
  try {
    // A folder that is there: Yeoman makes the one that it is told to stand in.
    const cwd = split(target).parent;
    const environment = new EnvironmentBase({
      cwd,
      adapter: adapter as unknown as NonNullable<ConstructorParameters<typeof EnvironmentBase>[0]>['adapter'],
      skipInstall: true,
      sharedOptions: { skipInstall: true, skipCache: true, skipGlobalConfig: true } as Record<
        string,
        boolean
      >,
    } as NonNullable<ConstructorParameters<typeof EnvironmentBase>[0]>);
    environment.register(VentureGenerator as never, {
      namespace,
      resolved: path.join(cwd, 'ai-venture'),
    });
    // Yeoman's options are text.
    const options = Object.fromEntries(
      Object.entries(answers).map(([answer, value]) => [
        answer,
        Array.isArray(value) ? listText(value) : value,
      ]),
    );
    const generator = await environment.create<VentureGenerator>(namespace, {
      generatorArgs: [target],
      generatorOptions: { ...options, venture } as never,
    });
    await environment.runGenerator(generator);
    if (!generator.generated) {
      throw new Error('The generator ended without writing');
    }
    return generator.generated;
  } finally {
    venture.signal?.removeEventListener('abort', stop);
  }
}
