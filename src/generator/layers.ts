/** Which template layers make a project, in order. Pure. */
import type { Answers } from './answers.ts';
import { deployments } from './catalogue.ts';

/** A layer is a folder of `templates/`; two layers of one project never give the same path. */
export function layersOf(
  answers: Pick<Answers, 'task' | 'framework' | 'deployment' | 'plan' | 'language'>,
): readonly string[] {
  const chosen = deployments.filter((one) => answers.deployment.includes(one.id));
  return [
    'base',
    `frameworks/${answers.framework}`,
    `tasks/${answers.task}/common`,
    `tasks/${answers.task}/${answers.framework}`,
    ...chosen.map((one) => one.layer),
    `plan/${answers.language}`,
    `tasks/${answers.task}/plan/${answers.language}`,
    ...answers.plan.map((id) => `modules/${id}/${answers.language}`),
  ];
}
