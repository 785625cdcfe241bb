import assert from 'node:assert/strict';
import {
  definition,
  definitionFor,
  planModules,
  type StepDefinition,
} from '../../../src/checklist/definition.ts';
import { Look } from '../../../src/checklist/look.ts';
import { passageOf } from '../../../src/checklist/rules/modules.ts';
import { rules } from '../../../src/checklist/rules.ts';
import { nodeFiles } from '../../../src/project/files.ts';
import { readProject } from '../../../src/project/project.ts';
import { say } from '../../../src/project/words.ts';
import { Folder } from '../project/folder.ts';

const now = new Date(2026, 10, 23, 12);

describe('the rules of the plan modules', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder().project();
  });
  afterEach(() => folder.remove());

  async function judge(evidence: StepDefinition['evidence']): Promise<readonly [kind: string, says: string]> {
    const project = await readProject(nodeFiles, folder.root);
    const found = await rules[evidence.rule](new Look(project, nodeFiles, { now: () => now }), evidence);
    return [found.kind, say(found.says, 'en')];
  }

  describe('passage', () => {
    const evidence = { rule: 'passage', file: 'docs/plan/feasibility/market.md', heading: '4.1.1' } as const;
    const written = async (text: string) => {
      folder.write(evidence.file, text);
      return (await judge(evidence))[0];
    };

    it('asks for text under its own heading, without a placeholder', async () => {
      assert.equal((await judge(evidence))[0], 'missing', 'no file');
      assert.equal(await written('# Market\n\n## 4.1.1 Position\n\nClinics.\n'), 'proposed');
      assert.equal(await written('# Market\n\n## 4.1.1 Position\n\n> [!TODO]\n> Who?\n'), 'missing');
      assert.equal(await written('# Market\n\n## 4.1.1 Position\n\n## 4.1.2 Research\n\nText.\n'), 'missing');
      assert.equal(await written('# Market\n\n## 4.1.12 Another\n\nText.\n'), 'missing');
    });

    it('does not look at what other headings lack', async () => {
      const rest = '## 4.1.2 Research\n\n> [!TODO]\n> How many?\n';
      assert.equal(await written(`## 4.1.1 Position\n\nClinics.\n\n${rest}`), 'proposed');
    });

    it('takes deeper headings along and is not misled by code', () => {
      const text =
        '## 4.1.1 A\r\n\r\n### Deeper\r\n\r\n```\r\n## no heading\r\n```\r\n\r\nEnd.\r\n\r\n# B\r\nno\r\n';
      const found = passageOf(text, '4.1.1') ?? '';
      assert.match(found, /Deeper[\s\S]*no heading[\s\S]*End/);
      assert.doesNotMatch(found, /# B/);
      assert.equal(passageOf(text, '4.1.2'), undefined);
    });
  });

  it('role: asks for duties, and a person or a day that has not passed', async () => {
    const evidence = { rule: 'role', file: 'plan/team.yaml', role: 'data' } as const;
    const team = (rest: string) =>
      folder.write('plan/team.yaml', `roles:\n  - { id: data, title: Data engineer, ${rest} }\n`);
    team('person: null, by: null, duties: Sources');
    assert.equal((await judge(evidence))[0], 'missing');
    team('person: Mei, by: null, duties: ""');
    assert.deepEqual(await judge(evidence), ['missing', '“Data engineer” has no duties']);
    team('person: Mei, by: null, duties: Sources');
    assert.deepEqual(await judge(evidence), ['proposed', 'Data engineer: Mei']);
    team('person: null, by: 2026-12-01, duties: Sources');
    assert.equal((await judge(evidence))[0], 'proposed');
    team('person: null, by: 2026-11-01, duties: Sources');
    assert.equal((await judge(evidence))[0], 'stale');
    assert.equal((await judge({ ...evidence, role: 'marketing' }))[0], 'missing');
  });

  it('risk: looks at the risks of one kind alone', async () => {
    const line = (kind: string, owner: string) =>
      `  - { id: ${kind}, title: T, kind: ${kind}, likelihood: 2, impact: 3, owner: "${owner}", response: R, review: 2026-12-01 }\n`;
    folder.write('plan/risks.yaml', `risks:\n${line('technical', 'Mei')}${line('market', '')}`);
    const of = (risk: string) => judge({ rule: 'risk', file: 'plan/risks.yaml', risk });
    assert.deepEqual(await of('technical'), ['proposed', 'Risks: 1, the highest scores 6 of 25']);
    assert.equal((await of('market'))[0], 'missing');
    assert.deepEqual(await of('credit'), ['missing', 'No risk of the kind “credit” yet']);
    folder.write('plan/risks.yaml', `risks:\n${line('weather', 'Mei')}`);
    assert.equal((await of('market'))[0], 'invalid', 'a kind that there is not');
  });

  it('compliance: wants an owner and a day for what is open, and nothing past its day', async () => {
    const evidence = { rule: 'compliance', file: 'plan/compliance.yaml' } as const;
    const items = (...lines: string[]) => folder.write('plan/compliance.yaml', `items:\n${lines.join('')}`);
    const item = (owner: string, due: string, state = 'open') =>
      `  - { id: a, title: Licenses, law: L, owner: "${owner}", due: ${due}, state: ${state} }\n`;
    items(item('', '2026-12-01'));
    assert.equal((await judge(evidence))[0], 'missing');
    items(item('Mei', '2026-12-01'), item('', 'null', 'done'));
    assert.match((await judge(evidence)).join(), /^proposed,Duties done: 1 of 2/);
    items(item('Mei', '2026-11-22'));
    assert.equal((await judge(evidence))[0], 'stale');
  });

  it('feedback: is there, and not left unread for two weeks', async () => {
    const evidence = { rule: 'feedback', file: 'plan/feedback.yaml' } as const;
    const items = (at: string, state: string) =>
      folder.write(
        'plan/feedback.yaml',
        `items:\n  - { id: f, at: ${at}, source: S, text: T, state: ${state}, action: null }\n`,
      );
    folder.write('plan/feedback.yaml', 'items: []\n');
    assert.equal((await judge(evidence))[0], 'missing');
    items('2026-11-20', 'new');
    assert.equal((await judge(evidence))[0], 'proposed');
    items('2026-11-01', 'new');
    assert.equal((await judge(evidence))[0], 'missing');
    items('2026-11-01', 'triaged');
    assert.equal((await judge(evidence))[0], 'proposed');
  });

  it('funding: judges each part by itself', async () => {
    const write = (over: object) =>
      folder.write(
        'plan/funding.yaml',
        JSON.stringify({
          currency: 'USD',
          as_of: '2026-11-01',
          goal: { amount: 800000, milestone: 'pilot', months: 18, margin_months: 6 },
          cap_table: [{ holder: 'Mei', share: 1 }],
          rounds: [],
          channels: [],
          investors: [],
          use: [],
          receivables: [],
          ...over,
        }),
      );
    const of = (part: string) => judge({ rule: 'funding', file: 'plan/funding.yaml', part });
    write({});
    assert.equal((await of('goal'))[0], 'proposed');
    assert.deepEqual(await of('rounds'), ['missing', '`rounds` is empty']);
    write({ goal: { amount: 800000, milestone: 'pilot', months: null, margin_months: 6 } });
    assert.deepEqual(await of('goal'), ['missing', '`goal`: still to be filled in: months']);
    const round = {
      id: 'seed',
      title: 'Seed',
      instrument: 'safe',
      amount: 1,
      pre_money: 2,
      pool: 0,
      state: 'open',
    };
    write({ rounds: [{ ...round, date: null }] });
    assert.equal((await of('rounds'))[0], 'missing');
    write({ rounds: [{ ...round, date: '2027-03-01' }] });
    assert.equal((await of('rounds'))[0], 'proposed');
    write({ rounds: [{ ...round, date: '2027-02-30' }] });
    assert.equal((await of('rounds'))[0], 'invalid', 'a date that does not exist');
    write({ receivables: [{ id: 'r', customer: 'Clinic', amount: 5, due: '2026-11-01', paid: false }] });
    assert.equal((await of('receivables'))[0], 'stale');
  });

  it('actual: wants the month before this one', async () => {
    const evidence = { rule: 'actual', file: 'plan/budget.yaml' } as const;
    const budget = (month: string) =>
      folder.write(
        'plan/budget.yaml',
        `currency: USD\nas_of: 2026-11-01\ncash: 5000\nfunding: 0\nmonthly: []\ntraining: { budget: 1, gpu_hour_price: 2, gpu: A }\nactual:\n  - { month: ${month}, spent: 900, income: 0, training: 10 }\n`,
      );
    budget('2026-09');
    assert.equal((await judge(evidence))[0], 'missing');
    budget('2026-10');
    assert.deepEqual(await judge(evidence), ['proposed', '2026-10: 900 USD spent']);
    budget('2026-13');
    assert.equal((await judge(evidence))[0], 'invalid');
  });

  it('sign: is watched by somebody, and asks for a decision once it was seen', async () => {
    const evidence = { rule: 'sign', file: 'plan/premortem.yaml', sign: '9.1.1' } as const;
    const sign = (owner: string, review: string, state: string) =>
      folder.write(
        'plan/premortem.yaml',
        `signs:\n  - { id: "9.1.1", title: Demand, sign: S, threshold: two in ten, file: plan/feedback.yaml, owner: "${owner}", review: ${review}, state: ${state} }\n`,
      );
    sign('', '2026-12-01', 'watching');
    assert.equal((await judge(evidence))[0], 'missing');
    sign('Mei', '2026-12-01', 'watching');
    assert.equal((await judge(evidence))[0], 'proposed');
    sign('Mei', '2026-11-01', 'watching');
    assert.equal((await judge(evidence))[0], 'stale');
    sign('Mei', '2026-12-01', 'seen');
    assert.match((await judge(evidence)).join(), /^stale,“Demand” has been seen/);
  });
});

describe('the plan modules', () => {
  it('add their sections to those that every project has', () => {
    const ids = (plan: readonly string[]) =>
      new Set(definitionFor(plan).sections.map(({ module }) => module));
    assert.deepEqual(ids([]), new Set([undefined]));
    assert.deepEqual(ids(['sorcery']), new Set([undefined]));
    assert.deepEqual(ids(planModules), new Set(definition.sections.map(({ module }) => module)));
    assert.equal(definitionFor(['funding']), definitionFor(['funding']), 'made once');
  });
});
