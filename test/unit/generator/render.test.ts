import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { deployments, frameworks, tasks } from '../../../src/generator/catalogue.ts';
import { compileTemplate } from '../../../src/generator/compile.ts';
import { layersOf } from '../../../src/generator/layers.ts';
import { nameProblem } from '../../../src/generator/names.ts';
import { projectFileSchema } from '../../../src/generator/project-file.ts';
import { renderProject } from '../../../src/generator/render.ts';
import { sourceTemplates } from '../../../src/generator/template-source.ts';
import { languages } from '../../../src/l10n.ts';
import {
  answersFor,
  date,
  formats,
  newFolder,
  putFiles,
  removeFolders,
  repository,
  templatesOf,
} from './fixture.ts';

async function texts(files: Readonly<Record<string, string>>, answers: Parameters<typeof answersFor>[0]) {
  const rendered = await renderProject(answersFor(answers), date, templatesOf(files));
  return Object.fromEntries(rendered.map(({ path: file, bytes }) => [file, new TextDecoder().decode(bytes)]));
}

describe('rendering', () => {
  afterEach(removeFolders);

  it('copies what is no template byte for byte, and names the package', async () => {
    const root = newFolder();
    putFiles(root, {
      'base/src/__package__/__init__.py': '"""{{not a template}}"""\n',
      'base/__pycache__/x.pyc': 'x',
    });
    const files = await renderProject(answersFor({ name: 'Acme' }), date, sourceTemplates(root, '1.2.3'));
    assert.deepEqual(
      files.map((file) => file.path),
      ['.ai-venture/project.json', 'src/acme/__init__.py'],
    );
    assert.equal(new TextDecoder().decode(files[1]?.bytes), '"""{{not a template}}"""\n');
  });

  it('fills in values, conditions and days', async () => {
    const template =
      '{{#if (eq framework "pytorch")}}torch{{else}}keras{{/if}} {{#unless author}}nobody{{/unless}} {{days 30}}';
    const files = await texts({ 'base/a.txt.hbs': template }, { name: 'A', framework: 'tensorflow' });
    assert.equal(files['a.txt'], 'keras nobody 2026-12-23');
  });

  it('asks what is in a list', async () => {
    const template =
      '{{#if (has deployment "kubernetes")}}k8s{{else}}no{{/if}} {{#unless (has deployment "docker")}}bare{{/unless}}';
    const text = async (deployment: readonly string[]) =>
      (await texts({ 'base/a.txt.hbs': template }, { name: 'A', deployment }))['a.txt'];
    assert.deepEqual(
      [await text(['kubernetes']), await text(['docker']), await text([])],
      ['k8s ', 'no ', 'no bare'],
    );
  });

  it('adds a layer for each plan that is tracked, in the language of the documents', () => {
    const answers = { task: 't', framework: 'f', deployment: [], plan: ['funding', 'premortem'] };
    assert.deepEqual(
      layersOf({ ...answers, language: 'zh-cn' }).filter((layer) => layer.startsWith('modules/')),
      ['modules/funding/zh-cn', 'modules/premortem/zh-cn'],
    );
  });

  it('adds a layer for each way to run the project that was chosen, and for no other', async () => {
    const layers = Object.fromEntries(deployments.map((one) => [`${one.layer}/${one.id}`, one.id]));
    const chosen = async (deployment: readonly string[]) => {
      const { '.ai-venture/project.json': _, ...rest } = await texts(layers, { name: 'A', deployment });
      return Object.keys(rest);
    };
    assert.deepEqual(await chosen([]), []);
    assert.deepEqual(await chosen(['gitlab', 'ray', 'compose']), ['compose', 'docker', 'gitlab', 'ray']);
    const { github: _, ...withGitlab } = Object.fromEntries(deployments.map((one) => [one.id, one.layer]));
    assert.deepEqual(
      layersOf({
        task: 't',
        framework: 'f',
        deployment: Object.keys(withGitlab),
        plan: [],
        language: 'en',
      }).filter((layer) => Object.values(withGitlab).includes(layer)),
      ['deploy/docker', 'deploy/compose', 'deploy/kubernetes', 'scale/ray', 'ci/gitlab'],
    );
  });

  it('reads the project file of a project that is older than the choice of deployment', async () => {
    const files = await texts({}, { name: 'A', deployment: [] });
    const file = JSON.parse(files['.ai-venture/project.json'] ?? '') as Record<string, unknown>;
    assert.deepEqual(projectFileSchema.parse(file).deployment, []);
    const { deployment: _, ...older } = file;
    assert.deepEqual(projectFileSchema.parse(older).deployment, ['docker', 'github']);
  });

  it('takes the layers of the answers in order', async () => {
    const files = await texts(
      {
        'base/a': 'a',
        'frameworks/pytorch/b': 'torch',
        'frameworks/tensorflow/b': 'keras',
        'tasks/image-classification/common/c': 'c',
        'tasks/image-classification/tensorflow/d': 'd',
        'plan/zh-cn/e': '中',
        'plan/en/e': 'en',
      },
      { name: 'A', framework: 'tensorflow', language: 'zh-cn' },
    );
    const { '.ai-venture/project.json': _, ...rest } = files;
    assert.deepEqual(rest, { a: 'a', b: 'keras', c: 'c', d: 'd', e: '中' });
  });

  it('refuses two layers that give the same path, also in another case', async () => {
    await assert.rejects(texts({ 'base/x': '1', 'frameworks/pytorch/x': '2' }, { name: 'A' }), /both give x/);
    await assert.rejects(texts({ 'base/x': '1', 'frameworks/pytorch/X': '2' }, { name: 'A' }), /both give X/);
  });

  it('writes down what the project was made from', async () => {
    const files = await texts(
      {},
      { name: '我的 {{x}}', framework: 'tensorflow', author: 'O"Neil', language: 'zh-cn' },
    );
    assert.deepEqual(projectFileSchema.parse(JSON.parse(files['.ai-venture/project.json'] ?? '')), {
      schema: 'ai-venture/project@1',
      name: '我的 {{x}}',
      folder: 'x',
      package: 'x',
      task: 'image-classification',
      framework: 'tensorflow',
      accelerator: 'cpu',
      deployment: ['docker', 'github'],
      plan: [],
      language: 'zh-cn',
      author: 'O"Neil',
      created: date,
      templates: '1.2.3',
    });
  });

  it('keeps every name that is accepted a name, in every format', async () => {
    const templates = templatesOf(formats);
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => !nameProblem(text));
    const hostile = fc.constantFrom(
      '"; import os #',
      '{{7*7}}',
      '../x',
      `'"\\`,
      '$(id)',
      'a: b',
      '# x',
      '*/',
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(name, hostile), async (typed) => {
        const rendered = await renderProject(answersFor({ name: typed }), date, templates);
        const file = (end: string) =>
          new TextDecoder().decode(rendered.find((one) => one.path.endsWith(end))?.bytes);
        assert.equal(parse(file('config.yaml')).name, typed.trim());
        assert.equal(JSON.parse(file('settings.json')).name, typed.trim());
        assert.equal(file('name.py').split('\n').length, 2);
        for (const one of rendered) {
          assert.ok(!one.path.includes('..') && !path.isAbsolute(one.path));
        }
      }),
    );
  });
});

