import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseCall } from '../../../src/cli/options.ts';
import { runCommand } from '../../../src/cli/run.ts';
import type { World } from '../../../src/cli/words.ts';
import { answerNames } from '../../../src/generator/answers.ts';
import { newFolder, putFiles, removeFolders, snapshot, templatesOf } from '../generator/fixture.ts';

const layers = { 'base/README.md.hbs': '# {{md name}}\n', 'base/src/__package__/__init__.py': '' };

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function setting(cwd: string, more: Partial<World> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const templates = templatesOf(layers);
  const world: World = {
    language: 'en',
    terminal: false,
    cwd,
    date: '2026-11-23',
    version: '9.9.9',
    signal: new AbortController().signal,
    out: (text) => out.push(text),
    templates: async () => templates,
    guide: async (language) => ({ language, chapters: [], sections: [], links: [] }),
    page: async () => (model) => `<title>${model.project.name}</title>`,
    author: async () => 'Mei Chen',
    ...more,
  };
  return async (...args: string[]): Promise<Ran> => {
    out.length = 0;
    err.length = 0;
    const code = await runCommand(args, world, (text) => err.push(text));
    return { code, out: out.join(''), err: err.join('') };
  };
}

describe('the command line', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = newFolder();
  });
  afterEach(removeFolders);

  it('makes a project named after its directory, and says what to type next', async () => {
    const { code, out, err } = await setting(cwd)('new', 'Acme Reviews', '--yes');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Created Acme Reviews in .*: 3 files/);
    assert.match(out, /cd "Acme Reviews"\n {2}.*bootstrap\.py\n {2}.*-m acme_reviews all\n$/);
    const project = JSON.parse(snapshot(cwd)['Acme Reviews/.ai-venture/project.json'] ?? '');
    assert.deepEqual(
      [project.name, project.author, project.created],
      ['Acme Reviews', 'Mei Chen', '2026-11-23'],
    );
  });

  it('prints one JSON object and nothing else', async () => {
    const run = setting(cwd);
    const { code, out } = await run('new', 'acme', '--json', '--yes', '--framework', 'tensorflow');
    const result = JSON.parse(out);
    assert.equal(code, 0);
    assert.equal(result.target, path.join(cwd, 'acme'));
    assert.equal(result.answers.framework, 'tensorflow');
    assert.equal(result.package, 'acme');
    assert.deepEqual(result.files[1], { path: 'README.md', bytes: 7, action: 'created' });
    const failed = await run('new', 'CON', '--json');
    assert.match(JSON.parse(failed.out).error, /“CON” is reserved/);
    const listed = JSON.parse((await run('list', '--json')).out);
    assert.deepEqual(Object.keys(listed), [
      'tasks',
      'frameworks',
      'deployments',
      'plans',
      'languages',
      'answers',
    ]);
    assert.deepEqual(listed.deployments.at(-1), {
      id: 'gitlab',
      label: 'GitLab CI',
      description: 'every push checked on GitLab',
      requires: [],
      excludes: ['github'],
    });
  });

  it('shows what it would write and writes nothing', async () => {
    const { code, out } = await setting(cwd)('new', 'acme', '--dry-run');
    assert.equal(code, 0);
    assert.match(out, /^\.ai-venture\/project\.json\nREADME\.md\nsrc\/acme\/__init__\.py\n/);
    assert.match(out, /Nothing was written/);
    assert.deepEqual(readdirSync(cwd), []);
  });

  it('takes answers from a file, and options before them', async () => {
    writeFileSync(
      path.join(cwd, 'answers.json'),
      JSON.stringify({ name: 'From File', framework: 'tensorflow' }),
    );
    const { out } = await setting(cwd)(
      'new',
      'a',
      '--answers',
      'answers.json',
      '--framework=pytorch',
      '--json',
    );
    const { answers } = JSON.parse(out);
    assert.deepEqual([answers.name, answers.framework], ['From File', 'pytorch']);
  });

  it('takes several ways to run it, or none, from a file and from an option', async () => {
    const run = setting(cwd);
    const deployment = async (...args: string[]) =>
      JSON.parse((await run('new', 'a', '--dry-run', '--json', ...args)).out).answers.deployment;
    writeFileSync(path.join(cwd, 'answers.json'), JSON.stringify({ deployment: ['gitlab', 'kubernetes'] }));
    assert.deepEqual(await deployment(), ['docker', 'github']);
    assert.deepEqual(await deployment('--answers', 'answers.json'), ['docker', 'kubernetes', 'gitlab']);
    assert.deepEqual(await deployment('--answers', 'answers.json', '--deployment', 'ray'), ['ray']);
    assert.deepEqual(await deployment('--deployment=none'), []);
    assert.deepEqual(await deployment('--deployment', 'github, compose'), ['docker', 'compose', 'github']);
  });

  it('says in one line what to type where the call is at fault, and writes nothing', async () => {
    putFiles(cwd, {
      'bad.json': '{"name": ',
      'list.json': '[]',
      'wrong.json': '{"cloud": "x"}',
      'both.json': '{"deployment": ["github", "gitlab"]}',
      'text.json': '{"deployment": [3]}',
      'full/README.md': 'mine',
      file: '',
    });
    const before = snapshot(cwd);
    const run = setting(cwd);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['nwe'], /no command “nwe”\. Type: ai-venture --help/],
      [['constructor'], /no command “constructor”/],
      [['new'], /Type: ai-venture new <directory>/],
      [['new', 'a', 'b'], /“b” is one argument too many/],
      [['list', 'b'], /Type: ai-venture list/],
      [['new', 'a', '--framwork', 'x'], /no option --framwork/],
      [['new', 'a', '-x'], /no option -x/],
      [['new', 'a', '--framework'], /--framework needs a value, such as: --framework pytorch/],
      [['new', 'a', '--framework', '--yes'], /--framework needs a value/],
      [['new', 'a', '--yes=no'], /--yes takes no value/],
      [['new', 'a', '--name', 'x', '--name', 'y'], /--name was given twice/],
      [
        ['new', 'a', '--framework', 'mxnet'],
        /Choose one of: pytorch, tensorflow\. Type: --framework <value>/,
      ],
      [['new', 'a', '--framework', 'tensorflow', '--accelerator', 'cu130'], /Choose one of: cpu, cu125/],
      [['new', 'a', '--name', ''], /Enter a name\. Type: --name <value>/],
      [['new', 'a', '--name', 'x'.repeat(200)], /at most 100 characters/],
      [['new', 'nul'], /“nul” is reserved on Windows/],
      [['new', 'a', '--conflict', 'merge'], /either keep or take/],
      [['new', 'a', '--answers', 'none.json'], /none\.json couldn’t be read \(ENOENT\)/],
      [['new', 'a', '--answers', 'bad.json'], /bad\.json isn’t valid JSON/],
      [['new', 'a', '--answers', 'list.json'], /must be a JSON object/],
      [['new', 'a', '--answers', 'wrong.json'], /no answer called “cloud”/],
      [['new', 'a', '--answers', 'both.json'], /Choose one of GitHub Actions and GitLab CI\./],
      [['new', 'a', '--answers', 'text.json'], /must be a list, such as \["docker", "github"\]/],
      [['new', 'a', '--deployment'], /such as: --deployment docker,github/],
      [['new', 'a', '--deployment', 'github,gitlab'], /GitLab CI\. Type: --deployment <value>/],
      [['new', 'a', '--deployment', 'k8s'], /“k8s” isn’t a valid deployment\. Choose one of: docker, /],
      [['new', 'a', '--plan', 'luck'], /“luck” isn’t a valid plan\. Choose one of: management, /],
      [['new', 'a', '--deployment', ''], /“” isn’t a valid deployment/],
      [['new', 'full', '--yes'], /isn’t empty\. .*--conflict keep/],
      [['new', 'file', '--yes'], /isn’t a folder/],
      [['new', 'file/below', '--yes'], /isn’t a folder/],
      [['check', 'full'], /holds no AI Venture project/],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = await run(...args);
      assert.match(err, message);
      assert.equal(err.trimEnd().split('\n').length, 1, err);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.deepEqual(snapshot(cwd), before, args.join(' '));
    }
  }).timeout(20_000);

  it('adds to a folder that holds something when it is told how', async () => {
    putFiles(cwd, { 'acme/README.md': 'mine', 'clone/.git/HEAD': 'ref' });
    const run = setting(cwd);
    assert.match((await run('new', 'acme', '--conflict', 'keep')).out, /Kept as they were: README\.md/);
    assert.equal(snapshot(cwd)['acme/README.md'], 'mine');
    assert.match((await run('new', 'acme', '--conflict', 'take')).out, /Replaced: README\.md/);
    assert.equal(snapshot(cwd)['acme/README.md'], '# acme\n');
    assert.equal((await run('new', 'clone', '--yes')).code, 0, 'a fresh clone needs no question');
  });

  it('is interrupted with nothing written', async () => {
    const { code, err } = await setting(cwd, { signal: AbortSignal.abort() })('new', 'acme', '--yes');
    assert.deepEqual([code, err], [130, 'Interrupted. Nothing was written.\n']);
    assert.deepEqual(readdirSync(cwd), []);
  });

  it('shows a stack trace only when it is asked to', async () => {
    const broken = async () => {
      throw new Error('no templates');
    };
    const run = setting(cwd, { templates: broken });
    const plain = await run('new', 'acme', '--yes');
    assert.deepEqual([plain.code, plain.err.split('\n').length], [1, 2]);
    assert.match((await run('new', 'acme', '--yes', '--debug')).err, /Error: no templates\n {4}at /);
  });

  it('helps in both languages, with an option for every answer', async () => {
    for (const language of ['en', 'zh-cn'] as const) {
      const run = setting(cwd, { language });
      const { code, out } = await run('new', '--help');
      assert.equal(code, 0);
      for (const answer of answerNames) {
        assert.ok(out.includes(`--${answer} `), answer);
      }
      assert.doesNotMatch(out, /\{\w+\}/);
      assert.equal((await run()).code, 2);
      assert.equal((await run('--help')).code, 0);
      assert.equal((await run('--version')).out, '9.9.9\n');
    }
  });

  it('takes a name that looks like an option when it is said to be a value', () => {
    const call = parseCall('new', ['dir', '--name=--x', '-y'], { language: 'en' });
    assert.equal(call.values.get('name'), '--x');
    assert.ok(call.flags.has('yes'));
    assert.equal(parseCall('new', ['--', '-dir'], { language: 'en' }).argument, '-dir');
  });
});
