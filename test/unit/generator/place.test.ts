import assert from 'node:assert/strict';
import path from 'node:path';
import { occupancy, placeProblem } from '../../../src/generator/place.ts';
import { today } from '../../../src/generator/today.ts';
import { newFolder, putFiles, removeFolders } from './fixture.ts';

describe('a place', () => {
  afterEach(removeFolders);

  it('is absent, empty, occupied or no folder', () => {
    const folder = newFolder();
    assert.equal(occupancy(folder), 'empty');
    putFiles(folder, { 'a/b': '' });
    assert.equal(occupancy(folder), 'occupied');
    assert.equal(occupancy(path.join(folder, 'c')), 'absent');
    assert.equal(occupancy(path.join(folder, 'a', 'b')), 'file');
    assert.equal(occupancy(path.join(folder, 'a', 'b', 'c')), 'file');
  });

  it('has room, also where it is still to be made, or says how much it has', () => {
    const folder = newFolder();
    assert.equal(placeProblem(path.join(folder, 'a', 'b'), 1000), undefined);
    const problem = placeProblem(folder, Number.MAX_SAFE_INTEGER);
    assert.ok(problem?.kind === 'full' && problem.free > 0);
  });

  it('below a file, or on the file system of the kernel, takes nothing', () => {
    const folder = newFolder();
    putFiles(folder, { file: '' });
    assert.deepEqual(placeProblem(path.join(folder, 'file'), 1), { kind: 'readOnly' });
    assert.deepEqual(placeProblem(path.join(folder, 'file', 'x'), 1), { kind: 'readOnly' });
  });
});

describe('today', () => {
  it('is the day of SOURCE_DATE_EPOCH where that is set', () => {
    assert.equal(today('0'), '1970-01-01');
    assert.equal(today('1795392000'), '2026-11-23');
    assert.match(today(), /^\d{4}-\d{2}-\d{2}$/);
    assert.equal(today('yesterday'), today());
  });
});
