import assert from 'node:assert/strict';
import type { ChecklistModel, Step } from '../../../src/views/protocol.ts';
import { tally } from '../../../webview/shared/tally.ts';
import { confirmed, isOpen, keepUnchanged, rows, shown } from '../../../webview/sidebar/outline.ts';

const step = (id: string, over: Partial<Step> = {}): Step => ({
  id,
  title: `Step ${id}`,
  state: 'todo',
  owner: '',
  due: '',
  overdueDays: 0,
  note: '',
  reason: '',
  evidence: null,
  justDone: false,
  ...over,
});
const model = (steps: Step[], onlyOpen = false): ChecklistModel => ({
  state: 'checklist',
  trusted: true,
  project: { id: 'p', name: 'P', switchable: false },
  sections: [
    { id: '5.1', title: 'One', steps },
    { id: '5.2', title: 'Two', steps: [step('5.2.1')] },
  ],
  done: 0,
  all: 0,
  skipped: 0,
  doing: 0,
  toConfirm: 0,
  next: null,
  onlyOpen,
  singleKeys: true,
});
const stale = { kind: 'stale', file: 'reports/data.json', says: '', at: null } as const;

describe('outline of the checklist', () => {
  it('counts a section without its skipped steps', () => {
    const section = {
      id: '5.1',
      title: '',
      steps: [step('5.1.1', { state: 'done' }), step('5.1.2', { state: 'skipped' }), step('5.1.3')],
    };
    assert.deepEqual(tally(section), { done: 1, all: 2 });
  });

  it('shows rows of open sections only', () => {
    const ids = rows(model([step('5.1.1')]), { sections: new Set(['5.1']), steps: new Set(['5.1.1']) }).map(
      ({ id, open }) => [id, open],
    );
    assert.deepEqual(ids, [
      ['5.1', true],
      ['5.1.1', true],
      ['5.2', false],
    ]);
  });

  it('keeps in the filter what asks for something, what was just done, and what is open on screen', () => {
    assert.equal(isOpen(step('a', { state: 'done' })), false);
    assert.equal(isOpen(step('a', { state: 'skipped' })), false);
    assert.equal(isOpen(step('a', { state: 'done', evidence: stale })), true);
    assert.equal(isOpen(step('a', { state: 'done', justDone: true })), true);
    const section = {
      id: '5.1',
      title: '',
      steps: [step('5.1.1', { state: 'done' }), step('5.1.2', { state: 'done' }), step('5.1.3')],
    };
    const opened = { sections: new Set<string>(), steps: new Set(['5.1.2']) };
    assert.deepEqual(
      shown(section, true, opened).map(({ id }) => id),
      ['5.1.2', '5.1.3'],
    );
    assert.equal(shown(section, false, opened).length, 3);
  });

  it('keeps the identity of steps that did not change, evidence included, and of no other', () => {
    const before = model([step('5.1.1', { evidence: { ...stale } }), step('5.1.2')]);
    const next = model([
      step('5.1.1', { evidence: { ...stale } }),
      step('5.1.2', { state: 'done' }),
      step('5.1.3'),
    ]);
    const kept = keepUnchanged(before, next);
    assert.equal(kept.sections[0]?.steps[0], before.sections[0]?.steps[0]);
    assert.equal(kept.sections[0]?.steps[1], next.sections[0]?.steps[1]);
    assert.deepEqual(kept, next);
  });

  it('takes a change for confirmed only when the step is in the state that was asked for', () => {
    const asked = new Map([
      ['5.1.1', 'done'],
      ['9.9', 'done'],
    ] as const);
    assert.deepEqual(confirmed(model([step('5.1.1')]), asked), []);
    assert.deepEqual(
      confirmed(model([step('5.1.1', { state: 'done' })]), asked).map(({ id }) => id),
      ['5.1.1'],
    );
  });
});