describe('templates', () => {
  it('may print a value in a named format, and in no other way', () => {
    const bad: readonly (readonly [string, RegExp])[] = [
      ['{{name}}', /a:1: .*unescaped/],
      ['x\n{{{name}}}', /a:2: .*unescaped/],
      ['{{py nome}}', /“nome” is not a value/],
      ['{{py this}}', /is not a value/],
      ['{{py ../name}}', /is not a value/],
      ['{{py name folder}}', /takes one value/],
      ['{{py}}', /takes one value/],
      ['{{days name}}', /takes a whole number/],
      ['{{days 1.5}}', /takes a whole number/],
      ['{{#if name includeZero=true}}x{{/if}}', /not allowed/],
      ['{{#if (eq name "x" "y")}}x{{/if}}', /Only \(eq/],
      ['{{#each name}}x{{/each}}', /not allowed/],
      ['{{#if (gt name "x")}}x{{/if}}', /Only \(eq/],
      ['{{#if (eq name folder)}}x{{/if}}', /Only \(eq/],
      ['{{#if (eq deployment "docker")}}x{{/if}}', /“deployment” is not a value/],
      ['{{#if deployment}}x{{/if}}', /“deployment” is not a value/],
      ['{{text deployment}}', /“deployment” is not a value/],
      ['{{#if (has name "docker")}}x{{/if}}', /“name” is not a list/],
      ['{{#if (has constructor "docker")}}x{{/if}}', /“constructor” is not a list/],
      ['{{#if (has deployment "k8s")}}x{{/if}}', /a:1: “k8s” is never in deployment/],
      ['{{#if (has deployment name)}}x{{/if}}', /Only \(eq/],
      ['{{#if name}}{{name}}{{/if}}', /unescaped/],
      ['{{#if name}}{{else}}{{name}}{{/if}}', /unescaped/],
      ['{{> other}}', /PartialStatement is not allowed/],
      ['{{#if name}}', /a: /],
      ['{{constructor name}}', /unescaped/],
    ];
    for (const [source, message] of bad) {
      assert.throws(() => compileTemplate(source, 'a'), message, source);
    }
    assert.deepEqual(compileTemplate('{{! note }}{{#unless author}}{{md name}}{{/unless}}{{days 3}}', 'a'), [
      { when: { not: { given: 'author' } }, yields: [{ print: 'md', value: 'name' }], otherwise: [] },
      { days: 3 },
    ]);
  });

  it('of this repository compile and give a project for every answer', async () => {
    const templates = sourceTemplates(path.join(repository, 'templates'), '0');
    for (const task of tasks) {
      for (const framework of task.frameworks) {
        for (const language of languages) {
          for (const deployment of ['none', 'docker,compose,kubernetes,ray,github', 'ray,gitlab']) {
            const answers = answersFor({
              name: 'a "b" {{c}}',
              task: task.id,
              framework,
              language,
              deployment,
            });
            const paths = (await renderProject(answers, date, templates)).map((file) => file.path);
            for (const wanted of ['README.md', 'pyproject.toml', 'src/a_b_c/__init__.py']) {
              assert.ok(paths.includes(wanted), wanted);
            }
          }
        }
      }
    }
  }).timeout(60_000);

  it('have a folder for every task of the catalogue, and an entry for every folder', () => {
    const folder = (name: string) => readdirSync(path.join(repository, 'templates', name)).sort();
    assert.deepEqual(folder('tasks'), tasks.map((task) => task.id).sort());
    assert.deepEqual(folder('frameworks'), frameworks.map((framework) => framework.id).sort());
    assert.deepEqual(
      folder('plan').filter((name) => languages.some((language) => language === name)),
      [...languages].sort(),
    );
    const layers = deployments.map((one) => one.layer);
    for (const part of ['deploy', 'scale', 'ci']) {
      assert.deepEqual(
        folder(part).map((name) => `${part}/${name}`),
        layers.filter((layer) => layer.startsWith(`${part}/`)).sort(),
      );
    }
    for (const task of tasks) {
      const framework = task.frameworks[0] ?? '';
      const layers = layersOf({ task: task.id, framework, deployment: [], plan: [], language: 'en' });
      assert.ok(layers.includes(`tasks/${task.id}/common`));
    }
  });
});
