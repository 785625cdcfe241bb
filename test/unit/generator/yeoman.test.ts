import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createEnv } from 'yeoman-environment';
import { runCommand } from '../../../src/cli/run.ts';
import { type AdapterPort, createAdapter } from '../../../src/generator/adapter.ts';
import { Cancelled, isCancelled, isGenerationError } from '../../../src/generator/errors.ts';
import { generate } from '../../../src/generator/generate.ts';
import { runVenture, VentureGenerator, type VentureOptions } from '../../../src/generator/yeoman.ts';
import {
  answersFor,
  date,
  formats,
  newFolder,
  putFiles,
  removeFolders,
  snapshot,
  templatesOf,
} from './fixture.ts';

const given = {
  name: 'Acme "Reviews"; import os #',
  framework: 'tensorflow',
  language: 'zh-cn',
  author: "O'Neil",
  deployment: 'docker,compose,gitlab',
  plan: 'funding,management',
};
const answers = answersFor(given);

/** Answers questions from a list, in order, and keeps what was said. */
function scripted(replies: readonly (string | undefined)[] = []) {
  const asked: string[] = [];
  const logged: string[] = [];
  const left = [...replies];
  const answer = async (message: string) => {
    asked.push(message);
    return left.shift();
  };
  async function valid<Value>(
    ask: () => Promise<Value | undefined>,
    validate: (value: Value) => Promise<string | undefined>,
  ): Promise<Value | undefined> {
    for (;;) {
      const value = await ask();
      const problem = value === undefined ? undefined : await validate(value);
      if (problem === undefined) {
        return value;
      }
      asked.push(problem);
    }
  }
  const port: AdapterPort = {
    select: answer,
    selectMany: (message, _choices, preset, validate) =>
      valid(async () => (await answer(`${message} [${preset}]`))?.split(' ').filter(Boolean), validate),
    input: (message, _preset, validate) => valid(() => answer(message), validate),
    log: (line) => logged.push(line),
  };
  return { port, asked, logged };
}

