import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileTooLarge, nodeFiles } from '../../../src/project/files.ts';
import { inside } from '../../../src/project/places.ts';
import { Folder } from './folder.ts';

describe('replace', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  it('loses no change of several processes', async function () {
    this.timeout(30_000);
    const path = folder.write('counts.json', '{}');
    const worker = join(import.meta.dirname, 'replace-worker.ts');
    const children = ['a', 'b', 'c'].map((name) => fork(worker, [path, name, '25'], { stdio: 'inherit' }));
    const exits = await Promise.all(children.map((child) => once(child, 'exit')));
    assert.deepEqual(
      exits.map(([code]) => code),
      [0, 0, 0],
    );
    const counts: Record<string, number> = JSON.parse(readFileSync(path, 'utf8'));
    assert.deepEqual(counts, { a: 25, b: 25, c: 25 });
    assert.deepEqual(readdirSync(folder.root), ['counts.json'], 'nothing is left behind');
  });

  it('starts anew where somebody without a lock writes in between', async () => {
    const path = folder.write('a.txt', 'old');
    const seen: (string | undefined)[] = [];
    await nodeFiles.replace(path, (before) => {
      seen.push(before);
      if (seen.length === 1) {
        writeFileSync(path, 'pulled');
      }
      return `${before}+`;
    });
    assert.deepEqual(seen, ['old', 'pulled']);
    assert.equal(readFileSync(path, 'utf8'), 'pulled+');
  });

  it('leaves everything as it was where the change throws or has nothing to say', async () => {
    const path = folder.write('a.txt', 'old');
    await assert.rejects(
      nodeFiles.replace(path, () => {
        throw new Error('no');
      }),
      /^Error: no$/,
    );
    await nodeFiles.replace(path, () => undefined);
    assert.equal(readFileSync(path, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder.root), ['a.txt']);
  });

  it('takes over the lock of a process that was killed', async () => {
    const path = folder.write('a.txt', 'old');
    const lock = folder.write('a.txt.lock', 'somebody');
    utimesSync(lock, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    await nodeFiles.replace(path, () => 'new');
    assert.equal(readFileSync(path, 'utf8'), 'new');
    assert.deepEqual(readdirSync(folder.root), ['a.txt']);
  });

  it('writes through a link and keeps it', async () => {
    const path = folder.write('real.txt', 'old');
    symlinkSync(path, join(folder.root, 'link.txt'));
    await nodeFiles.replace(join(folder.root, 'link.txt'), () => 'new');
    assert.equal(readFileSync(path, 'utf8'), 'new');
  });

  it('makes the file and its folder where there are none', async () => {
    await nodeFiles.replace(join(folder.root, 'deep/er/a.txt'), (before) => `${before}`);
    assert.equal(readFileSync(join(folder.root, 'deep/er/a.txt'), 'utf8'), 'undefined');
  });
});

describe('the file system', () => {
  it('does not read 17 MB', async () => {
    const folder = new Folder();
    const path = folder.write('big.json', ' '.repeat(17 * 1024 * 1024));
    await assert.rejects(nodeFiles.read(path), FileTooLarge);
    folder.remove();
  });

  it('knows a link that leads out of the folder', async () => {
    const folder = new Folder();
    symlinkSync('/etc', join(folder.root, 'out'));
    assert.equal(await nodeFiles.contains(folder.root, join(folder.root, 'out/hostname')), false);
    assert.equal(await nodeFiles.contains(folder.root, folder.write('in.txt', '')), true);
    folder.remove();
  });
});

describe('inside', () => {
  it('takes relative POSIX paths that stay inside, and no other', () => {
    assert.equal(inside('/p', 'a/b.txt'), join('/p', 'a', 'b.txt'));
    for (const path of ['', '.', '..', '../x', 'a/../../x', '/etc/passwd', 'a\\b', 'C:x', 'a\0b']) {
      assert.equal(inside('/p', path), undefined, path);
    }
  });
});
