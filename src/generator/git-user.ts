/** Who is at work, as git knows them. */
import { execFile } from 'node:child_process';
import { answerProblem } from './answers.ts';

/** The user name of git; '' where it knows none, or one that cannot be an author. */
export function gitUser(): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      'git',
      ['config', '--get', 'user.name'],
      { timeout: 2000, windowsHide: true },
      (error, stdout) => {
        const name = error ? '' : stdout.trim();
        resolve(answerProblem('author', name) ? '' : name);
      },
    );
  });
}
