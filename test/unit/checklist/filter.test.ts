import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filters, isFilter, passes, samePerson } from '../../../src/checklist/filter.ts';
import { proposed, type StepEvidence } from '../../../src/checklist/look.ts';
import { message } from '../../../src/project/words.ts';

const ready: StepEvidence = proposed('a', message('document.ok'));
const stale: StepEvidence = { kind: 'stale', file: 'a', says: message('document.ok'), at: null };
const step = { state: 'todo', owner: '', overdueDays: 0, evidence: undefined } as const;

describe('a filter of the checklist', () => {
  it('shows as open what asks for something', () => {
    assert.ok(passes('open', step, ''));
    assert.ok(!passes('open', { ...step, state: 'done' }, ''));
    assert.ok(!passes('open', { ...step, state: 'skipped' }, ''));
    assert.ok(passes('open', { ...step, state: 'done', evidence: stale }, ''));
  });

  it('shows to confirm what is proposed, and nothing that is merely out of date', () => {
    assert.ok(passes('confirm', { ...step, evidence: ready }, ''));
    assert.ok(!passes('confirm', { ...step, evidence: stale }, ''));
    assert.ok(!passes('confirm', step, ''));
  });

  it('shows as overdue what is late', () => {
    assert.ok(passes('overdue', { ...step, overdueDays: 1 }, ''));
    assert.ok(!passes('overdue', step, ''));
  });

  it('shows as mine what has my name, whatever its case and space', () => {
    for (const owner of ['Mei Chen', 'mei chen', ' MEI  CHEN ', 'MeiChen', 'Ｍei Chen']) {
      assert.ok(passes('mine', { ...step, owner }, 'Mei Chen'), owner);
    }
    for (const owner of ['', 'Mei', 'Chen Mei']) {
      assert.ok(!passes('mine', { ...step, owner }, 'Mei Chen'), owner);
    }
    assert.ok(samePerson('陈 梅', '陈梅'));
    for (const user of ['', ' ']) {
      assert.ok(!passes('mine', step, user), 'nobody is not me');
    }
  });

  it('shows everything where it is off, and knows its own names', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (owner, user) => passes('all', { ...step, owner }, user)),
    );
    assert.ok(filters.every(isFilter));
    assert.ok(!isFilter('toString') && !isFilter(undefined) && !isFilter(true));
  });
});
