/** Asks in a terminal for what was not said. Imported only then: the prompts are most of what a start would cost. */
import { checkbox, confirm, input, select } from '@inquirer/prompts';
import {
  type AnswerName,
  answerNames,
  answerProblem,
  defaultAnswer,
  isList,
  listOf,
  listText,
  type PartialAnswers,
} from '../generator/answers.ts';
import { frameworks } from '../generator/catalogue.ts';
import { Cancelled } from '../generator/errors.ts';
import { detectGpu, proposedAccelerator } from '../generator/gpu.ts';
import type { Decision, Inspection } from '../generator/inspect.ts';
import { labelledChoices } from '../generator/labels.ts';
import { generatorWords, problemText } from '../generator/words.ts';
import { cliWords, type World } from './words.ts';

/** Prompts are drawn on standard error: standard output is for results. */
const context = (world: World) => ({ output: process.stderr, signal: world.signal });

/** What the keys below a list do, in the language of the person. */
function listTheme(world: World) {
  const say = cliWords(world.language);
  const words: Readonly<Record<string, string>> = {
    navigate: say('keyNavigate'),
    select: say('keySelect'),
    all: say('keyAll'),
    invert: say('keyInvert'),
    submit: say('keySubmit'),
  };
  const keysHelpTip = (keys: [key: string, action: string][]) =>
    keys.map(([key, action]) => `${key} ${words[action] ?? action}`).join(' · ');
  return { style: { keysHelpTip } };
}

/** Ctrl-C in a prompt is the interruption that it looks like. */
async function asked<Result>(prompt: Promise<Result>): Promise<Result> {
  try {
    return await prompt;
  } catch (error) {
    if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError')) {
      throw new Cancelled('The prompt was left', { cause: error });
    }
    throw error;
  }
}

export function askDirectory(world: World): Promise<string> {
  const message = cliWords(world.language)('askDirectory');
  return asked(input({ message, default: defaultAnswer('name'), required: true }, context(world)));
}

/** `said` completed by what the person answers; `suggested` is what they are offered. */
export async function askAnswers(
  said: Readonly<Record<string, unknown>>,
  suggested: PartialAnswers,
  world: World,
): Promise<Readonly<Record<string, unknown>>> {
  const answers: Record<string, unknown> = { ...said };
  for (const answer of answerNames) {
    if (answers[answer] === undefined) {
      answers[answer] = await askOne(answer, answers as PartialAnswers, suggested[answer], world);
    }
  }
  return answers;
}

async function askOne(
  answer: AnswerName,
  answers: PartialAnswers,
  suggestion: string | undefined,
  world: World,
): Promise<string> {
  const message = generatorWords(world.language)(`answer.${answer}`);
  const choices = labelledChoices(answer, answers, world.language);
  const validate = (value: string) => {
    const problem = answerProblem(answer, value, answers);
    return problem ? problemText(problem, world.language) : true;
  };
  if (!choices) {
    const offer = suggestion ?? defaultAnswer(answer, answers);
    return asked(input({ message, default: offer, validate }, context(world)));
  }
  if (isList(answer)) {
    const usual = listOf(defaultAnswer(answer, answers));
    const offered = choices.map((choice) => ({ ...choice, checked: usual.includes(choice.value) }));
    const judge = (chosen: readonly { readonly value: string }[]) =>
      validate(listText(chosen.map(({ value }) => value)));
    return listText(
      await asked(
        checkbox({ message, choices: offered, validate: judge, theme: listTheme(world) }, context(world)),
      ),
    );
  }
  const [only, ...more] = choices;
  if (only !== undefined && more.length === 0) {
    return only.value;
  }
  const proposed = answer === 'accelerator' ? await acceleratorFor(answers) : suggestion;
  return asked(
    select(
      {
        message,
        choices: [...choices],
        theme: listTheme(world),
        default: proposed ?? defaultAnswer(answer, answers),
      },
      context(world),
    ),
  );
}

async function acceleratorFor(answers: PartialAnswers): Promise<string | undefined> {
  const framework = frameworks.find((item) => item.id === answers.framework);
  return framework && proposedAccelerator(framework, await detectGpu());
}

/** One question for the folder, then one for each file that is in the way. */
export async function askConflicts(
  { conflicts, target }: Inspection,
  world: World,
): Promise<ReadonlyMap<string, Decision>> {
  const message = cliWords(world.language)('askOccupied', { path: target });
  if (!(await asked(confirm({ message, default: false }, context(world))))) {
    throw new Cancelled('The folder is to stay as it is');
  }
  const say = generatorWords(world.language);
  const decisions = new Map<string, Decision>();
  for (const { path } of conflicts) {
    const choices = [
      { value: 'keep' as const, name: say('conflictKeep') },
      { value: 'take' as const, name: say('conflictTake') },
    ];
    decisions.set(
      path,
      await asked(
        select(
          { message: say('conflictQuestion', { path }), choices, theme: listTheme(world) },
          context(world),
        ),
      ),
    );
  }
  return decisions;
}
