/** The documents and plan files that a founder gets: complete, dated, in one language, marked where work is left. */
import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { definitionFor, planModules, stepsOf } from '../../src/checklist/definition.ts';
import { gatherEvidence } from '../../src/checklist/evidence.ts';
import { Look } from '../../src/checklist/look.ts';
import { planModules as offered, tasks } from '../../src/generator/catalogue.ts';
import { languages } from '../../src/l10n.ts';
import { nodeFiles } from '../../src/project/files.ts';
import * as plans from '../../src/project/plans.ts';
import { readProject } from '../../src/project/project.ts';
import { Folder } from './project/folder.ts';
import { filesOf } from './support/rendered.ts';

/** Everything that a founder can choose. */
const plan = [...planModules];

const documents = (files: ReadonlyMap<string, string>) =>
  [...files].filter(([file]) => file.endsWith('.md') && file !== 'AGENTS.md');
const planFile = (files: ReadonlyMap<string, string>, name: string): unknown =>
  parse(files.get(`plan/${name}.yaml`) ?? '');
const chinese = /\p{Script=Han}/u;

/** A document without what is the same in every language: code, names in backquotes, addresses. */
const prose = (text: string) =>
  text
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '')
    .replace(/https?:\S+/g, '');

describe('documents', () => {
  it('are the same ones in every language, with as much left to fill in', async () => {
    const counts = await Promise.all(
      languages.map(async (language) =>
        Object.fromEntries(
          documents(await filesOf({ language, plan })).map(([file, text]) => [
            file,
            plans.countPlaceholders(text),
          ]),
        ),
      ),
    );
    const [first, ...others] = counts;
    assert.ok(Object.keys(first ?? {}).length >= 13);
    for (const other of others) assert.deepEqual(other, first);
  });

  it('leave something to fill in where only the founder knows', async () => {
    const files = await filesOf({ author: '' });
    for (const name of ['charter', 'project-plan', 'communication', 'quality', 'budget', 'team', 'risks'])
      assert.ok(plans.countPlaceholders(files.get(`docs/plan/${name}.md`) ?? '') > 0, name);
    const known = await filesOf({ author: 'Ada' });
    const charter = 'docs/plan/charter.md';
    assert.equal(
      plans.countPlaceholders(known.get(charter) ?? ''),
      plans.countPlaceholders(files.get(charter) ?? '') - 1,
    );
  });

  it('have headings and sentences in Chinese throughout in the Chinese variant', async () => {
    for (const [file, text] of documents(await filesOf({ language: 'zh-cn', name: '数字', plan }))) {
      const lines = prose(text).split('\n');
      for (const line of lines.filter((line) => /^#+ /.test(line)))
        assert.match(line, chinese, `${file}: ${line}`);
      // A run of English words is a sentence that was forgotten; titles and names of products are shorter.
      const forgotten = lines.filter((line) => /(?:\b[a-z]+\b ){5}/.test(line));
      assert.deepEqual(forgotten, [], file);
    }
  });

  it('address the reader as one word does', async () => {
    for (const [file, text] of await filesOf({ language: 'zh-cn', plan })) {
      assert.ok(!text.includes('您'), file);
      if (file.endsWith('.md')) assert.doesNotMatch(text, /请(?!求)/, file);
    }
  });

  it('have no Chinese in the English variant', async () => {
    for (const [file, text] of await filesOf({ language: 'en', plan })) {
      if (/\.(md|yaml|yml|toml)$/.test(file)) assert.doesNotMatch(text, chinese, file);
    }
  });

  it('refer only to files that are there or that a command makes', async () => {
    const made = /^(reports|models|logs|data)\//;
    for (const deployment of [
      [],
      ['docker', 'github'],
      ['docker', 'compose', 'kubernetes', 'ray', 'gitlab'],
    ]) {
      const files = await filesOf({ deployment, plan });
      for (const [file, text] of documents(files))
        for (const [, reference = ''] of text.matchAll(
          /(?<=[` ])((?:docs|plan|configs|src|deploy|ray|reports|models|logs|data|\.github)\/[\w./-]+|\.gitlab-ci\.yml)(?=`| -)/g,
        ))
          assert.ok(
            made.test(reference) ||
              files.has(reference) ||
              [...files.keys()].some((path) => path.startsWith(reference)),
            `${file}, ${deployment.join(' ')}: ${reference}`,
          );
    }
  });
});

describe('plan files', () => {
  for (const [language, task] of languages.flatMap((one) => tasks.map(({ id }) => [one, id] as const)))
    it(`are valid in ${language}, ${task}`, async () => {
      const files = await filesOf({ language, task, plan, author: 'Ada: "x" #' });
      const schemas = {
        goals: plans.goalsSchema,
        timeline: plans.timelineSchema,
        budget: plans.budgetSchema,
        team: plans.teamSchema,
        risks: plans.risksSchema,
        compliance: plans.complianceSchema,
        feedback: plans.feedbackSchema,
        funding: plans.fundingSchema,
        premortem: plans.premortemSchema,
      };
      for (const [name, schema] of Object.entries(schemas)) schema.parse(planFile(files, name));
      assert.equal(plans.teamSchema.parse(planFile(files, 'team')).roles[0]?.person, 'Ada: "x" #');
    });

  it('close each of the twenty steps in one milestone, in order of date, from the day of generation', async () => {
    const { start, milestones } = plans.timelineSchema.parse(planFile(await filesOf({}), 'timeline'));
    assert.equal(start, '2026-11-23');
    const dates = milestones.map((milestone) => milestone.date ?? '');
    assert.deepEqual(dates, [...dates].sort());
    assert.ok((dates[0] ?? '') > start);
    const steps = milestones.flatMap((milestone) => milestone.steps ?? []).sort();
    const section = (id: number, count: number) =>
      Array.from({ length: count }, (_, index) => `5.${id}.${index + 1}`);
    assert.deepEqual(
      steps,
      [section(1, 3), section(2, 4), section(3, 5), section(4, 4), section(5, 4)].flat(),
    );
  });

  it('say the same in every language but for words', async () => {
    const words = [
      'title',
      'duties',
      'response',
      'name',
      'sign',
      'threshold',
      'holder',
      'kind',
      'law',
      'currency',
    ];
    const numbers = async (language: 'en' | 'zh-cn', task: string, name: string) =>
      JSON.stringify(planFile(await filesOf({ language, task, plan }), name), (key, value: unknown) =>
        words.includes(key) ? '' : value,
      );
    const names = ['goals', 'timeline', 'team', 'risks', 'feedback', 'funding', 'premortem'];
    for (const { id } of tasks)
      for (const name of names)
        assert.equal(await numbers('en', id, name), await numbers('zh-cn', id, name), `${id}: ${name}`);
  });

  it('name the same duties of the law in every language, those of the home market first', async () => {
    for (const { id: task } of tasks) {
      const [en, zh] = await Promise.all(
        languages.map(async (language) =>
          plans.complianceSchema
            .parse(planFile(await filesOf({ language, task }), 'compliance'))
            .items.map(({ id }) => id),
        ),
      );
      assert.deepEqual([...(zh ?? [])].sort(), [...(en ?? [])].sort(), task);
      assert.notDeepEqual(zh, en);
    }
  });

  it('leave the price of a GPU open where one is used', async () => {
    const price = async (accelerator: string) =>
      plans.budgetSchema.parse(planFile(await filesOf({ accelerator }), 'budget')).training.gpu_hour_price;
    assert.equal(await price('cpu'), 0);
    assert.equal(await price('cu130'), null);
  });
});

describe('plan modules', () => {
  it('are the same in the catalogue and in the checklist', () => {
    assert.deepEqual(
      offered.map(({ id }) => id),
      plan,
    );
    for (const id of plan)
      assert.ok(
        definitionFor([id]).sections.some(({ module }) => module === id),
        id,
      );
  });

  for (const [language, task] of languages.flatMap((one) => tasks.map(({ id }) => [one, id] as const)))
    it(`bring what their steps ask for, still to be filled in (${language}, ${task})`, async () => {
      const folder = new Folder();
      try {
        for (const [file, text] of await filesOf({ language, task, plan })) folder.write(file, text);
        const project = await readProject(nodeFiles, folder.root);
        assert.deepEqual(project.plan, plan);
        const definition = definitionFor(project.plan);
        const now = { now: () => new Date(2026, 10, 23, 12) };
        const evidence = await gatherEvidence(definition, new Look(project, nodeFiles, now));
        for (const { id, files } of stepsOf(definition)) {
          const found = evidence.get(id);
          assert.equal(found?.kind, 'missing', `${id}: ${JSON.stringify(found)}`);
          for (const file of id.startsWith('5.') ? [] : files) {
            assert.ok(
              await nodeFiles.stat(`${folder.root}/${file.replace('{package}', 'acme_digits')}`),
              `${id}: ${file}`,
            );
          }
          if (found?.says.key.startsWith('passage.')) assert.fail(`${id}: ${found.says.key}`);
        }
      } finally {
        folder.remove();
      }
    });
});
