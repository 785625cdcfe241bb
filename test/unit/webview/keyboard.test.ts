import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Act, act, type Place, type Row } from '../../../webview/sidebar/keyboard.ts';

const section = (id: string, open: boolean, chapter = ''): Row => ({
  kind: 'section',
  id,
  section: id,
  chapter,
  open,
});
const step = (id: string, open = false, chapter = ''): Row => ({
  kind: 'step',
  id,
  section: id.slice(0, 3),
  chapter,
  open,
});
const rows = [
  section('5.1', false),
  section('5.2', true),
  step('5.2.1'),
  step('5.2.2', true),
  section('5.3', false),
];
const on = (id: string): Place => ({
  field: null,
  inside: false,
  row: rows.find((row) => row.id === id) ?? null,
});
const press = (key: string, place: Place, singleKeys = true): Act | null =>
  act({ key, primary: false, modified: false }, place, rows, singleKeys);
const target = (found: Act | null): string | undefined =>
  found && 'row' in found ? `${found.do} ${found.row.id}` : found?.do;

describe('keys of the checklist', () => {
  it('moves over sections and steps, and stops at both ends', () => {
    assert.equal(target(press('ArrowDown', on('5.2'))), 'focus 5.2.1');
    assert.equal(target(press('ArrowDown', on('5.2.2'))), 'focus 5.3');
    assert.equal(target(press('ArrowDown', on('5.3'))), 'focus 5.3');
    assert.equal(target(press('ArrowUp', on('5.1'))), 'focus 5.1');
    assert.equal(target(press('End', on('5.1'))), 'focus 5.3');
    assert.equal(target(press('Home', on('5.3'))), 'focus 5.1');
  });

  it('opens with the right arrow, then goes in; closes with the left, then goes to the section', () => {
    assert.equal(target(press('ArrowRight', on('5.1'))), 'open 5.1');
    assert.equal(target(press('ArrowRight', on('5.2'))), 'focus 5.2.1');
    assert.equal(target(press('ArrowLeft', on('5.2.2'))), 'close 5.2.2');
    assert.equal(target(press('ArrowLeft', on('5.2.1'))), 'focus 5.2');
    assert.equal(press('ArrowLeft', on('5.1')), null);
  });

  it('goes from a section to its chapter, where chapters have headings', () => {
    const chapter = (id: string, open: boolean): Row => ({
      kind: 'chapter',
      id,
      section: id,
      chapter: id,
      open,
    });
    const all = [chapter('5', true), section('5.1', false, '5'), chapter('3', false)];
    const key = (name: string, at: number) =>
      act(
        { key: name, primary: false, modified: false },
        { field: null, inside: false, row: all[at] ?? null },
        all,
        true,
      );
    assert.equal(target(key('ArrowLeft', 1)), 'focus 5');
    assert.equal(target(key('ArrowLeft', 0)), 'close 5');
    assert.equal(target(key('ArrowRight', 2)), 'open 3');
    assert.equal(target(key('ArrowDown', 0)), 'focus 5.1');
    assert.equal(target(key('g', 2)), 'guide 3');
    assert.equal(key('x', 0), null);
  });

  it('ticks steps only, and knows n and g', () => {
    assert.equal(target(press('x', on('5.2.1'))), 'tick 5.2.1');
    assert.equal(press('x', on('5.2')), null);
    assert.equal(target(press('n', on('5.1'))), 'next');
    assert.equal(target(press('g', on('5.2.2'))), 'guide 5.2.2');
  });

  it('leaves single keys alone where they are switched off, in fields and inside an opened step', () => {
    for (const key of ['x', 'n', 'g']) {
      assert.equal(press(key, on('5.2.1'), false), null);
      assert.equal(press(key, { ...on('5.2.2'), field: 'unchanged', inside: true }), null);
      assert.equal(press(key, { ...on('5.2.2'), inside: true }), null);
    }
  });

  it('gives a changed field back first, then closes the step', () => {
    assert.equal(target(press('Escape', { ...on('5.2.2'), field: 'changed', inside: true })), 'revert');
    assert.equal(
      target(press('Escape', { ...on('5.2.2'), field: 'unchanged', inside: true })),
      'close 5.2.2',
    );
    assert.equal(target(press('Escape', on('5.2.2'))), 'close 5.2.2');
    assert.equal(press('Escape', on('5.2.1')), null);
  });

  it('undoes with Ctrl or Cmd and Z, except in a field, where the field undoes its own typing', () => {
    const undo = (place: Place): Act | null =>
      act({ key: 'z', primary: true, modified: false }, place, rows, true);
    assert.deepEqual(undo(on('5.2.1')), { do: 'undo' });
    assert.equal(undo({ ...on('5.2.2'), field: 'changed', inside: true }), null);
    assert.equal(act({ key: 'x', primary: true, modified: false }, on('5.2.1'), rows, true), null);
    assert.equal(act({ key: 'z', primary: true, modified: true }, on('5.2.1'), rows, true), null);
  });

  it('only ever moves to a row that is shown', () => {
    const keys = fc.constantFrom('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End');
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.array(keys, { maxLength: 20 }), (start, presses) => {
        let row = start;
        for (const key of presses) {
          const found = press(key, { field: null, inside: false, row });
          if (found?.do === 'focus') row = found.row;
          assert.ok(rows.includes(row));
        }
      }),
    );
  });
});
