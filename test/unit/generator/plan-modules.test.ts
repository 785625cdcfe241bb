import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from '../../../src/generator/generate.ts';
import {
  choosePlans,
  readProjectFile,
  UnknownAnswers,
  UnreadableProject,
  undoPlans,
  withPlan,
} from '../../../src/generator/plan-modules.ts';
import { sourceTemplates } from '../../../src/generator/template-source.ts';
import { answersFor, date, newFolder, removeFolders, repository, templatesOf } from './fixture.ts';

const templates = sourceTemplates(path.join(repository, 'templates'), '1.2.3');
const chosen = { name: 'Acme Reviews', author: 'Mei', language: 'zh-cn' } as const;

async function project(plan: readonly string[] = []): Promise<string> {
  const root = path.join(newFolder(), 'acme');
  await generate(answersFor({ ...chosen, plan }), root, {
    templates,
    date,
    decide: () => Promise.reject(new Error('nothing is there')),
  });
  return root;
}

const read = (root: string, file: string) => readFileSync(path.join(root, file), 'utf8');
const premortem = 'plan/premortem.yaml';

describe('choosing the plan modules of a project that exists', () => {
  after(removeFolders);

  it('adds what a project made with them has, byte for byte', async () => {
    const [late, early] = [await project(), await project(['premortem', 'management'])];
    const change = await choosePlans(late, ['premortem', 'management'], templates);
    assert.deepEqual([change.before, change.after], [[], ['management', 'premortem']]);
    assert.ok(change.files.some((file) => file.path === premortem) && change.kept === 0);
    for (const file of change.files.map((one) => one.path)) {
      assert.equal(read(late, file), read(early, file));
    }
    assert.equal(read(late, '.ai-venture/project.json'), read(early, '.ai-venture/project.json'));
  });

  it('never replaces a file, and says how many it kept', async () => {
    const root = await project();
    writeFileSync(path.join(root, premortem), 'signs: []\n');
    const change = await choosePlans(root, ['premortem'], templates);
    assert.equal(read(root, premortem), 'signs: []\n');
    assert.equal(change.kept, 1);
    assert.ok(!change.files.some((file) => file.path === premortem));
  });

  it('leaves files where a module is taken away, and modules alone that only a newer version knows', async () => {
    const root = await project(['premortem']);
    const file = path.join(root, '.ai-venture/project.json');
    writeFileSync(
      file,
      read(root, '.ai-venture/project.json').replace('"premortem"', '"premortem", "lunar"'),
    );
    const change = await choosePlans(root, [], templates);
    assert.deepEqual(change.after, ['lunar']);
    assert.ok(existsSync(path.join(root, premortem)));
  });

  it('is undone as far as nobody has built on it', async () => {
    const root = await project();
    const before = read(root, '.ai-venture/project.json');
    const change = await choosePlans(root, ['premortem', 'marketing'], templates);
    writeFileSync(path.join(root, premortem), 'signs: []\n');
    const undone = await undoPlans(change);
    assert.deepEqual([undone.left, undone.restored], [[premortem], true]);
    assert.equal(undone.removed.length, change.files.length - 1);
    assert.ok(!existsSync(path.join(root, 'docs/plan/marketing')));
    assert.equal(read(root, '.ai-venture/project.json'), before);
  });

  it('leaves the modules alone on undo where somebody has changed them since', async () => {
    const root = await project();
    const change = await choosePlans(root, ['premortem'], templates);
    await choosePlans(root, ['premortem', 'marketing'], templates);
    assert.equal((await undoPlans(change)).restored, false);
    assert.deepEqual((await readProjectFile(root)).plan, ['marketing', 'premortem']);
  });

  it('changes nothing where the project cannot be read, is of a task that is not known, or a link is in the way', async () => {
    const root = await project();
    const place = path.join(root, '.ai-venture/project.json');
    const good = read(root, '.ai-venture/project.json');
    writeFileSync(place, good.replace('"task": "', '"task": "x'));
    await assert.rejects(choosePlans(root, ['premortem'], templates), UnknownAnswers);
    writeFileSync(place, `${good}}`);
    await assert.rejects(choosePlans(root, ['premortem'], templates), UnreadableProject);
    await assert.rejects(choosePlans(newFolder(), ['premortem'], templates), UnreadableProject);
    writeFileSync(place, good);
    const elsewhere = newFolder();
    mkdirSync(path.join(root, 'docs/plan'), { recursive: true });
    symlinkSync(elsewhere, path.join(root, 'docs/plan/marketing'));
    await assert.rejects(choosePlans(root, ['marketing', 'premortem'], templates));
    assert.equal(read(root, '.ai-venture/project.json'), good);
    assert.ok(!existsSync(path.join(root, premortem)));
  });

  it('takes a module without files for one that adds none', async () => {
    const root = await project();
    const change = await choosePlans(root, ['funding'], templatesOf({ 'base/x': '1' }));
    assert.deepEqual([change.files, change.folders, change.kept], [[], [], 0]);
    assert.deepEqual((await readProjectFile(root)).plan, ['funding']);
  });
});

describe('the modules in the text of a project file', () => {
  const rest = '"schema": "x",\n\t"deployment": [\n\t\t"docker"\n\t],\n\t"author":  "M\\u0065i"';

  it('change and the rest stays, sign for sign', () => {
    assert.equal(
      withPlan(`{\n\t${rest},\n\t"plan": ["a", "b"]\n}`, ['c']),
      `{\n\t${rest},\n\t"plan": [\n\t\t"c"\n\t]\n}`,
    );
    assert.equal(withPlan('{"plan":["a"],"z":1}', ['b', 'c']), '{"plan":["b", "c"],"z":1}');
    assert.equal(withPlan('{\r\n  "plan": []\r\n}', ['a']), '{\r\n  "plan": [\r\n    "a"\r\n  ]\r\n}');
    assert.equal(withPlan('\uFEFF{\n  "plan": ["a"]\n}', []), '\uFEFF{\n  "plan": []\n}');
  });

  it('come after the ways to run the project where there were none yet', () => {
    assert.equal(
      withPlan('{\n  "a": 1,\n  "deployment": [],\n  "b": 2\n}\n', ['c']),
      '{\n  "a": 1,\n  "deployment": [],\n  "plan": [\n    "c"\n  ],\n  "b": 2\n}\n',
    );
    assert.equal(withPlan('{"a": 1}', ['c']), '{"a": 1, "plan": ["c"]}');
  });
});
