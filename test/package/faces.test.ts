/** What ships, run as people run it: the command line, `yo` by path, and the bundle that the editor imports. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEnv } from 'yeoman-environment';
import { listText } from '../../src/generator/answers.ts';
import { frameworks } from '../../src/generator/catalogue.ts';
import { generate } from '../../src/generator/generate.ts';
import { packedTemplates } from '../../src/generator/template-pack.ts';
import type { VentureOptions } from '../../src/generator/yeoman.ts';
import { answersFor, repository, snapshot } from '../unit/generator/fixture.ts';

const dist = path.join(repository, 'dist');
const distUrl = pathToFileURL(`${dist}/`);
const epoch = '1795392000';
const date = '2026-11-23';
const cli = path.join(dist, 'cli.js');
const environment = { ...process.env, SOURCE_DATE_EPOCH: epoch, LANG: 'C.UTF-8', LC_ALL: '' };

describe('every face of the generator', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ai-venture-faces-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const framework of frameworks) {
    it(`gives the same ${framework.label} project, byte for byte`, async () => {
      const answers = answersFor({
        name: `Größe "7"; import os # {{7*7}}`,
        framework: framework.id,
        accelerator: framework.accelerators.at(-1)?.id ?? '',
        language: 'zh-cn',
        author: "O'Neil",
      });
      const flags = Object.entries(answers).map(
        ([name, value]) => `--${name}=${Array.isArray(value) ? listText(value) : value}`,
      );
      const target = (face: string) => path.join(folder, face, 'project');
      const templates = await packedTemplates(distUrl);
      await generate(answers, target('core'), { templates, date, decide: async () => new Map() });

      execFileSync(process.execPath, [cli, 'new', target('cli'), '--yes', ...flags], { env: environment });

      const bundle = (await import(pathToFileURL(path.join(dist, 'yeoman.mjs')).href)) as {
        runVenture: typeof import('../../src/generator/yeoman.ts').runVenture;
      };
      const venture: VentureOptions = { templates, date };
      const asked = async () => assert.fail('every answer was given');
      await bundle.runVenture(answers, target('editor'), venture, {
        select: asked,
        selectMany: asked,
        input: asked,
        log: () => undefined,
      });

      mkdirSync(path.join(folder, 'yo'));
      const program = `
        import { createEnv } from ${JSON.stringify(import.meta.resolve('yeoman-environment'))};
        const environment = createEnv({ cwd: process.cwd(), skipInstall: true });
        await environment.run(process.argv.slice(1));`;
      execFileSync(
        process.execPath,
        ['--input-type=module', '--eval', program, '--', path.join(dist, 'yeoman.mjs'), 'project', ...flags],
        { env: environment, cwd: path.join(folder, 'yo'), stdio: 'pipe' },
      );

      const core = snapshot(target('core'));
      assert.ok(Object.keys(core).length > 100);
      for (const face of ['cli', 'editor', 'yo']) {
        assert.deepEqual(snapshot(target(face)), core, face);
        assert.deepEqual(
          readdirSync(path.join(folder, face)),
          ['project'],
          `${face} leaves nothing beside it`,
        );
      }
    });
  }

  it('is found by yo at its path, with its options', async () => {
    const generator = await createEnv({ cwd: folder }).create(path.join(dist, 'yeoman.mjs'), {
      generatorArgs: [],
      generatorOptions: {},
    });
    const help = (generator as unknown as { help(): string }).help();
    assert.match(help, /--framework/);
    assert.match(help, /directory/);
  });
});

describe('the command line that ships', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ai-venture-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...args], { env: environment, cwd: folder, encoding: 'utf8' });

  it('never asks where there is no terminal', () => {
    const { status, stderr } = run(['new']);
    assert.equal(status, 2);
    assert.match(stderr, /ai-venture new <directory>/);
    assert.equal(run(['new', 'acme']).status, 0);
  });

  it('checks the project that it makes, and lists what there is', () => {
    assert.equal(run(['new', 'acme', '--yes']).status, 0);
    const { status, stdout } = run(['check', 'acme', '--json']);
    const checked = JSON.parse(stdout) as { steps: { title: string }[]; invalid: unknown[] };
    assert.deepEqual([status, checked.steps.length, checked.invalid.length], [0, 20, 0]);
    assert.ok(checked.steps.every((step) => step.title !== ''));
    assert.ok(run(['list']).stdout.includes('image-classification'));
  });

  it('ends quietly when its reader leaves', async () => {
    // The list of files is far larger than a pipe holds, so that the command is still writing when the reader goes.
    const child = spawn(process.execPath, [cli, 'new', 'acme', '--yes', '--dry-run', '--json'], {
      env: environment,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.stdout.destroy();
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    assert.deepEqual([code, complaint], [0, '']);
  });

  it('says that a project is at fault with exit code 1', () => {
    run(['new', 'acme', '--yes']);
    rmSync(path.join(folder, 'acme', '.ai-venture', 'progress.json'));
    mkdirSync(path.join(folder, 'acme', '.ai-venture', 'progress.json'));
    assert.equal(run(['check', 'acme']).status, 1);
  });

  it('ends with 130 and nothing written when it is interrupted', async () => {
    const outcomes = new Set<number | null>();
    for (let delay = 20; delay <= 200; delay += 20) {
      const target = path.join(folder, `acme-${delay}`);
      const child = spawn(process.execPath, [cli, 'new', target, '--yes'], {
        env: environment,
        stdio: 'ignore',
      });
      setTimeout(() => child.kill('SIGINT'), delay);
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      outcomes.add(code);
      const whole = existsSync(path.join(target, 'README.md'));
      // Before the program listens and while it is torn down, the signal ends it as it ends any process: code null.
      if (code === null) assert.equal(existsSync(target), whole, `after ${delay} ms: a part of the project`);
      else assert.equal(whole, code === 0, `after ${delay} ms: ${code}`);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith('.ai-venture')),
        [],
      );
    }
    assert.ok(
      [...outcomes].every((code) => code === 0 || code === 130 || code === null),
      [...outcomes].join(),
    );
  });
});
