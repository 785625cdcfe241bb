import assert from 'node:assert/strict';
import { commitsOf, differing } from '../../../src/checklist/history.ts';
import { emptyProgress, type Progress } from '../../../src/checklist/progress.ts';
import { type Deed, type Done, deedOf, describe as inWords, UndoStack } from '../../../src/checklist/undo.ts';
import { type Language, languages } from '../../../src/l10n.ts';
import { say } from '../../../src/project/words.ts';

const done = (ids: readonly string[], deed: Deed = 'done'): Done => ({
  change: {
    edits: ids.map((id) => ({ id, before: undefined, after: { state: 'done' } })),
    progress: emptyProgress,
  },
  deed,
  at: '2026-11-23T10:00:00Z',
});

describe('the changes that can be taken back', () => {
  it('are a stack that forgets what changed nothing', () => {
    const stack = new UndoStack();
    const [first, second] = [done(['5.1.1']), done(['5.1.2', '5.1.3'], 'accept')];
    stack.push(first);
    stack.push(done([]));
    stack.push(second);
    assert.deepEqual(stack.all, [second, first]);
    stack.remove(second);
    assert.equal(stack.last, first);
    stack.remove(second);
    assert.equal(stack.last, first);
    stack.remove(first);
    assert.equal(stack.last, undefined);
  });

  it('are not kept for ever', () => {
    const stack = new UndoStack();
    for (let index = 0; index < 1000; index++) {
      stack.push(done([`5.1.${index}`]));
    }
    assert.ok(stack.all.length <= 200);
    assert.equal(stack.last?.change.edits[0]?.id, '5.1.999');
  });

  it('say what they did, of one step and of many, in each language', () => {
    const words = (language: Language, ids: string[], deed: Deed) => say(inWords(done(ids, deed)), language);
    assert.equal(words('en', ['5.1.1', '5.1.2'], 'accept'), 'accept 2 steps');
    assert.equal(words('en', ['5.1.1'], 'done'), 'tick 5.1.1');
    assert.equal(words('zh-cn', ['5.1.1', '5.1.2'], 'accept'), '确认 2 个步骤');
    const deeds: Deed[] = [
      'todo',
      'doing',
      'done',
      'skipped',
      'accept',
      'owner',
      'due',
      'note',
      'restore',
      'merge',
    ];
    for (const language of languages) {
      for (const deed of deeds) {
        assert.match(words(language, ['5.1.1'], deed), /5\.1\.1/);
        assert.match(words(language, ['5.1.1', '5.1.2'], deed), /2/);
      }
    }
  });

  it('are named by what says most of a patch', () => {
    assert.equal(deedOf({ state: 'done', evidence: { file: 'a', sha256: '' } }), 'accept');
    assert.equal(deedOf({ state: 'skipped', reason: 'r' }), 'skipped');
    assert.deepEqual(
      [deedOf({ owner: '' }), deedOf({ due: '' }), deedOf({ note: '' })],
      ['owner', 'due', 'note'],
    );
  });
});

describe('the commits of a progress file', () => {
  const version = (commit: string, text: string) => ({ commit, at: '2026-11-23T10:00:00Z', by: 'Mei', text });
  const file = (items: Progress['items']) => JSON.stringify({ version: 1, items });

  it('name the steps that each has changed, newest first, and tell which cannot be read and where', () => {
    const commits = commitsOf([
      version('a', file({ '5.1.1': { state: 'done' } })),
      version('b', '{\n<<<<<<< HEAD\n'),
      version(
        'c',
        file({
          '5.1.1': { state: 'done', at: '2026-11-23T10:00:00Z' },
          '5.10.1': {},
          '5.9.1': { owner: 'x' },
        }),
      ),
    ]);
    assert.deepEqual(
      commits.map(({ commit, content }) => [
        commit,
        'fault' in content ? content.fault.line : content.changed,
      ]),
      [
        ['c', ['5.9.1']],
        ['b', 2],
        ['a', ['5.1.1']],
      ],
    );
    assert.deepEqual(commitsOf([]), []);
  });

  it('differ in what is said of a step, not in who said it or when, nor in what says nothing', () => {
    const one: Progress = {
      version: 1,
      items: { a: { state: 'done', by: 'Mei' }, b: { state: 'todo' }, c: {} },
    };
    const other: Progress = { version: 1, items: { a: { state: 'done', by: 'Jonas' }, c: { note: 'n' } } };
    assert.deepEqual(differing(one, other), ['c']);
    assert.deepEqual(differing(other, one), ['c']);
  });
});
