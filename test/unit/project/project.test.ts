import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../../../src/project/files.ts';
import { git } from '../../../src/project/git.ts';
import {
  findProjects,
  projectOf,
  readProject,
  resolveInside,
  shownPath,
} from '../../../src/project/project.ts';
import { Folder } from './folder.ts';

describe('projects', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  it('are found in a folder and below it, not in caches, each once', async () => {
    folder
      .project('A', 'apps/a')
      .project('B', 'b')
      .project('No', 'node_modules/x')
      .project('Deep', '1/2/3/4/5');
    const found = await findProjects(nodeFiles, [folder.root, join(folder.root, 'apps')]);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['A', 'B'],
    );
    assert.equal(shownPath(join(folder.root, 'apps/a'), [folder.root]), 'apps/a');
    assert.equal(projectOf(found, join(folder.root, 'apps/a/plan/x.yaml'))?.name, 'A');
    assert.equal(projectOf(found, join(folder.root, 'apps/abc')), undefined);
  });

  it('keep any text as a name', async () => {
    const name = '"; import os # </script> {{7*7}} 名';
    assert.equal((await readProject(nodeFiles, folder.project(name).root)).name, name);
  });

  it('say what is wrong with their file', async () => {
    folder.write(
      '.ai-venture/project.json',
      '{\n  "schema": "ai-venture/project@1",\n  "name": "x",\n  "package": "a; rm -rf /",\n  "task": "t"\n}',
    );
    const { fault, packageName } = await readProject(nodeFiles, folder.root);
    assert.deepEqual([fault?.line, fault?.message.key, packageName], [4, 'shape.other', '']);
  });

  it('open no file outside', async () => {
    folder.project();
    assert.equal(await resolveInside(nodeFiles, folder.root, '../x'), undefined);
    assert.equal(await resolveInside(nodeFiles, folder.root, 'nothing.txt'), undefined);
    assert.ok(await resolveInside(nodeFiles, folder.root, '.ai-venture/project.json'));
  });
});

describe('git', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());
  const run = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Mei Chen', '-c', 'user.email=m@example.com', ...args], {
      cwd: folder.root,
      stdio: 'pipe',
    });

  it('gives the versions of a file in a subfolder, oldest first', async () => {
    run('init', '-q');
    for (const text of ['one\n', 'two\n', '三\n\n']) {
      folder.write('apps/a/file.txt', text);
      run('add', '.');
      run('commit', '-qm', text.trim());
    }
    const versions = await git.versions(join(folder.root, 'apps/a'), 'file.txt');
    assert.deepEqual(
      versions.map(({ text, by }) => [text, by]),
      [
        ['one\n', 'Mei Chen'],
        ['two\n', 'Mei Chen'],
        ['三\n\n', 'Mei Chen'],
      ],
    );
  });

  it('gives both sides and the base of a conflict', async () => {
    run('init', '-q', '-b', 'main');
    const commit = (text: string) => {
      folder.write('f.txt', text);
      run('add', '.');
      run('commit', '-qm', 'x');
    };
    commit('base\n');
    run('switch', '-qc', 'other');
    commit('theirs\n');
    run('switch', '-q', 'main');
    commit('ours\n');
    assert.throws(() => run('merge', 'other'));
    assert.deepEqual(await git.conflict(folder.root, 'f.txt'), {
      base: 'base\n',
      ours: 'ours\n',
      theirs: 'theirs\n',
    });
  });

  it('names authors once, the latest first, and tells a history that is cut off', async () => {
    run('init', '-q');
    for (const name of ['Jonas', '陈梅', 'Jonas', 'Ravi']) {
      run('-c', `user.name=${name}`, 'commit', '-qm', 'x', '--allow-empty');
    }
    assert.deepEqual(await git.authors(folder.root), ['Ravi', 'Jonas', '陈梅']);
    assert.equal(await git.shallow(folder.root), false);
    run('clone', '-q', '--depth', '1', `file://${folder.root}`, 'cut');
    assert.equal(await git.shallow(join(folder.root, 'cut')), true);
  });

  it('has nothing to say outside a repository', async () => {
    mkdirSync(join(folder.root, 'x'));
    assert.deepEqual(await git.authors(join(folder.root, 'x')), []);
    assert.equal(await git.shallow(join(folder.root, 'x')), false);
    assert.deepEqual(await git.versions(join(folder.root, 'x'), 'f.txt'), []);
    assert.equal(await git.conflict(join(folder.root, 'x'), 'f.txt'), undefined);
  });
});
