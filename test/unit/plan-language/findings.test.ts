import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { definition, stepsOf } from '../../../src/checklist/definition.ts';
import { planModules, tasks } from '../../../src/generator/catalogue.ts';
import { renderProject } from '../../../src/generator/render.ts';
import { sourceTemplates } from '../../../src/generator/template-source.ts';
import { languages } from '../../../src/l10n.ts';
import { factsOf, type PlanTexts } from '../../../src/plan-language/facts.ts';
import { type Finding, findingsOf } from '../../../src/plan-language/findings.ts';
import { addPerson } from '../../../src/plan-language/team-edit.ts';
import { type PlanName, planFile, planNames } from '../../../src/project/plans.ts';
import { say } from '../../../src/project/words.ts';
import { answersFor, date, repository } from '../generator/fixture.ts';
import { facts } from './typed.ts';

const templates = sourceTemplates(path.join(repository, 'templates'), '1.2.3');
const modules = planModules.map(({ id }) => id);

const team = 'roles:\n  - id: founder\n    title: Founder\n    person: Mei\n    by: null\n';
const goal = (lines: string) => `goals:\n  - id: a\n    title: A\n    metric: m\n    target: 1\n${lines}`;
const whole = goal('    by: 2026-12-01\n    owner: Mei\n');

function found(texts: PlanTexts, plan: PlanName): readonly Finding[] {
  const context = { steps: new Set(facts.steps.map(({ id }) => id)), people: facts.people };
  return findingsOf(texts, context).get(plan) ?? [];
}

/** Each finding as: severity, what it marks, what it says. */
function told(texts: PlanTexts, plan: PlanName): readonly (readonly string[])[] {
  return found(texts, plan).map(({ severity, from, to, message }) => [
    severity,
    texts[plan]?.slice(from, to) ?? '',
    say(message, 'en'),
  ]);
}

