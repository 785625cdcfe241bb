import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDefinition } from '../../../src/checklist/definition.ts';
import { compileGuide } from '../../../src/guide/compile.ts';
import { checkProject } from '../../../src/project/check.ts';
import { noGit } from '../../../src/project/git.ts';
import { goodData, samples } from '../checklist/samples.ts';
import { Folder } from './folder.ts';

describe('checking a project', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder().project();
  });
  afterEach(() => folder.remove());
  const clock = { now: () => new Date('2026-11-23T12:00:00Z') };
  const check = async (accept = false) => {
    const result = await checkProject({ root: folder.root, language: 'en', accept, clock, git: noGit });
    assert.ok(result.kind === 'checked');
    return result;
  };
  const progress = () => readFileSync(join(folder.root, '.ai-venture/progress.json'), 'utf8');

  it('says where there is none', async () => {
    const empty = new Folder();
    assert.deepEqual(await checkProject({ root: empty.root, language: 'en' }), { kind: 'none' });
    empty.remove();
  });

  it('tells state and evidence of every step, and writes nothing', async () => {
    folder.report('data', goodData);
    const before = progress();
    const { steps, counts, invalid, accepted } = await check();
    assert.equal(steps.length, 20);
    assert.deepEqual([counts.toConfirm, invalid, accepted], [3, [], []]);
    assert.equal(steps.find(({ id }) => id === '5.2.2')?.evidence?.says, '9 of 10 rows kept');
    assert.equal(progress(), before);
  });

  it('ticks what is proposed when told to, naming file and hash, and is done when run again', async () => {
    samples(folder);
    const { accepted, counts, invalid } = await check(true);
    assert.deepEqual([accepted.length, counts.done, invalid], [20, 20, []]);
    assert.match(
      progress(),
      /"5\.4\.2": \{ "state": "done", "at": "2026-11-23T12:00:00Z", "note": "reports\/metrics\.json sha256:[0-9a-f]{12}" \}/,
    );
    const before = progress();
    assert.deepEqual((await check(true)).accepted, []);
    assert.equal(progress(), before);
  });

  it('names each file that is at fault once, with its line', async () => {
    folder.write('reports/data.json', '{\n  "schema": 7\n}\n');
    const { invalid } = await check();
    assert.deepEqual(invalid, [
      { file: 'reports/data.json', line: 2, says: '“schema” must be one of: ai-venture/data@1' },
    ]);
  });

  it('accepts nothing where the progress file is broken, and leaves it as it is', async () => {
    samples(folder);
    folder.write('.ai-venture/progress.json', '{\n<<<<<<< HEAD\n');
    const { invalid, accepted, steps } = await check(true);
    assert.deepEqual(
      invalid.map(({ file, line }) => [file, line]),
      [['.ai-venture/progress.json', 2]],
    );
    assert.deepEqual([accepted, steps], [[], []]);
    assert.equal(progress(), '{\n<<<<<<< HEAD\n');
  });

  it('reports a project file that is at fault', async () => {
    folder.write('.ai-venture/project.json', '{}');
    assert.equal((await check()).invalid[0]?.file, '.ai-venture/project.json');
  });

  it('takes a new step from one entry of the definition and a section of the guide, and no code', async () => {
    const guideFolder = new Folder();
    guideFolder.write(
      'en/5.6.md',
      '## 5.6 More\n\nLead.\n\n### 5.6.1 Write a press kit\n\nO.\n\n#### What to do\n\nA\n\n#### Done when\n\nB\n',
    );
    const entry = {
      id: '5.6.1',
      files: ['docs/press.md'],
      commands: [],
      evidence: { rule: 'document', file: 'docs/press.md' },
    };
    const definition = readDefinition({ version: 1, sections: [{ id: '5.6', steps: [entry] }] });
    const { guide, problems } = compileGuide(guideFolder.root, 'en', definition);
    guideFolder.remove();
    folder.write('docs/press.md', 'Written.\n');
    const result = await checkProject({
      root: folder.root,
      language: 'en',
      guide,
      definition,
      clock,
      git: noGit,
    });
    assert.ok(result.kind === 'checked');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      result.steps.map(({ id, title, evidence }) => [id, title, evidence?.kind]),
      [['5.6.1', 'Write a press kit', 'proposed']],
    );
  });
});
