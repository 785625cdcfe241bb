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
  /** Any number of the choices; `preset` are those that are proposed. */
  selectMany(
    message: string,
    choices: readonly PortChoice[],
    preset: readonly string[],
    validate: (values: readonly string[]) => Promise<string | undefined>,
  ): Promise<readonly string[] | undefined>;
  input(
    message: string,
    preset: string | undefined,
    validate: (value: string) => Promise<string | undefined>,
  ): Promise<string | undefined>;
  log(line: string): void;
}

interface Asked {
  readonly name: string;
  readonly message: string;
}

/** The part of a Yeoman (Inquirer) question that our generator uses. */
export type Question =
  | (Asked & {
      readonly type: 'select';
      readonly default?: string | undefined;
      readonly choices: readonly PortChoice[];
    })
  | (Asked & {
      readonly type: 'checkbox';
      readonly default?: readonly string[];
      readonly choices: readonly PortChoice[];
      readonly validate?: (chosen: readonly Pick<PortChoice, 'value'>[]) => string | true;
    })
  | (Asked & {
      readonly type: 'input';
      readonly default?: string | undefined;
      readonly validate?: (value: string) => string | true;
    });

/** What a validation of Inquirer says is wrong. */
function problemIn(verdict: string | true = true): string | undefined {
  return verdict === true ? undefined : verdict;
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

  async function askOne(question: Question): Promise<string | readonly string[]> {
    const answer = await reply(question);
    if (answer === undefined) {
      throw new Cancelled(`“${question.message}” was left without an answer`);
    }
    return answer;
  }

  function reply(question: Question): Promise<string | readonly string[] | undefined> {
    const { type, message } = question;
    switch (type) {
      case 'select':
        return port.select(message, question.choices, question.default);
      case 'checkbox':
        return port.selectMany(message, question.choices, question.default ?? [], async (values) =>
          problemIn(question.validate?.(values.map((value) => ({ value })))),
        );
      case 'input':
        return port.input(message, question.default, async (value) => problemIn(question.validate?.(value)));
      default:
        throw new TypeError(`No prompt of type ${String(type)}`);
    }
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
