import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type FileSystem, nodeFiles } from '../../../src/project/files.ts';
import { figuresOf } from '../../../src/report/model.ts';
import { RunCache } from '../../../src/report/runs.ts';
import { Folder } from '../project/folder.ts';
import { reportOf, writeRun } from './samples.ts';

/** Counts the texts that are read, and how many are at once. */
function counting(): { readonly files: FileSystem; read: number; atOnce: number } {
  const count = { read: 0, atOnce: 0 };
  let now = 0;
  const files: FileSystem = {
    ...nodeFiles,
    async read(path) {
      count.read++;
      count.atOnce = Math.max(count.atOnce, ++now);
      try {
        return await nodeFiles.read(path);
      } finally {
        now--;
      }
    },
  };
  return Object.assign(count, { files });
}

describe('runs', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder().project();
  });
  afterEach(() => folder.remove());

  it('reads a thousand at most, the newest, in parallel within bounds, and each once', async () => {
    for (let index = 0; index < 1100; index++) {
      writeRun(folder, index, 0.9 + index / 100_000);
    }
    const cache = new RunCache();
    const counted = counting();
    const first = await cache.read(counted.files, folder.root);
    assert.deepEqual([first.all, first.runs.length, counted.read], [1100, 1000, 1000]);
    assert.equal(first.runs[0]?.at, '2027-01-09T10:15:00.000Z');
    assert.ok(counted.atOnce > 1 && counted.atOnce <= 32, String(counted.atOnce));
    counted.read = 0;
    writeRun(folder, 1100, 0.99);
    const second = await cache.read(counted.files, folder.root);
    assert.deepEqual([second.all, second.runs.length, counted.read], [1101, 1000, 1]);
    assert.equal(second.runs.at(-1)?.result.metrics['accuracy']?.value, 0.99);
    const figures = figuresOf(await reportOf(folder, { runs: cache }), 'runs');
    assert.deepEqual([figures?.all, figures?.runs.length], [1101, 1000]);
    assert.deepEqual(
      figures?.runs.slice(-6).map(({ loss }) => loss.length),
      [0, 1, 1, 1, 1, 1],
    );
  });

  it('reads a run again when its file changes', async () => {
    const path = writeRun(folder, 0, 0.9);
    const cache = new RunCache();
    await cache.read(nodeFiles, folder.root);
    folder.write(path, '{');
    utimesSync(join(folder.root, path), new Date(), new Date(Date.now() + 5000));
    const { runs, faults } = await cache.read(nodeFiles, folder.root);
    assert.deepEqual([runs.length, faults.length], [0, 1]);
    assert.ok((await reportOf(folder)).runs !== null);
  });

  it('takes no notice of what is no run', async () => {
    folder.write('reports/runs/.2026-11-23T101500Z.json.abc.json', '{');
    folder.write('reports/runs/README.md', '# Runs');
    folder.write('reports/runs/old.json/run.json', '{}');
    assert.equal((await reportOf(folder)).runs, null);
  });

  it('keeps a metric that only earlier runs have, and one with a strange name', async () => {
    const path = writeRun(folder, 0, 0.9);
    writeRun(folder, 1, 0.95);
    const text = (await nodeFiles.read(join(folder.root, path))) ?? '';
    folder.write(path, text.replace('"log_loss"', '"__proto__"'));
    const figures = figuresOf(await reportOf(folder), 'runs');
    assert.deepEqual(
      figures?.metrics.map(({ name }) => name),
      ['accuracy', 'log_loss', '__proto__'],
    );
    assert.deepEqual(
      figures?.runs.map(({ values }) => values.map((one) => one !== null)),
      [
        [true, false, true],
        [true, true, false],
      ],
    );
  });
});
