/** Manifests, pipelines and alerts of projects, through the schemas and the checkers of those who read them. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Answers } from '../../src/generator/answers.ts';
import { deployments, tasks } from '../../src/generator/catalogue.ts';
import { filesOf } from '../unit/support/rendered.ts';
import { whyNoContainers } from './support/container.ts';
import { type Done, shell } from './support/run.ts';
import { toolFolder } from './support/tools.ts';

type Schema = { readonly [key: string]: unknown };

/** The schema of a custom resource as the API server applies it, where a key that is not in it is an error. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const known = schema as Schema;
  const inner = Object.fromEntries(Object.entries(known).map(([key, value]) => [key, strict(value)]));
  const open = 'additionalProperties' in known || 'x-kubernetes-preserve-unknown-fields' in known;
  // What lies below `properties` is a list of names; `metadata` has a schema of its own elsewhere.
  return typeof known['properties'] === 'object' && known['type'] === 'object' && !open
    ? { ...inner, additionalProperties: false }
    : inner;
}

describe('manifests', () => {
  const kinds = tasks.flatMap(({ id, frameworks }) =>
    frameworks.map((framework) => ({ task: id, framework, name: `Acme ${id} ${framework}` })),
  );
  const cuda: Readonly<Record<string, string>> = { pytorch: 'cu130', tensorflow: 'cu125' };
  let folder: string;
  let tools: string;
  /** The folders of the projects. */
  const projects: string[] = [];

  const tool = (name: string, line: string): Promise<Done> =>
    shell(`"${path.join(tools, name)}" ${line}`, { cwd: folder });
  const each = (...files: readonly string[]) =>
    projects.flatMap((project) => files.map((file) => `"${path.join(project, file)}"`)).join(' ');
  const passes = (done: Done) => assert.equal(done.code, 0, done.output);

  async function write(name: string, answers: Partial<Answers>): Promise<string> {
    const project = path.join(folder, name);
    for (const [file, text] of await filesOf(answers)) {
      mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
      writeFileSync(path.join(project, file), text);
    }
    return project;
  }

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
    tools = await toolFolder();
    const all = deployments.map(({ id }) => id);
    for (const kind of kinds)
      for (const accelerator of ['cpu', cuda[kind.framework] ?? ''])
        for (const other of ['github', 'gitlab']) {
          const name = [kind.task, kind.framework, accelerator, `no-${other}`].join('-');
          const deployment = all.filter((id) => id !== other);
          projects.push(await write(name, { ...kind, accelerator, deployment }));
        }
    for (const kind of ['trainjobs', 'trainingruntimes']) {
      const file = path.join(import.meta.dirname, 'schemas', `${kind}.trainer.kubeflow.org.json`);
      const schema = strict(JSON.parse(readFileSync(file, 'utf8')));
      writeFileSync(path.join(folder, `${kind}.json`), JSON.stringify(schema));
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const serving = [
    'service-account',
    'deployment',
    'service',
    'autoscaler',
    'disruption-budget',
    'network-policy',
  ];
  const training = ['storage', 'network-policy', 'data-job'];
  const manifest = (group: string) => (name: string) => `deploy/kubernetes/${group}/${name}.yaml`;

  it('of Kubernetes are what its API takes', async () => {
    const files = each(...serving.map(manifest('serving')), ...training.map(manifest('training')));
    for (const version of ['1.30', '1.37'])
      passes(await tool('kubernetes-validate', `--strict --quiet -k ${version} ${files}`));
  });

  it('of Kubernetes with a key that there is not would be found out', async () => {
    const file = path.join(folder, 'wrong.yaml');
    const deployment = readFileSync(path.join(projects[0] ?? '', manifest('serving')('deployment')), 'utf8');
    writeFileSync(file, deployment.replace('runAsNonRoot', 'runAsNoRoot'));
    assert.match((await tool('kubernetes-validate', `--strict "${file}"`)).output, /runAsNoRoot/);
  });

  it('of Kubernetes are put together with the image and the settings that they name', async function () {
    if (whyNoContainers()) {
      console.log(`      kubectl is not here: ${whyNoContainers()}`);
      this.skip();
    }
    const built: string[] = [];
    for (const group of ['serving', 'training']) {
      const at = path.join(projects[0] ?? '', 'deploy', 'kubernetes', group);
      const done = await shell(`"${process.env['AI_VENTURE_KUBECTL']}" kustomize .`, { cwd: at });
      passes(done);
      built.push(done.output);
    }
    const [server = '', trainer = ''] = built;
    writeFileSync(path.join(folder, 'serving.yaml'), server);
    passes(await tool('kubernetes-validate', `--strict --quiet "${path.join(folder, 'serving.yaml')}"`));
    assert.match(server, /^ +image: registry\.example\/acme-[\w-]+:v1$/m);
    const settings = [...server.matchAll(/^ +name: (server-settings-\w+)$/gm)].map(([, name]) => name);
    assert.ok(settings.length === 2 && settings[0] === settings[1], String(settings));
    // The data job and the runtime of the trainer.
    assert.equal(trainer.match(/image: registry\.example\/acme-[\w-]+-train:v1$/gm)?.length, 2);
  });

  it('of Kubeflow Trainer are what its definitions take', async () => {
    for (const [kind, name, ...keys] of [
      ['trainjobs', 'trainjob', 'numNodes', 'runtimeRef'],
      ['trainingruntimes', 'runtime', 'numNodes', 'containers'],
    ]) {
      const schema = `--schemafile "${path.join(folder, `${kind}.json`)}"`;
      passes(await tool('check-jsonschema', `${schema} ${each(manifest('training')(name ?? ''))}`));
      const file = path.join(folder, 'wrong.yaml');
      const right = readFileSync(path.join(projects[0] ?? '', manifest('training')(name ?? '')), 'utf8');
      for (const key of keys) {
        writeFileSync(file, right.replace(`${key}:`, `${key}s:`));
        assert.match((await tool('check-jsonschema', `${schema} "${file}"`)).output, new RegExp(`${key}s`));
      }
    }
  });

  for (const [what, schema, file, from, to] of [
    ['Compose', 'vendor.compose-spec', 'deploy/compose.yaml', 'tmpfs:', 'tempfs:'],
    ['GitLab', 'vendor.gitlab-ci', '.gitlab-ci.yml', 'serving-image:', 'image:'],
    ['GitHub', 'vendor.github-workflows', '.github/workflows/ci.yml', 'runs-on:', 'runs-in:'],
  ] as const)
    it(`of ${what} are what its schema says`, async () => {
      const files = projects.map((project) => path.join(project, file)).filter((name) => existsSync(name));
      assert.ok(files.length >= kinds.length);
      const check = (names: readonly string[]) =>
        tool('check-jsonschema', `--builtin-schema ${schema} ${names.map((name) => `"${name}"`).join(' ')}`);
      passes(await check(files));
      const wrong = path.join(folder, 'wrong.yml');
      writeFileSync(wrong, readFileSync(files[0] ?? '', 'utf8').replace(from, to));
      assert.notEqual((await check([wrong])).code, 0);
    });

  it('of GitHub give nobody more than he needs', async () => {
    const files = projects
      .map((project) => path.join(project, '.github', 'workflows', 'ci.yml'))
      .filter((name) => existsSync(name));
    passes(await tool('zizmor', `--offline --quiet ${files.map((file) => `"${file}"`).join(' ')}`));
    const wrong = path.join(folder, '.github', 'workflows', 'wrong.yml');
    mkdirSync(path.dirname(wrong), { recursive: true });
    writeFileSync(wrong, readFileSync(files[0] ?? '', 'utf8').replaceAll(/@[0-9a-f]{40}/g, '@main'));
    assert.match((await tool('zizmor', `--offline --quiet "${wrong}"`)).output, /unpinned-uses/);
  });

  it('of Prometheus are read, and every alert fires when it should and only then', async function () {
    if (whyNoContainers()) {
      console.log(`      Prometheus is not here: ${whyNoContainers()}`);
      this.skip();
    }
    const promtool = `"${path.join(process.env['AI_VENTURE_PROMETHEUS'] ?? '', 'promtool')}"`;
    for (const task of tasks) {
      const project = projects.find((name) => path.basename(name).startsWith(task.id)) ?? '';
      const at = path.join(project, 'deploy', 'prometheus');
      passes(await shell(`${promtool} check config prometheus.yml`, { cwd: at }));
      passes(await shell(`${promtool} test rules tests.yml`, { cwd: at }));
    }
  });
});