describe('the Yeoman generator', () => {
  let folder: string;
  let venture: VentureOptions;
  beforeEach(() => {
    folder = newFolder();
    venture = { templates: templatesOf(formats), date, speaks: 'en' };
  });
  afterEach(removeFolders);

  it('takes an empty list as an answer, and asks no more about it', async () => {
    const { port } = scripted();
    const { target } = await runVenture(
      { ...answers, deployment: [] },
      path.join(folder, 'acme'),
      venture,
      port,
    );
    const project = JSON.parse(snapshot(target)['.ai-venture/project.json'] ?? '');
    assert.deepEqual(project.deployment, []);
  });

  it('gives the same tree as the core and the command line, byte for byte', async () => {
    const templates = templatesOf(formats);
    const target = (face: string) => path.join(folder, face, 'acme');
    await generate(answers, target('core'), { templates, date, decide: async () => new Map() });
    await runVenture(answers, target('editor'), { ...venture, templates }, scripted().port);
    const world = {
      language: 'en' as const,
      terminal: false,
      cwd: folder,
      date,
      version: '0',
      signal: new AbortController().signal,
      out: () => undefined,
      templates: async () => templates,
      guide: async () => ({ language: 'en' as const, chapters: [], sections: [], links: [] }),
      page: async () => assert.fail(),
      author: async () => '',
    };
    const options = Object.entries(answers).map(([name, value]) => `--${name}=${value}`);
    assert.equal(await runCommand(['new', target('cli'), '--yes', ...options], world, assert.fail), 0);
    mkdirSync(path.join(folder, 'yo'));
    const environment = createEnv({ cwd: path.join(folder, 'yo'), skipInstall: true });
    environment.register(VentureGenerator as never, { namespace: 'ai-venture:app' });
    await environment.run(['ai-venture:app', 'acme'], { ...answers, venture: { templates, date } } as never);
    const core = snapshot(target('core'));
    assert.equal(Object.keys(core).length, 12);
    for (const face of ['editor', 'cli', 'yo']) {
      assert.deepEqual(snapshot(target(face)), core, face);
    }
  });

  it('asks for what was not given, and again where an answer is no good', async () => {
    const { port, asked } = scripted([
      ...['CON', 'Acme', 'image-classification', 'tensorflow', 'cu125'],
      ...['github gitlab', 'ray kubernetes', 'premortem', 'zh-cn', ''],
    ]);
    const { target } = await runVenture({}, path.join(folder, 'acme'), venture, port);
    assert.deepEqual(asked, [
      'Project name',
      '“CON” is reserved on Windows. Choose another name.',
      ...['Project name', 'Task', 'Framework', 'Device', 'Deployment [docker,github]'],
      'Choose one of GitHub Actions and GitLab CI.',
      ...['Deployment [docker,github]', 'Plans to track []', 'Language of the documents', 'Author'],
    ]);
    const project = JSON.parse(snapshot(target)['.ai-venture/project.json'] ?? '');
    assert.deepEqual([project.name, project.framework, project.accelerator], ['Acme', 'tensorflow', 'cu125']);
    assert.deepEqual(project.deployment, ['docker', 'kubernetes', 'ray']);
    assert.deepEqual(project.plan, ['premortem']);
  });

  it('asks file by file about what is in the way', async () => {
    putFiles(folder, { 'acme/README.md': 'mine', 'acme/run.sh': 'mine' });
    const { port, asked } = scripted(['keep', 'take']);
    await runVenture(answers, path.join(folder, 'acme'), venture, port);
    assert.deepEqual(asked, ['README.md exists with other content.', 'run.sh exists with other content.']);
    assert.equal(snapshot(folder)['acme/README.md'], 'mine');
    assert.match(snapshot(folder)['acme/run.sh'] ?? '', /^printf/);
  });

  it('writes nothing where a question is left, the run is cancelled or the place is no good', async () => {
    putFiles(folder, { 'acme/README.md': 'mine', 'acme/run.sh': 'mine', file: '' });
    const before = snapshot(folder);
    const target = path.join(folder, 'acme');
    await assert.rejects(runVenture({}, target, venture, scripted([]).port), isCancelled);
    await assert.rejects(runVenture(answers, target, venture, scripted(['keep']).port), isCancelled);
    const aborted = { ...venture, signal: AbortSignal.abort() };
    await assert.rejects(runVenture(answers, target, aborted, scripted(['keep', 'keep']).port), isCancelled);
    const deep = path.join(folder, 'not', 'there', 'acme');
    await assert.rejects(runVenture(answers, deep, aborted, scripted().port), isCancelled);
    const { port, logged } = scripted();
    await assert.rejects(runVenture(answers, path.join(folder, 'file'), venture, port), isGenerationError);
    assert.match(logged.join('\n'), /isn’t a folder/);
    await assert.rejects(
      runVenture({ ...answers, framework: 'mxnet' }, target, venture, port),
      /isn’t a valid framework/,
    );
    assert.deepEqual(snapshot(folder), before);
  });
});

describe('the adapter', () => {
  it('asks one question after another, also from what is queued', async () => {
    const { port, asked } = scripted(['a', 'b', 'c']);
    const adapter = createAdapter(port);
    const question = (name: string) => ({ type: 'input' as const, name, message: `${name}?` });
    const [first, second] = await Promise.all([
      adapter.prompt([question('one'), question('two')]),
      adapter.queue((inner) => (inner as typeof adapter).prompt(question('three'))),
    ]);
    assert.deepEqual([first, second], [{ one: 'a', two: 'b' }, { three: 'c' }]);
    assert.deepEqual(asked, ['one?', 'two?', 'three?']);
    assert.deepEqual(await adapter.prompt(question('one'), { one: 'given' }), { one: 'given' });
  });

  it('asks nothing more once it is aborted, and goes on after a task that failed', async () => {
    const adapter = createAdapter(scripted(['a']).port);
    await assert.rejects(
      adapter.queue(() => {
        throw new Error('task');
      }),
      /task/,
    );
    const question = { type: 'input' as const, name: 'x', message: 'x?' };
    assert.deepEqual(await adapter.prompt(question), { x: 'a' });
    adapter.abort();
    await assert.rejects(adapter.prompt(question), Cancelled);
    await adapter.onIdle();
  });

  it('refuses a kind of prompt that it does not know', async () => {
    const question = { type: 'editor', name: 'x', message: 'x?' } as never;
    await assert.rejects(createAdapter(scripted().port).prompt(question), /No prompt of type editor/);
  });
});
