import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerNames, answerProblem } from '../../../src/generator/answers.ts';
import {
  advance,
  back,
  currentStep,
  type Draft,
  draftSchema,
  edit,
  fitting,
  isEditing,
  position,
  startDraft,
  stepIds,
  targetOf,
} from '../../../src/wizard/draft.ts';

const start = () => startDraft({}, '/home/mei', 'zh-cn');
const walk = (draft: Draft, steps: number) =>
  Array.from({ length: steps }).reduce<Draft>((now) => advance(now, {}), draft);

describe('the way through the wizard', () => {
  it('leads from the task to the review, and says where it stands', () => {
    let draft = start();
    const seen: unknown[] = [];
    for (let step = 0; step < 7; step += 1) {
      seen.push([currentStep(draft), position(draft)]);
      draft = advance(draft, {});
    }
    assert.deepEqual(seen, [
      ['task', { step: 1, total: 6 }],
      ['name', { step: 2, total: 6 }],
      ['place', { step: 3, total: 6 }],
      ['framework', { step: 4, total: 6 }],
      ['deployment', { step: 5, total: 6 }],
      ['plan', { step: 6, total: 6 }],
      ['review', undefined],
    ]);
  });

  it('is three screens long with a preset', () => {
    const draft = advance(start(), { preset: true });
    assert.deepEqual([currentStep(draft), position(draft)], ['name', { step: 2, total: 2 }]);
    assert.equal(position(advance(draft, {})), undefined);
    assert.equal(currentStep(advance(draft, {})), 'review');
  });

  it('goes back with everything that was entered', () => {
    let draft = advance(start(), {});
    draft = advance(draft, { answers: { ...draft.answers, name: 'Acme' } });
    draft = advance(draft, { parent: '/data' });
    draft = back(back(draft));
    assert.equal(currentStep(draft), 'name');
    assert.equal(draft.answers['name'], 'Acme');
    assert.equal(draft.parent, '/data');
    assert.equal(currentStep(back(back(back(draft)))), 'task');
  });

  it('comes back to the review after one answer is changed, or not', () => {
    const review = walk(start(), 6);
    const editing = edit(review, 'place');
    assert.equal(position(editing), undefined);
    assert.ok(isEditing(editing));
    assert.equal(currentStep(advance(editing, { parent: '/data' })), 'review');
    assert.equal(advance(editing, { parent: '/data' }).parent, '/data');
    assert.deepEqual(back(editing), review);
    assert.equal(currentStep(back(review)), 'plan');
  });

  it('drops a device that the framework does not have', () => {
    const cuda = startDraft({ framework: 'pytorch', accelerator: 'cu130' }, '/x', 'en');
    assert.equal(cuda.answers['accelerator'], 'cu130');
    const changed = advance(cuda, { answers: { ...cuda.answers, framework: 'tensorflow' } });
    assert.equal(changed.answers['accelerator'], 'cpu');
  });

  it('gives a draft that is older than the choice of deployment the usual one', () => {
    const { deployment: _, ...older } = walk(start(), 4).answers;
    assert.equal(fitting({ ...walk(start(), 4), answers: older }).answers['deployment'], 'docker,github');
    const chosen = startDraft({ deployment: 'none' }, '/x', 'en');
    assert.equal(advance(chosen, {}).answers['deployment'], 'none');
    assert.equal(
      startDraft({ deployment: 'github,gitlab' }, '/x', 'en').answers['deployment'],
      'docker,github',
    );
  });

  it('starts from answers of any age with something that can be used', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...answerNames), fc.string()), (old) => {
        const draft = startDraft(old, '/x', 'en');
        for (const answer of answerNames.filter((one) => one !== 'name')) {
          assert.equal(answerProblem(answer, draft.answers[answer] ?? '', draft.answers), undefined);
        }
      }),
    );
  });

  it('always has a step to show, and survives the storage of the editor', () => {
    const moves = fc.array(
      fc.oneof(fc.constant('on'), fc.constant('back'), fc.constant('preset'), fc.constantFrom(...stepIds)),
    );
    fc.assert(
      fc.property(moves, (taken) => {
        let draft = start();
        for (const move of taken) {
          if (move === 'on' && currentStep(draft) !== 'review') {
            draft = advance(draft, {});
          } else if (move === 'back') {
            draft = back(draft);
          } else if (move === 'preset' && currentStep(draft) === 'task') {
            draft = advance(draft, { preset: true });
          } else if (currentStep(draft) === 'review') {
            draft = edit(draft, stepIds.find((step) => step === move && step !== 'review') ?? 'name');
          }
          assert.ok(stepIds.includes(currentStep(draft)));
          const shown = position(draft);
          assert.ok(
            isEditing(draft) || currentStep(draft) === 'review'
              ? shown === undefined
              : shown && shown.step >= 1 && shown.step <= shown.total,
          );
        }
        assert.deepEqual(draftSchema.parse(JSON.parse(JSON.stringify(draft))), draft);
      }),
    );
  });

  it('puts the project into a folder of its own name', () => {
    const named = advance(start(), { answers: { ...start().answers, name: 'Acme: "Reviews"' } });
    assert.equal(targetOf(named), '/home/mei/acme-reviews');
  });
});
