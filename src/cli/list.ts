/** `ai-venture list`: what the catalogue offers. */
import { answersJsonSchema } from '../generator/answers.ts';
import { acceleratorLabel, deployments, frameworks, planModules, tasks } from '../generator/catalogue.ts';
import { languageNames } from '../generator/labels.ts';
import { languages } from '../l10n.ts';
import { type Call, table } from './options.ts';
import { cliWords, type World } from './words.ts';

export function list(call: Call, world: World): number {
  const { language } = world;
  if (call.flags.has('json')) {
    const shown = {
      tasks: tasks.map(({ id, group, label, frameworks: possible }) => ({
        id,
        group,
        label: label[language],
        frameworks: possible,
      })),
      frameworks: frameworks.map(({ id, label, accelerators }) => ({
        id,
        label,
        accelerators: accelerators.map((accelerator) => ({
          id: accelerator.id,
          label: acceleratorLabel(accelerator),
        })),
      })),
      deployments: deployments.map(({ id, label, description, requires, excludes }) => ({
        id,
        label,
        description: description[language],
        requires,
        excludes,
      })),
      plans: planModules.map(({ id, label, description }) => ({
        id,
        label: label[language],
        description: description[language],
      })),
      languages,
      /** JSON schema of a file for `--answers`. */
      answers: answersJsonSchema(),
    };
    world.out(`${JSON.stringify(shown, null, 2)}\n`);
    return 0;
  }
  const say = cliWords(language);
  const section = (title: string, rows: readonly (readonly [string, string])[]) =>
    world.out(`${title}\n${table(rows)}\n`);
  section(
    say('tasks'),
    tasks.map((task) => [task.id, `${task.label[language]} (${task.frameworks.join(', ')})`]),
  );
  section(
    say('frameworks'),
    frameworks.map(({ id, accelerators }) => [
      id,
      accelerators.map((accelerator) => accelerator.id).join(', '),
    ]),
  );
  section(
    say('deployments'),
    deployments.map(({ id, label, description }) => [id, `${label} — ${description[language]}`]),
  );
  section(
    say('plans'),
    planModules.map(({ id, label, description }) => [id, `${label[language]} — ${description[language]}`]),
  );
  section(
    say('languages'),
    languages.map((one) => [one, languageNames[one]]),
  );
  return 0;
}
