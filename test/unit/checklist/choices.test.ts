import assert from 'node:assert/strict';
import { dueChoices, isDate } from '../../../src/checklist/due.ts';
import { ownerChoices } from '../../../src/checklist/owners.ts';

describe('due dates worth offering', () => {
  const milestones = [
    { title: 'Past', date: '2026-11-01', steps: ['5.1.1'] },
    { title: 'Data ready', date: '2026-11-30', steps: [] },
    { title: 'Pilot live', date: '2026-12-20', steps: ['5.3.5'] },
    { title: 'Wrong', date: '2026-02-30', steps: [] },
  ];

  it('are near days and milestones ahead, that of the step first', () => {
    assert.deepEqual(
      dueChoices('2026-11-23', milestones, ['5.3.5']).map(({ kind, date, title }) => [kind, date, title]),
      [
        ['today', '2026-11-23', ''],
        ['tomorrow', '2026-11-24', ''],
        ['friday', '2026-11-27', ''],
        ['fortnight', '2026-12-07', ''],
        ['milestone', '2026-12-20', 'Pilot live'],
        ['milestone', '2026-11-30', 'Data ready'],
      ],
    );
  });

  it('take the Friday after a Friday, and pass over the end of a year and a leap day', () => {
    const dates = (today: string) => dueChoices(today, [], []).map(({ date }) => date);
    assert.deepEqual(dates('2026-11-27'), ['2026-11-27', '2026-11-28', '2026-12-04', '2026-12-11']);
    assert.deepEqual(dates('2027-12-31'), ['2027-12-31', '2028-01-01', '2028-01-07', '2028-01-14']);
    assert.deepEqual(dates('2028-02-28')[1], '2028-02-29');
  });

  it('are those that the calendar has', () => {
    for (const good of ['2026-12-01', '2028-02-29']) {
      assert.ok(isDate(good), good);
    }
    for (const bad of ['2026-02-30', '2027-02-29', '2026-13-01', '1.12.2026', '2026-1-1', '']) {
      assert.ok(!isDate(bad), bad);
    }
  });
});

describe('owners worth offering', () => {
  it('are each named once, spelt as the plan spells them, with their roles', () => {
    const choices = ownerChoices({
      user: 'mei chen',
      team: [
        { name: 'Mei Chen', roles: ['Founder', 'Data'] },
        { name: 'Jonas', roles: ['Model'] },
      ],
      owners: ['JONAS', 'Ravi', ''],
      authors: ['mei chen', 'Ravi', 'Ana'],
    });
    assert.deepEqual(
      choices.map(({ name, from, roles }) => [name, from, roles.join()]),
      [
        ['Mei Chen', 'you', 'Founder,Data'],
        ['Jonas', 'team', 'Model'],
        ['Ravi', 'owner', ''],
        ['Ana', 'git', ''],
      ],
    );
  });

  it('are none where nobody is known', () => {
    assert.deepEqual(ownerChoices({ user: '', team: [], owners: [], authors: [] }), []);
  });
});
