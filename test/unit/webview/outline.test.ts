import assert from 'node:assert/strict';
import type { ChecklistModel, Step } from '../../../src/views/protocol.ts';
import { tally } from '../../../webview/shared/tally.ts';
import {
  chapters,
  confirmed,
  keepUnchanged,
  type Opened,
  rows,
  shown,
} from '../../../webview/sidebar/outline.ts';

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
  shown: true,
  ...over,
});
const model = (steps: Step[], over: Partial<ChecklistModel> = {}): ChecklistModel => ({
  state: 'checklist',
  trusted: true,
  project: { id: 'p', name: 'P', switchable: false },
  chapters: [],
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
  filter: { kind: 'all', shown: 0, of: 0, noUser: false },
  undo: '',
  singleKeys: true,
  ...over,
});
const opened = (over: Partial<Opened> = {}): Opened => ({
  chapters: new Set(),
  sections: new Set(),
  steps: new Set(),
  folded: new Set(),
  ...over,
});
const filtered = (kind: ChecklistModel['filter']['kind'], n: number): Partial<ChecklistModel> => ({
  filter: { kind, shown: n, of: 9, noUser: false },
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
    const open = opened({ sections: new Set(['5.1']), steps: new Set(['5.1.1']) });
    const ids = rows(model([step('5.1.1')]), open).map((row) => [row.id, row.open]);
    assert.deepEqual(ids, [
      ['5.1', true],
      ['5.1.1', true],
      ['5.2', false],
    ]);
  });

  it('shows what the filter lets through, and what is open on screen', () => {
    const section = {
      id: '5.1',
      title: '',
      steps: [step('5.1.1', { shown: false }), step('5.1.2', { shown: false }), step('5.1.3')],
    };
    const open = opened({ steps: new Set(['5.1.2']) });
    const ids = (kind: ChecklistModel['filter']['kind']) =>
      shown(section, model([], filtered(kind, 1)), open).map(({ id }) => id);
    assert.deepEqual(ids('open'), ['5.1.2', '5.1.3']);
    assert.deepEqual(ids('all'), ['5.1.1', '5.1.2', '5.1.3']);
  });

  it('unfolds the little that a filter leaves, without the sections that it empties', () => {
    const steps = [step('5.1.1', { shown: false }), step('5.1.2')];
    const hidden = {
      sections: [
        { id: '5.1', title: 'One', steps },
        { id: '5.2', title: 'Two', steps: [step('5.2.1', { shown: false })] },
      ],
    };
    const ids = (n: number, folded: string[] = []) =>
      rows(model([], { ...filtered('mine', n), ...hidden }), opened({ folded: new Set(folded) })).map(
        ({ id }) => id,
      );
    assert.deepEqual(ids(1), ['5.1', '5.1.2']);
    assert.deepEqual(ids(1, ['5.1']), ['5.1']);
    assert.deepEqual(ids(5000), ['5.1'], 'thousands stay folded');
  });

  it('puts sections under their chapters, which fold', () => {
    const several = model([step('5.1.1')], {
      chapters: [
        { id: '5', title: 'Implementation' },
        { id: '3', title: 'Management' },
      ],
      sections: [
        { id: '5.1', title: 'One', steps: [step('5.1.1')] },
        { id: '3.1', title: 'Three', steps: [step('3.1.1')] },
      ],
    });
    const open = opened({ chapters: new Set(['5']), sections: new Set(['5.1', '3.1']) });
    assert.deepEqual(
      rows(several, open).map(({ kind, id, chapter }) => [kind, id, chapter]),
      [
        ['chapter', '5', '5'],
        ['section', '5.1', '5'],
        ['step', '5.1.1', '5'],
        ['chapter', '3', '3'],
      ],
    );
    assert.deepEqual(
      chapters(model([step('5.1.1')]), open).map(({ id, sections }) => [id, sections.length]),
      [['', 2]],
      'one chapter has no heading',
    );
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
