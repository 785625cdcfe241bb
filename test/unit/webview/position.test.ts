import assert from 'node:assert/strict';
import { current, moveFor } from '../../../webview/guide/position.ts';
import { lookOf } from '../../../webview/shared/looks.ts';

describe('position in the guide', () => {
  const headings = [
    { id: '5.2.1', top: -300 },
    { id: '5.2.2', top: 90 },
    { id: '5.2.3', top: 500 },
  ];

  it('reads the last heading above the line, the first at the start, the last at the end', () => {
    assert.equal(current(headings, 120), '5.2.2');
    assert.equal(current(headings, -1000), '5.2.1');
    assert.equal(current(headings, 120, true), '5.2.3');
    assert.equal(current([], 120), '');
  });

  it('goes to the heading that was asked for, else stays on the same page', () => {
    const page = { id: '5.2', anchor: '' };
    assert.deepEqual(moveFor({ id: '5.2', anchor: '5.2.3' }, '5.2', 40), { heading: '5.2.3' });
    assert.deepEqual(moveFor({ id: '5.2', anchor: '5.2.3' }, '', 40), { heading: '5.2.3' });
    assert.equal(moveFor(page, '5.2', 40), null);
  });

  it('comes back to the old place in a view that was made anew, and starts a turned page at its top', () => {
    assert.deepEqual(moveFor({ id: '5.2', anchor: '' }, '', 40), { scroll: 40 });
    assert.deepEqual(moveFor({ id: '5.2', anchor: '' }, '5.1', 40), { scroll: 0 });
  });

  it('is where it was for whoever comes back to it, on the same page too', () => {
    assert.deepEqual(moveFor({ id: '5.2', anchor: '' }, '5.2', 70, true), { scroll: 70 });
    assert.deepEqual(moveFor({ id: '5.2', anchor: '' }, '5.1', 70, true), { scroll: 70 });
  });
});

describe('look of a step', () => {
  it('is what its evidence asks for, else its state', () => {
    assert.equal(lookOf('todo', null), 'todo');
    assert.equal(lookOf('doing', { kind: 'missing' }), 'doing');
    assert.equal(lookOf('done', { kind: 'stale' }), 'stale');
    assert.equal(lookOf('todo', { kind: 'proposed' }), 'proposed');
  });
});
