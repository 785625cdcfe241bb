import assert from 'node:assert/strict';
import { planModules } from '../../../src/generator/catalogue.ts';
import type { Inspection } from '../../../src/generator/inspect.ts';
import { advance, startDraft } from '../../../src/wizard/draft.ts';
import {
  deploymentItems,
  frameworkItems,
  type Item,
  placeItems,
  planItems,
  reviewItems,
  taskItems,
} from '../../../src/wizard/items.ts';
import { wizardWords } from '../../../src/wizard/words.ts';

const say = wizardWords('en');
const labels = (items: readonly Item<unknown>[]) =>
  items.map((item) => item.label.replace(/^\$\([a-z-]+\) /, ''));
const nothing = { draft: undefined, last: undefined, presets: [] };

describe('what the wizard offers', () => {
  it('tasks: presets first, then the tasks of each group that has one', () => {
    assert.deepEqual(labels(taskItems(nothing, 'en', say)), [
      'Presets',
      'Quick start',
      'Text',
      'Language model',
      'Image',
      'Image classification',
    ]);
    const last = {
      name: 'Acme',
      task: 'image-classification',
      framework: 'tensorflow',
      accelerator: 'cpu',
      language: 'en',
    };
    const draft = startDraft({ name: 'Left' }, '/x', 'en');
    const presets = [{ name: 'Ours', answers: last }];
    const items = taskItems({ draft, last, presets }, 'en', say);
    assert.deepEqual(labels(items).slice(0, 5), [
      ...['Presets', 'Continue where you left off', 'Quick start', 'Same as last time', 'Ours'],
    ]);
    assert.equal(items[1]?.description, 'Left · Image classification, PyTorch, CPU');
    assert.equal(items[3]?.description, 'Image classification, TensorFlow, CPU');
    const choice = items[3]?.value;
    assert.ok(choice?.kind === 'preset' && choice.answers.name === undefined, 'a new project has a new name');
  });

  it('places: the workspace, those used before, any other', () => {
    const workspace = [{ name: 'work', path: '/home/mei/work' }];
    assert.deepEqual(labels(placeItems(workspace, ['/data/ml', '/home/mei/work'], '/home/mei', '', say)), [
      ...['In work', 'Recent: ml', 'Home folder', 'Choose another folder…'],
    ]);
    assert.deepEqual(labels(placeItems([], ['/home/mei'], '/home/mei', '', say)), [
      'Recent: mei',
      'Choose another folder…',
    ]);
  });

  it('places: why the last one will not do', () => {
    const [first, second] = placeItems([], [], '/home/mei', 'Full.', say);
    assert.deepEqual([first?.label, first?.value], ['$(error) Full.', undefined]);
    assert.equal(second?.value?.kind, 'parent');
  });

  it('frameworks: the one for this machine first, and what is missing for the others', () => {
    const described = (items: readonly Item<unknown>[]) =>
      items.map((item, index) => [labels(items)[index], item.description]);
    assert.deepEqual(described(frameworkItems('image-classification', undefined, say)).slice(0, 3), [
      ['PyTorch, CPU', 'Recommended · runs anywhere'],
      ['PyTorch, CUDA 12.6', `$(warning) ${say('gpuMissing')}`],
      ['PyTorch, CUDA 13.0', `$(warning) ${say('gpuMissing')}`],
    ]);
    const gpu = { name: 'NVIDIA H100', cuda: '12.8' };
    const items = frameworkItems('image-classification', gpu, say);
    assert.deepEqual(described(items), [
      ['PyTorch, CUDA 12.6', 'Recommended · NVIDIA H100 found'],
      ['PyTorch, CPU', 'runs anywhere'],
      ['PyTorch, CUDA 13.0', 'the driver of NVIDIA H100 offers CUDA 12.8; update it first'],
      ['TensorFlow, CPU', 'runs anywhere'],
      ['TensorFlow, CUDA 12.5', 'NVIDIA H100 found'],
    ]);
  });

  it('ways to run it: what was chosen is ticked, and what needs another says so', () => {
    const items = deploymentItems(['docker', 'ray'], 'en', say);
    assert.deepEqual(labels(items), [
      'Docker',
      'Compose',
      'Kubernetes',
      'Ray',
      'GitHub Actions',
      'GitLab CI',
    ]);
    assert.deepEqual(
      items.filter((item) => item.picked).map((item) => item.value),
      ['docker', 'ray'],
    );
    assert.equal(items[1]?.description, 'with Prometheus and Grafana · needs Docker');
    assert.ok(items.every((item) => item.detail === undefined));
  });

  it('ways to run it: why two of them cannot both be chosen, at both', () => {
    const details = (language: 'en' | 'zh-cn') =>
      deploymentItems(['docker', 'github', 'gitlab'], language, wizardWords(language)).map(
        ({ detail }) => detail,
      );
    const problem = '$(error) Choose one of GitHub Actions and GitLab CI.';
    assert.deepEqual(details('en'), [undefined, undefined, undefined, undefined, problem, problem]);
    assert.equal(details('zh-cn').at(-1), '$(error) GitHub Actions 与 GitLab CI 只能选一个。');
  });

  it('plans: all of them, what was chosen ticked, below what is always tracked', () => {
    const items = planItems(['funding'], 'en', say);
    assert.ok(items[0]?.heading);
    assert.deepEqual(
      items.slice(1).map(({ value, picked }) => [value, picked]),
      planModules.map(({ id }) => [id, id === 'funding']),
    );
  });

  it('the review: nothing chosen is said in words', () => {
    const rows = (language: 'en' | 'zh-cn', deployment: string) =>
      labels(
        reviewItems(
          startDraft({ deployment }, '/data', language),
          { problem: '' },
          language,
          wizardWords(language),
        ),
      );
    assert.ok(rows('en', 'none').includes('Deployment: none'));
    assert.ok(rows('zh-cn', 'none').includes('部署：无'));
    assert.ok(rows('zh-cn', 'docker,ray').includes('部署：Docker、Ray'));
  });

  it('the review: what will be made, what is in the way, one row an answer', () => {
    const draft = advance(startDraft({ name: 'Acme' }, '/data', 'en'), {});
    const conflict = { path: 'README.md', existing: Buffer.from('a'), incoming: Buffer.from('b') };
    const inspection: Inspection = {
      target: '/data/acme',
      state: 'occupied',
      onlyVersionControl: false,
      conflicts: [conflict],
      same: new Set(),
    };
    const items = reviewItems(draft, { inspection, count: 121, bytes: 1_200_000 }, 'en', say);
    assert.equal(items[0]?.description, '121 files, 1.2 MB');
    assert.match(items[0]?.detail ?? '', /1 files already exist/);
    assert.deepEqual(labels(items).slice(2, -1), [
      ...[
        'Answers',
        'Task: Image classification',
        'Name: Acme',
        'Place: /data',
        'Framework: PyTorch, CPU',
        'Deployment: Docker, GitHub Actions',
        'Plans: none',
        'Documents: English',
      ],
    ]);
  });

  it('the review of a project that cannot be made: why, and no way to create it', () => {
    const items = reviewItems(startDraft({}, '/data', 'en'), { problem: 'It is a file.' }, 'en', say);
    assert.equal(labels(items)[0], 'It is a file.');
    assert.ok(!items.some((item) => item.value?.kind === 'create' || item.value?.kind === 'preview'));
  });
});