describe('what is wrong in plan files', () => {
  it('is nothing in files that are right', () => {
    assert.deepEqual(told({ goals: whole, team }, 'goals'), []);
  });

  for (const language of languages) {
    for (const task of tasks.map(({ id }) => id)) {
      it(`is nothing in what a new project is given: ${task}, ${language}`, async () => {
        const answers = answersFor({ name: 'Acme', author: 'Mei', language, task, plan: modules });
        const files = await renderProject(answers, date, templates);
        const texts = Object.fromEntries(
          planNames.flatMap((name) => {
            const file = files.find((one) => one.path === planFile(name));
            return file === undefined ? [] : [[name, new TextDecoder().decode(file.bytes)]];
          }),
        );
        const steps = new Set(stepsOf(definition).map(({ id }) => id));
        const { people } = factsOf(texts, (id) => id, date);
        assert.deepEqual(
          [...findingsOf(texts, { steps, people }).values()].flat().map(({ message }) => say(message, 'en')),
          [],
        );
      });
    }
  }

  it('is a text that does not parse, with the place', () => {
    assert.deepEqual(told({ goals: 'goals:\n  - id: "a\n' }, 'goals')[0]?.[0], 'error');
    assert.deepEqual(told({ goals: 'goals:\n\t- id: a\n' }, 'goals').length, 1);
    assert.deepEqual(told({ goals: '' }, 'goals'), [
      ['error', '', 'The file doesn’t have the expected form'],
    ]);
  });

  it('is a wrong type, a date that does not exist, and negative money, each where it stands', () => {
    assert.deepEqual(told({ goals: goal('    by: 2026-02-30\n    owner: 7\n'), team }, 'goals'), [
      ['error', '2026-02-30', '“goals[0].by” must be a date such as 2026-12-01'],
      ['error', '7', '“goals[0].owner” must be text'],
    ]);
    const budget =
      'currency: EUR\nas_of: null\ncash: -5\nfunding: 0\nmonthly: []\ntraining:\n  budget: 0\n  gpu: ""\n';
    assert.deepEqual(told({ budget }, 'budget'), [
      ['error', '-5', '“cash” must be at least 0'],
      ['error', 'training', '“training.gpu_hour_price” is missing'],
    ]);
  });

  it('is a key that is misspelt, also where it is the one that is missing, with the right one to put in', () => {
    const goals = goal('    by: 2026-12-01\n    onwer: Mei\n');
    assert.deepEqual(told({ goals, team }, 'goals'), [
      ['error', 'id', '“goals[0].owner” is missing'],
      ['warning', 'onwer', '“onwer” isn’t known here. Is it meant to be “owner”?'],
    ]);
    assert.deepEqual(found({ goals }, 'goals')[1]?.fixes, [{ kind: 'rename', to: 'owner' }]);
    const extra = `${whole}    colour: red\n`;
    assert.deepEqual(told({ goals: extra, team }, 'goals'), [
      ['warning', 'colour', '“colour” isn’t known here; nothing reads it'],
    ]);
  });

  it('is an owner who is not in the team, who can be added or be somebody near', () => {
    const goals = whole.replace('Mei', 'Mie');
    assert.deepEqual(told({ goals, team }, 'goals'), [['warning', 'Mie', '“Mie” isn’t in plan/team.yaml']]);
    assert.deepEqual(found({ goals, team }, 'goals')[0]?.fixes, [
      { kind: 'rename', to: 'Mei' },
      { kind: 'addPerson', person: 'Mie' },
    ]);
    assert.deepEqual(told({ goals }, 'goals'), [], 'without a team nobody is known');
    assert.deepEqual(told({ goals, team: 'roles: [' }, 'goals'), []);
  });

  it('is a value that a choice does not have, with the nearest that it has', () => {
    const compliance =
      'items:\n  - id: a\n    title: A\n    law: L\n    owner: ""\n    due: null\n    state: opne\n';
    const [finding] = found({ compliance }, 'compliance');
    assert.deepEqual(finding?.fixes, [{ kind: 'rename', to: 'open' }]);
    assert.equal(compliance.slice(finding?.from, finding?.to), 'opne');
  });

  it('is a circle of milestones, mixed currencies, and shares that are no whole', () => {
    const timeline =
      'start: 2026-11-01\nmilestones:\n' +
      '  - { id: a, title: A, date: 2026-12-01, owner: "", depends: [b] }\n' +
      '  - { id: b, title: B, date: 2026-12-01, owner: "", depends: [a] }\n';
    assert.deepEqual(told({ timeline }, 'timeline'), [
      ['error', 'depends', 'These milestones wait for one another: a → b → a'],
    ]);
    const budget =
      'currency: EUR\nas_of: null\ncash: 5\nfunding: 0\nmonthly: []\n' +
      'training: { budget: 0, gpu: "", gpu_hour_price: 0 }\n';
    const funding =
      'currency: USD\nas_of: null\ngoal: { amount: 1, milestone: "", months: 1, margin_months: 1 }\n' +
      'cap_table:\n  - { holder: A, share: 0.6 }\n  - { holder: B, share: 0.6 }\n' +
      'rounds: []\nchannels: []\ninvestors: []\nuse: []\nreceivables: []\n';
    assert.deepEqual(told({ budget, funding }, 'funding'), [
      ['error', 'USD', 'The currency is USD here and EUR in plan/budget.yaml'],
      ['error', 'cap_table', 'The shares add up to 1.2, not to 1'],
    ]);
  });

  it('can be looked for in any text, and always stands in it', () => {
    const sign = fc.constantFrom(...'goals: []{}\n  - "\'#|&*!>%@`id,\t\r0'.split(''));
    fc.assert(
      fc.property(fc.constantFrom(...planNames), fc.string({ unit: sign, maxLength: 60 }), (plan, text) => {
        for (const { from, to } of found({ [plan]: text }, plan)) {
          assert.ok(from >= 0 && from <= to && to <= text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('adding a person to the team', () => {
  function added(text: string, person: string): string | undefined {
    const edit = addPerson(text, person);
    return edit && text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  }
  const role = (id: string, person: string) =>
    `  - id: ${id}\n    title: ""\n    person: ${person}\n    by: null\n    duties: ""`;

  it('puts a role at the end of the list and leaves the rest as it is', () => {
    const text = `# c\n${team}    duties: all # of it\n\n# end\n`;
    const after = added(text, 'Mie');
    assert.equal(after, `# c\n${team}    duties: all # of it\n${role('mie', 'Mie')}\n\n# end\n`);
    assert.equal(found({ goals: whole.replace('Mei', 'Mie'), team: after ?? '' }, 'goals').length, 0);
  });

  it('works for an empty list, other margins, other line ends, and any name', () => {
    assert.equal(added('roles: []\n', 'Mei'), `roles:\n${role('mei', 'Mei')}\n`);
    assert.equal(added('roles:\n', 'Mei'), `roles:\n${role('mei', 'Mei')}\n`);
    const flush = team.replaceAll('\n  ', '\n');
    assert.equal(
      added(flush, '陈梅'),
      `${flush.trimEnd()}\n${role('role-1', '陈梅').replaceAll(/^ {2}/gm, '')}\n`,
    );
    assert.equal(added(team.replaceAll('\n', '\r\n'), 'A: #b')?.includes('person: "A: #b"\r\n    by'), true);
    assert.equal(added(team, 'Founder')?.includes('- id: founder-2\n'), true);
  });

  it('is left alone where the file cannot be read', () => {
    assert.deepEqual(
      [added('roles: [', 'x'), added('roles: x', 'x'), added('', 'x')],
      [undefined, undefined, undefined],
    );
  });
});
