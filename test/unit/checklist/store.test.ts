import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch, BrokenProgress, ChangedSince, ProgressStore } from '../../../src/checklist/store.ts';
import { type FileSystem, nodeFiles } from '../../../src/project/files.ts';
import { Folder } from '../project/folder.ts';

const now = new Date('2026-11-23T10:00:00.123Z');
const clock = { now: () => now };

describe('the progress store', () => {
  let folder: Folder;
  let store: ProgressStore;
  const text = () => readFileSync(join(folder.root, '.ai-venture/progress.json'), 'utf8');
  beforeEach(() => {
    folder = new Folder().project();
    store = new ProgressStore(folder.root, nodeFiles, clock);
  });
  afterEach(() => folder.remove());

  it('ticks, and takes the tick back to the byte', async () => {
    const before = text();
    const change = await store.patch('5.2.1', { state: 'done' }, 'Mei Chen');
    assert.match(
      text(),
      /\n {4}"5\.2\.1": \{ "state": "done", "at": "2026-11-23T10:00:00Z", "by": "Mei Chen" \}\n/,
    );
    await store.undo(change);
    assert.equal(text(), `${JSON.stringify(JSON.parse(before), null, 2)}\n`);
  });

  it('does not take back what somebody has changed since', async () => {
    const change = await store.patch('5.2.1', { state: 'done' }, '');
    await store.patch('5.2.1', { note: 'by another' }, '');
    const before = text();
    await assert.rejects(store.undo(change), ChangedSince);
    assert.equal(text(), before);
  });

  it('carries along what it does not know', async () => {
    folder.write(
      '.ai-venture/progress.json',
      '{"version":1,"color":"blue","items":{"9.9.9":{"mood":[1]},"5.2.1":{"mood":2}}}',
    );
    await store.patch('5.2.1', { state: 'doing' }, '');
    const { color, items } = JSON.parse(text());
    assert.deepEqual([color, items['9.9.9'], items['5.2.1'].mood], ['blue', { mood: [1] }, 2]);
  });

  it('never writes over a file that it cannot read', async () => {
    for (const bad of ['{"version": 1, "items": {', '{"version":7,"items":{}}', '<<<<<<< HEAD\n']) {
      folder.write('.ai-venture/progress.json', bad);
      await assert.rejects(store.patch('5.2.1', { state: 'done' }, ''), BrokenProgress);
      assert.equal(text(), bad);
      assert.equal((await store.read()).kind, 'broken');
    }
    assert.deepEqual(readdirSync(join(folder.root, '.ai-venture')).sort(), ['progress.json', 'project.json']);
  });

  it('loses no tick of two windows and a git pull at once', async function () {
    this.timeout(30_000);
    const worker = join(import.meta.dirname, 'tick-worker.ts');
    const children = ['1', '2', '3'].map((section) =>
      fork(worker, [folder.root, section, '20'], { stdio: 'inherit' }),
    );
    const exits = await Promise.all(children.map((child) => once(child, 'exit')));
    assert.deepEqual(exits.flat(), [0, null, 0, null, 0, null]);
    assert.equal(Object.keys(JSON.parse(text()).items).length, 60);
  });

  it('is whole after a kill at any moment, and the next tick is not kept waiting', async function () {
    this.timeout(60_000);
    const worker = join(import.meta.dirname, 'tick-worker.ts');
    for (let round = 1; round <= 12; round++) {
      const child = fork(worker, [folder.root, String(round), '500'], { stdio: 'ignore' });
      const begun = Object.keys(JSON.parse(text()).items).length;
      while (Object.keys(JSON.parse(text()).items).length === begun) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const kept = Object.keys(JSON.parse(text()).items).length;
      const start = Date.now();
      await store.patch(`6.${round}.1`, { state: 'done' }, '');
      assert.ok(Date.now() - start < 3000, `${Date.now() - start} ms`);
      assert.ok(Object.keys(JSON.parse(text()).items).length > kept);
    }
    const left = readdirSync(join(folder.root, '.ai-venture')).sort();
    assert.deepEqual(left, ['progress.json', 'project.json']);
  });

  it('says so and changes nothing where it may not write', async () => {
    if (process.getuid?.() === 0) {
      const full: FileSystem = {
        ...nodeFiles,
        replace: () => Promise.reject(new Error('ENOSPC: no space left')),
      };
      await assert.rejects(
        new ProgressStore(folder.root, full, clock).patch('5.2.1', { state: 'done' }, ''),
        /ENOSPC/,
      );
      return;
    }
    chmodSync(join(folder.root, '.ai-venture'), 0o555);
    const before = text();
    await assert.rejects(store.patch('5.2.1', { state: 'done' }, ''), /EACCES/);
    chmodSync(join(folder.root, '.ai-venture'), 0o755);
    assert.equal(text(), before);
  });

  it('replaces a conflicted file only if it is still that file', async () => {
    folder.write('.ai-venture/progress.json', 'conflicted');
    await assert.rejects(store.resolve('another', 'merged'), ChangedSince);
    await store.resolve('conflicted', 'merged');
    assert.equal(text(), 'merged');
  });
});

describe('a patch', () => {
  const apply = (item: Parameters<typeof applyPatch>[0], patch: Parameters<typeof applyPatch>[1]) =>
    applyPatch(item, patch, now, 'A');
  const signed = { at: '2026-11-23T10:00:00Z', by: 'A' };

  it('leaves no entry behind for a step that is to do and has nothing else', () => {
    assert.equal(apply({ state: 'done', at: 'x', by: 'B' }, { state: 'todo' }), undefined);
    assert.deepEqual(apply({ state: 'done', owner: 'Mei' }, { state: 'todo' }), {
      state: 'todo',
      owner: 'Mei',
      ...signed,
    });
  });

  it('signs what it changes, and only that', () => {
    const item = { state: 'done', at: 'x', by: 'B' } as const;
    assert.equal(apply(item, { state: 'done' }), item);
    assert.deepEqual(apply(item, { note: 'n' }), { state: 'done', note: 'n', ...signed });
  });

  it('forgets the reason of a step that is skipped no more', () => {
    const skipped = apply(undefined, { state: 'skipped', reason: 'no gain' });
    assert.deepEqual(skipped, { state: 'skipped', reason: 'no gain', ...signed });
    assert.deepEqual(apply(skipped, { state: 'done' }), { state: 'done', ...signed });
  });

  it('notes the file and hash that were accepted, once a file', () => {
    const first = apply(
      { note: 'mine' },
      { state: 'done', evidence: { file: 'reports/a.json', sha256: 'a'.repeat(64) } },
    );
    assert.equal(first?.note, 'mine\nreports/a.json sha256:aaaaaaaaaaaa');
    const again = apply(first, {
      state: 'done',
      evidence: { file: 'reports/a.json', sha256: 'b'.repeat(64) },
    });
    assert.equal(again?.note, 'mine\nreports/a.json sha256:bbbbbbbbbbbb');
  });
});
