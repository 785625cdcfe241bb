/** A Yeoman adapter over a small port, so that the same generator asks through quick inputs and in a test. */
import { format } from 'node:util';
import { Cancelled } from './errors.ts';

export interface PortChoice {
  readonly name: string;
  readonly value: string;
}

/** What the adapter needs of a place where people are asked. `undefined` says that the person left. */
export interface AdapterPort {
  select(
    message: string,
    choices: readonly PortChoice[],
    preset: string | undefined,
  ): Promise<string | undefined>;
  input(
    message: string,
    preset: string | undefined,
    validate: (value: string) => Promise<string | undefined>,
  ): Promise<string | undefined>;
  log(line: string): void;
}

/** The part of a Yeoman (Inquirer) question that our generator uses. */
export interface Question {
  readonly type: 'select' | 'input';
  readonly name: string;
  readonly message: string;
  readonly default?: string | undefined;
  readonly choices?: readonly PortChoice[];
  readonly validate?: (value: string) => string | true;
}

type PromptAnswers = Record<string, unknown>;

/** Where the log of a generator says what happens to a file. */
const statuses = [
  'skip',
  'force',
  'create',
  'invoke',
  'conflict',
  'identical',
  'info',
  'added',
  'removed',
  'ok',
  'error',
];

function createLog(port: AdapterPort): unknown {
  const write = (...parts: unknown[]) => {
    port.log(format(...parts));
    return log;
  };
  const log = Object.assign((...parts: unknown[]) => write(...parts), {
    write,
    writeln: write,
    colored: (messages: readonly { readonly message: string }[]) =>
      write(messages.map((part) => part.message).join('')),
    ...Object.fromEntries(
      statuses.map((status) => [status, (...parts: unknown[]) => write(`${status}:`, ...parts)]),
    ),
  });
  return log;
}

/** The adapter; prompts are asked one after another, and once it is aborted every prompt rejects with `Cancelled`. */
export function createAdapter(port: AdapterPort) {
  const abortion = new AbortController();
  let tail: Promise<unknown> = Promise.resolve();

  const enqueue = <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    const result = tail.then(() => {
      abortion.signal.throwIfAborted();
      return work();
    });
    // The queue goes on after a task that failed; its error belongs to whoever asked for it.
    tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };

  async function askAll(
    questions: Question | readonly Question[],
    initial: PromptAnswers = {},
  ): Promise<PromptAnswers> {
    const answers = { ...initial };
    for (const question of [questions].flat() as readonly Question[]) {
      abortion.signal.throwIfAborted();
      answers[question.name] ??= await askOne(question);
    }
    return answers;
  }

  async function askOne(question: Question): Promise<string> {
    const { type, message, choices = [], default: preset } = question;
    const validate = async (value: string) => {
      const result = question.validate?.(value) ?? true;
      return result === true ? undefined : result;
    };
    let answer: string | undefined;
    switch (type) {
      case 'select':
        answer = await port.select(message, choices, preset);
        break;
      case 'input':
        answer = await port.input(message, preset, validate);
        break;
      default:
        throw new TypeError(`No prompt of type ${String(type)}`);
    }
    if (answer === undefined) {
      throw new Cancelled(`“${message}” was left without an answer`);
    }
    return answer;
  }

  const adapter = {
    log: createLog(port),
    signal: abortion.signal,
    prompt: (questions: Question | readonly Question[], initial?: PromptAnswers) =>
      enqueue(() => askAll(questions, initial)),
    /** What is queued asks without queueing again, which would wait for itself. */
    queue: <Result>(work: (inner: unknown) => Result | Promise<Result>) =>
      enqueue(() => work({ ...adapter, prompt: askAll })),
    progress: <Result>(work: (progress: { step: (...parts: unknown[]) => void }) => Result) =>
      Promise.resolve(work({ step: (...parts) => port.log(format(...parts)) })),
    onIdle: async () => {
      await tail;
    },
    abort: (reason?: unknown) => abortion.abort(reason ?? new Cancelled('The adapter was aborted')),
    close: () => adapter.abort(),
  };
  return adapter;
}
