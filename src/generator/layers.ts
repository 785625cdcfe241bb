/** Which template layers make a project, in order. Pure. */
import type { Answers } from './answers.ts';

/** A layer is a folder of `templates/`; two layers of one project never give the same path. */
export function layersOf(answers: Pick<Answers, 'task' | 'framework' | 'language'>): readonly string[] {
  return [
    'base',
    `frameworks/${answers.framework}`,
    `tasks/${answers.task}/common`,
    `tasks/${answers.task}/${answers.framework}`,
    'deploy/docker',
    'ci/github',
    `plan/${answers.language}`,
  ];
}
