/** The burn-up over time comes out of git; a history that is shallow or absent shortens it and breaks nothing. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { git } from '../../../src/project/git.ts';
import { figuresOf } from '../../../src/report/model.ts';
import { Folder } from '../project/folder.ts';
import { fillVenture, reportOf } from './samples.ts';

function run(cwd: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=Mei', '-c', 'user.email=mei@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'pipe' });
}

describe('the report and git', () => {
  it('tells the commit, and draws what the history has, whole or shallow', async () => {
    const folder = fillVenture(new Folder().project());
    const clones = new Folder();
    try {
      run(folder.root, 'init', '-q');
      run(folder.root, 'add', '.');
      run(folder.root, 'commit', '-q', '-m', 'one', '--date', '2026-11-10T10:00:00Z');
      folder.write('.ai-venture/progress.json', { version: 1, items: { '5.1.1': { state: 'done' } } });
      run(folder.root, 'commit', '-q', '-a', '-m', 'two', '--date', '2026-11-20T10:00:00Z');
      const whole = await reportOf(folder, { git });
      assert.match(whole.project.commit, /^[0-9a-f]{7}$/);
      const days = figuresOf(whole, 'progress')?.burnup?.done.map(({ day, steps }) => [day, steps]);
      assert.deepEqual(days?.slice(-3), [
        ['2026-11-10', 2],
        ['2026-11-20', 1],
        ['2026-11-24', 1],
      ]);
      run(clones.root, 'clone', '-q', '--depth', '1', `file://${folder.root}`, 'shallow');
      const shallow = await reportOf(folder, { git, root: join(clones.root, 'shallow') });
      assert.equal(shallow.project.commit, whole.project.commit);
      assert.deepEqual(figuresOf(shallow, 'progress')?.burnup?.done.at(-1), { day: '2026-11-24', steps: 1 });
    } finally {
      folder.remove();
      clones.remove();
    }
  });

  it('draws what the entries say where there is no history', async () => {
    const folder = fillVenture(new Folder().project());
    try {
      const model = await reportOf(folder, { git });
      assert.equal(model.project.commit, '');
      assert.deepEqual(
        figuresOf(model, 'progress')?.burnup?.done.map(({ day, steps }) => [day, steps]),
        [
          ['2026-11-01', 0],
          ['2026-11-07', 1],
          ['2026-11-18', 2],
          ['2026-11-24', 2],
        ],
      );
    } finally {
      folder.remove();
    }
  });
});
