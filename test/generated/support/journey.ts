/** What a founder does with a new project, from the README's first command to a server that answers. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Stage } from '../../../src/project/reports.ts';
import { problemsOf } from '../../../src/report/faults.ts';
import { gatherReport } from '../../../src/report/gather.ts';
import { reportMarkdown } from '../../../src/report/markdown.ts';
import { figuresOf } from '../../../src/report/model.ts';
import { root } from '../../e2e/support/machine.ts';
import { writeWhole } from '../../support/results.ts';
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
/** A project and what a founder has at hand beside it. */
export interface Founder {
  readonly project: Project;
  /** A folder for what the test makes itself. */
  readonly scratch: string;
  /** The line that runs a stage of the project. */
  readonly stage: (line: string) => string;
}

/** What differs from task to task. */
export interface TaskJourney {
  readonly task: string;
  /** Of the venture. */
  readonly name: string;
  /** Most CPU seconds of `all`, over all cores, which other programs of the machine do not lengthen. */
  readonly costliestAll: number;
  /** The metric of the target. */
  readonly metric: string;
  /** Options of a short run that is killed where it prints `killAt`, before it prints `end`. */
  readonly resume: string;
  readonly killAt: RegExp;
  readonly end: RegExp;
  readonly tune: string;
  /** Throws where the metric is not what the task promises for its sample. */
  reached(
    estimate: { readonly value: number },
    metrics: Readonly<Record<string, { readonly value: number }>>,
  ): void;
  /** Asks the server, which gives the address of a route. */
  served(founder: Founder, at: (route: string) => string): Promise<void>;
  /** The title of the test that trains on data of the founder's own, and the test, which leaves them configured. */
  readonly ownData: string;
  trainsOnOwnData(founder: Founder): Promise<void>;
  /** Options of `data` that have to be refused, and what is said. */
  readonly mistakes: readonly {
    readonly what: string;
    readonly options: (founder: Founder) => Promise<string>;
    readonly says: RegExp;
  }[];
}

/** Declares the suite of one framework and one task. */
export function journey(framework: string, task: TaskJourney): void {
  describe(`a ${framework} project for ${task.task}`, () => {
    let project: Project;
    let scratch: string;
    const stage = (line: string) => `"${project.python}" -m ${project.package} ${line}`;
    const founder = (): Founder => ({ project, scratch, stage });

    before(async () => {
      scratch = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
      project = await cachedProject({ framework, task: task.task, name: task.name });
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
      assert.ok(cpu > 0 && cpu < task.costliestAll, `${cpu} s`);
      for (const name of ofAll) readReport(project.folder, name);
      const metrics = readReport(project.folder, 'metrics').result;
      const reached = metrics.metrics[task.metric];
      assert.ok(reached !== undefined);
      task.reached(reached, metrics.metrics);
      assert.ok((reached.low ?? -Infinity) <= reached.value && reached.value <= (reached.high ?? Infinity));
      assert.equal(metrics.target?.met, true);
      console.log(
        `      all: ${done.seconds.toFixed(0)} s (CPU ${cpu.toFixed(0)} s), ${task.metric} ${reached.value.toFixed(4)}`,
      );
      // For the table of `npm run bench`.
      const { metric, task: id } = task;
      const figures = { task: id, framework, seconds: done.seconds, cpu, metric, value: reached.value };
      writeWhole(path.join(root, 'test-results', `all-${id}-${framework}.json`), JSON.stringify(figures));
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

    it('has a report that tells of the run, and in which everything fits', async () => {
      const model = await gatherReport({ root: project.folder, language: 'en' });
      assert.deepEqual(problemsOf(model), []);
      const [run] = figuresOf(model, 'runs')?.runs ?? [];
      const { metrics } = readReport(project.folder, 'metrics').result;
      assert.equal(run?.values[0]?.value, Object.values(metrics)[0]?.value);
      assert.ok((run?.loss.length ?? 0) > 0 && (run?.seconds ?? 0) > 0);
      assert.equal(figuresOf(model, 'curves') === undefined, task.task !== 'image-classification');
      assert.match(reportMarkdown(model), /## Runs over time\n\nRuns: 1;/);
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
      await succeed(stage(`tune ${task.tune}`), project.folder);
      const tuning = readReport(project.folder, 'tuning').result;
      assert.ok(tuning.trials >= 2);
      assert.ok(Object.keys(tuning.best.parameters).length > 0);
    });

    it('goes on after a kill and ends with the weights of an uninterrupted run', async () => {
      const options = `--set train.deterministic=true ${task.resume}`;
      await succeed(stage(`train ${options}`), project.folder);
      const whole = readReport(project.folder, 'training').result;
      const run = start(
        project.python,
        ['-m', project.package, 'train', ...options.split(' ')],
        project.folder,
      );
      await until(() => (task.killAt.test(run.output()) ? true : undefined), 120, run.output, 5);
      await run.stop('SIGKILL');
      assert.doesNotMatch(run.output(), task.end);
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
        await task.served(founder(), at);
        assert.match(await (await fetch(at('/metrics'))).text(), /^# HELP /m);
        assert.equal(await server.stop('SIGTERM'), 0, server.output());
      } finally {
        if (!server.ended()) await server.stop('SIGKILL');
      }
    });

    it(task.ownData, () => task.trainsOnOwnData(founder()));

    const everywhere = [
      {
        what: 'an unknown key',
        options: async () => '--set data.sauce=digits',
        says: /Did you mean data\.source\?/,
      },
      { what: 'a wrong value', options: async () => '--set train.epochs=many', says: /train\.epochs/ },
    ];
    for (const [code, mistakes] of [
      [1, task.mistakes],
      [2, everywhere],
    ] as const)
      for (const { what, options, says } of mistakes)
        it(`says what is wrong with ${what}, and changes nothing`, async () => {
          const before = digest(path.join(project.folder, 'reports', 'data.json'));
          const done = await shell(stage(`data ${await options(founder())}`), { cwd: project.folder });
          assert.equal(done.code, code, done.output);
          assert.match(done.output, /^error: /m);
          assert.match(done.output, says);
          assert.doesNotMatch(done.output, /Traceback/);
          assert.equal(digest(path.join(project.folder, 'reports', 'data.json')), before);
        });

    it('passes its own lint, types and tests with the configuration changed, a killed run among them', async () => {
      const done = await succeed(stage('check'), project.folder, { PYTEST_ADDOPTS: '-vv' });
      const { lint, types, tests } = readReport(project.folder, 'quality').result;
      assert.deepEqual([lint.passed, types.passed, tests.passed], [true, true, true]);
      assert.match(done.output, /test_resume\.py::test_\w*(killed|resum)\w*\S* PASSED/);
      assert.doesNotMatch(done.output, /\b(SKIPPED|XFAIL)\b/);
      console.log(`      check: ${done.seconds.toFixed(0)} s, ${tests.count} tests`);
    });
  });
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
