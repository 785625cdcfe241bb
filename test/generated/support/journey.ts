/** What a founder does with a new project, from the README's first command to a server that answers. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Stage } from '../../../src/project/reports.ts';
import { root } from '../../e2e/support/machine.ts';
import { writeWhole } from '../../support/results.ts';
import { addEmptyClass, drawDigits, drawImages, spoil } from './images.ts';
import { cachedProject, type Project } from './project.ts';
import { digest, readReport } from './reports.ts';
import { type Running, shell, start, succeed, until } from './run.ts';

const ofAll: readonly Stage[] = [
  'data',
  'training',
  'metrics',
  'explanation',
  'compression',
  'deployment',
  'drift',
];
/** CPU seconds of all cores together, which other programs of the machine do not lengthen: 90 s on two cores. */
const costliestAll = 180;

/** Declares the suite of one framework. */
export function journey(framework: string): void {
  describe(`a ${framework} project`, () => {
    let project: Project;
    let scratch: string;
    const stage = (line: string) => `"${project.python}" -m ${project.package} ${line}`;

    before(async () => {
      scratch = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
      project = await cachedProject(framework);
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));

    it("is ready after the README's first command, which says what to type next", () => {
      const [, second] = project.commands;
      assert.match(project.setUp.output, /^Ready in \d+ s\. Next: /m);
      assert.ok(project.setUp.output.trimEnd().endsWith(`Next: ${second}`));
    });

    it('is trained, evaluated, explained, compressed, exported and watched after the second', async () => {
      const [, second = ''] = project.commands;
      // `times` is the shell's own: its last line is what the programs that it ran have used.
      const done = await succeed(`${second} && times`, project.folder);
      assert.match(done.output, /^\s*total\s+[\d.]+ s$/m);
      const cpu = [...(done.output.trimEnd().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
        .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
        .reduce((sum, part) => sum + part, 0);
      assert.ok(cpu > 0 && cpu < costliestAll, `${cpu} s`);
      for (const name of ofAll) readReport(project.folder, name);
      const metrics = readReport(project.folder, 'metrics').result;
      const accuracy = metrics.metrics['accuracy'];
      assert.ok(accuracy !== undefined && accuracy.value >= 0.97, `accuracy ${accuracy?.value}`);
      assert.ok((accuracy.low ?? 0) <= accuracy.value && accuracy.value <= (accuracy.high ?? 1));
      assert.equal(metrics.target?.met, true);
      console.log(
        `      all: ${done.seconds.toFixed(0)} s (CPU ${cpu.toFixed(0)} s), accuracy ${accuracy.value.toFixed(4)}`,
      );
      // For the table of `npm run bench`.
      const figures = { framework, seconds: done.seconds, cpu, accuracy: accuracy.value };
      writeWhole(path.join(root, 'test-results', `all-${framework}.json`), JSON.stringify(figures));
    });

    it('has a checkpoint, a model and figures that are what the reports say', () => {
      const { folder } = project;
      const { checkpoint } = readReport(folder, 'training').result;
      assert.equal(digest(path.join(folder, checkpoint.path)), checkpoint.sha256);
      const { model, parity, health } = readReport(folder, 'deployment').result;
      assert.equal(digest(path.join(folder, model.path)), model.sha256);
      assert.ok(parity.passed && parity.max_abs_difference <= parity.tolerance);
      assert.equal(health.status, 'ok');
      const explanation = readReport(folder, 'explanation').result;
      assert.equal(explanation.sanity.passed, true);
      for (const figure of [...readReport(folder, 'metrics').result.figures, ...explanation.figures])
        assert.deepEqual(
          [...readFileSync(path.join(folder, figure)).subarray(1, 4)],
          [...Buffer.from('PNG')],
          figure,
        );
    });

    it('leaves nothing in git that git should not have', async () => {
      await succeed('git init -q . && git add -A', project.folder);
      const listed = (await succeed('git ls-files', project.folder)).output.split('\n').filter(Boolean);
      rmSync(path.join(project.folder, '.git'), { recursive: true });
      assert.ok(listed.includes('reports/metrics.json'));
      assert.ok(listed.includes(`src/${project.package}/data/clean.py`));
      assert.deepEqual(
        listed.filter((file) =>
          /^(\.venv|data\/(raw|interim|processed)|models|logs)\/|\.parquet$|\.pyc$/.test(file),
        ),
        [],
      );
    });

    it('counts its parameters and searches for better ones', async () => {
      await succeed(stage('model summary'), project.folder);
      assert.ok(readReport(project.folder, 'model').result.parameters > 1000);
      await succeed(stage('tune --set tune.trials=2 --set tune.epochs=1'), project.folder);
      const tuning = readReport(project.folder, 'tuning').result;
      assert.ok(tuning.trials >= 2);
      assert.ok(Object.keys(tuning.best.parameters).length > 0);
    });

    it('goes on after a kill and ends with the weights of an uninterrupted run', async () => {
      const options = '--set train.deterministic=true --set train.epochs=8 --set train.checkpoint_every=7';
      await succeed(stage(`train ${options}`), project.folder);
      const whole = readReport(project.folder, 'training').result;
      const run = start(
        project.python,
        ['-m', project.package, 'train', ...options.split(' ')],
        project.folder,
      );
      await until(() => (/^epoch 3\b/m.test(run.output()) ? true : undefined), 120, run.output, 5);
      await run.stop('SIGKILL');
      assert.doesNotMatch(run.output(), /^epoch 8\b/m);
      await succeed(stage(`train --resume ${options}`), project.folder);
      const resumed = readReport(project.folder, 'training').result;
      assert.ok((resumed.resumed_from_step ?? 0) > 0);
      assert.equal(resumed.weights_sha256, whole.weights_sha256);
      assert.deepEqual(
        resumed.epochs.map((epoch) => epoch.validation_loss),
        whole.epochs.map((epoch) => epoch.validation_loss),
      );
    });

    it('serves predictions, says what is wrong with a request, and stops in good order', async () => {
      await drawDigits(project.python, scratch);
      const port = await freePort();
      const server = start(
        project.python,
        ['-m', project.package, 'serve', '--port', String(port)],
        project.folder,
      );
      try {
        const at = (route: string) => `http://127.0.0.1:${port}${route}`;
        await until(() => answers(at('/ready'), server), 60, server.output);
        assert.deepEqual(await (await fetch(at('/health'))).json(), { status: 'ok' });
        let right = 0;
        for (let digit = 0; digit < 10; digit += 1) {
          const response = await upload(at('/predict'), path.join(scratch, `${digit}.png`));
          assert.equal(response.status, 200);
          const { predictions } = (await response.json()) as { predictions: { class: string }[] };
          if (predictions[0]?.class === String(digit)) right += 1;
        }
        assert.ok(right >= 9, `${right} of 10 digits right`);
        const readme = readFileSync(path.join(project.folder, 'README.md'), 'utf8');
        const example = /curl -F image=@(\S+)/.exec(readme)?.[1] ?? '';
        assert.match(
          await (await upload(at('/predict'), path.join(project.folder, example))).text(),
          /"class":"3"/,
        );
        const wrong = await upload(at('/predict'), path.join(project.folder, 'README.md'));
        assert.equal(wrong.status, 422);
        assert.match(await wrong.text(), /"field":"image/);
        assert.match(await (await fetch(at('/metrics'))).text(), /^# HELP /m);
        assert.equal(await server.stop('SIGTERM'), 0, server.output());
      } finally {
        if (!server.ended()) await server.stop('SIGKILL');
      }
    });

    it("trains on the founder's own images by configuration alone", async () => {
      const images = path.join(scratch, 'images');
      await drawImages(project.python, images);
      spoil(images);
      configure(project.folder, 'data', { source: 'image-folder', path: images, image_size: '16' });
      const data = await succeed(stage('data'), project.folder);
      assert.match(data.output, /broken\.png/);
      const { clean, sources } = readReport(project.folder, 'data').result;
      assert.equal(clean?.rows_in, 242);
      assert.equal(clean.rows_kept, 240);
      assert.equal(clean.dropped['unreadable'], 1);
      assert.equal(
        Object.values(clean.dropped).reduce((sum, count) => sum + count, 0),
        2,
      );
      assert.equal(sources?.[0]?.rows, 242);
      await succeed(stage('train --set train.epochs=15'), project.folder);
      await succeed(stage('evaluate'), project.folder);
      const { metrics, confusion_matrix: matrix } = readReport(project.folder, 'metrics')
        .result as unknown as {
        metrics: Record<string, { value: number }>;
        confusion_matrix: { labels: string[] };
      };
      assert.deepEqual(matrix.labels, ['one', 'six', 'two', 'zero']);
      assert.ok((metrics['accuracy']?.value ?? 0) >= 0.85, `accuracy ${metrics['accuracy']?.value}`);
    });

    for (const [what, options, code, says] of [
      ['an empty class', '--set data.source=image-folder --set data.path=IMAGES', 1, /nothing/],
      [
        'a folder that is not there',
        '--set data.source=image-folder --set data.path=nowhere',
        1,
        /nowhere does not exist/,
      ],
      ['an unknown key', '--set data.sauce=digits', 2, /Did you mean data\.source\?/],
      ['a wrong value', '--set train.epochs=many', 2, /train\.epochs/],
    ] as const)
      it(`says what is wrong with ${what}, and changes nothing`, async () => {
        const images = path.join(scratch, 'empty-class');
        if (!existsSync(images)) {
          await drawImages(project.python, images);
          addEmptyClass(images);
        }
        const before = digest(path.join(project.folder, 'reports', 'data.json'));
        const done = await shell(stage(`data ${options.replace('IMAGES', `"${images}"`)}`), {
          cwd: project.folder,
        });
        assert.equal(done.code, code, done.output);
        assert.match(done.output, /^error: /m);
        assert.match(done.output, says);
        assert.doesNotMatch(done.output, /Traceback/);
        assert.equal(digest(path.join(project.folder, 'reports', 'data.json')), before);
      });

    it('passes its own lint, types and tests with the configuration changed, a killed run among them', async () => {
      assert.match(
        readFileSync(path.join(project.folder, 'configs', 'data.yaml'), 'utf8'),
        /^source: image-folder/m,
      );
      const done = await succeed(stage('check'), project.folder, { PYTEST_ADDOPTS: '-vv' });
      const { lint, types, tests } = readReport(project.folder, 'quality').result;
      assert.deepEqual([lint.passed, types.passed, tests.passed], [true, true, true]);
      assert.match(done.output, /test_resume\.py::test_\w*(killed|resum)\w*\S* PASSED/);
      assert.doesNotMatch(done.output, /\b(SKIPPED|XFAIL)\b/);
      console.log(`      check: ${done.seconds.toFixed(0)} s, ${tests.count} tests`);
    });
  });
}

/** Changes values in `configs/<section>.yaml` as a person would: the rest of each line, its comment too, stays. */
function configure(folder: string, section: string, values: Readonly<Record<string, string>>): void {
  const file = path.join(folder, 'configs', `${section}.yaml`);
  let text = readFileSync(file, 'utf8');
  for (const [key, value] of Object.entries(values)) {
    const line = new RegExp(`^${key}: \\S+`, 'm');
    assert.match(text, line);
    text = text.replace(line, `${key}: ${value}`);
  }
  writeFileSync(file, text);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** True once the address answers; undefined while it does not. Rejects where the server has ended. */
async function answers(address: string, server: Running): Promise<true | undefined> {
  if (server.ended()) throw new Error(`The server has ended:\n${server.output()}`);
  try {
    return (await fetch(address)).ok || undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What `curl -F image=@FILE ADDRESS` does. */
function upload(address: string, file: string): Promise<Response> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(readFileSync(file))]), path.basename(file));
  return fetch(address, { method: 'POST', body: form });
}
