/** The serving image of a project, built from its Dockerfile, run as it is meant to be, and asked. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { type Container, Images, whyNoContainers } from './support/container.ts';
import { cachedProject, type Project } from './support/project.ts';
import { succeed, until } from './support/run.ts';

const mostBytes = 360_000_000;

/** Asks from inside the container, where Python is the only client; prints the status and the text of each answer. */
const asking = [
  'import json, sys, urllib.error, urllib.request as u',
  'def ask(place, body):',
  '    data = None if body is None else json.dumps(body).encode()',
  '    request = u.Request(f"http://127.0.0.1:{place}", data, {"Content-Type": "application/json"})',
  '    try: answer = u.urlopen(request, timeout=10)',
  '    except urllib.error.HTTPError as error: answer = error',
  '    except OSError as error: return [0, str(error)]',
  '    return [answer.status, answer.read().decode()]',
  'print(json.dumps([ask(*question) for question in json.loads(sys.argv[1])]))',
].join('\n');

/** Port and path, and what is sent. */
type Question = readonly [place: string, body: unknown];
type Answer = readonly [status: number, text: string];

describe('the serving image', () => {
  const images = new Images();
  let project: Project;
  let image: string;
  let server: Container | undefined;

  before(async function () {
    const reason = whyNoContainers();
    if (reason) {
      console.log(`      No image is built: ${reason}`);
      this.skip();
    }
    project = await cachedProject({ framework: 'pytorch' });
    for (const stage of ['data', 'train --set train.max_steps=20', 'export'])
      await succeed(`"${project.python}" -m ${project.package} ${stage}`, project.folder);
    await images.prepare();
    image = await images.build(project.folder, 'deploy/Dockerfile');
  });
  after(async () => {
    await server?.remove();
    if (image) await images.forget(image);
  });

  const python = (code: string, ...rest: readonly string[]) =>
    ['python', '-c', code, ...rest].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

  async function askAll(container: Container, questions: readonly Question[]): Promise<readonly Answer[]> {
    const done = await container.exec(python(asking, JSON.stringify(questions)));
    assert.equal(done.code, 0, done.output);
    return JSON.parse(done.output);
  }

  async function ask(route: string, body: unknown = null): Promise<Answer> {
    assert.ok(server);
    const [answer] = await askAll(server, [[`8000${route}`, body]]);
    assert.ok(answer);
    return answer;
  }

  it('is at most 360 MB, with the base, and belongs to a user without rights', async () => {
    const bytes = Number(await images.inspect(image, '.Size'));
    console.log(`      ${(bytes / 1e6).toFixed(0)} MB`);
    assert.ok(bytes > 0 && bytes <= mostBytes, `${bytes} bytes`);
    assert.equal(await images.inspect(image, '.User'), '10001:10001');
  });

  it('holds what deploy/requirements-serve.txt lists and nothing else, a training framework least of all', async () => {
    const listing =
      'import importlib.metadata as m; print(*sorted(f"{d.name}=={d.version}".lower() for d in m.distributions(path=["/opt/venv/lib/python3.11/site-packages"])))';
    const installed = (await images.run(image, python(listing))).split(' ');
    const listed = readFileSync(path.join(project.folder, 'deploy', 'requirements-serve.txt'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => line.toLowerCase());
    assert.deepEqual(installed, listed.sort());
    assert.ok(!installed.some((line) => /^(torch|tensorflow|keras|pip)\b/.test(line)));
  });

  const ready = (running: Container) =>
    until(
      async () => {
        const [answer] = await askAll(running, [['8000/ready', null]]);
        return answer?.[0] === 200 ? true : undefined;
      },
      60,
      () => 'the server in the container is not ready',
      250,
    );

  const digit = () => ({
    images: [{ base64: readFileSync(path.join(project.folder, 'deploy', 'example.png')).toString('base64') }],
  });

  it('answers with its files read-only, without a network and without rights', async () => {
    server = await images.start(image);
    await ready(server);
    assert.deepEqual(await ask('/health'), [200, '{"status":"ok"}']);
    const [status, answer] = await ask('/predict', digit());
    assert.equal(status, 200, answer);
    const { predictions } = JSON.parse(answer) as { predictions: { probability: number }[] };
    assert.equal(predictions.length, 1);
    const [refused, why] = await ask('/predict', { images: [{ base64: 'no image' }] });
    assert.equal(refused, 422, why);
    const [, metrics] = await ask('/metrics');
    assert.match(metrics, /^predict_requests_total\{.*status="200"\} 1\.0$/m);
    assert.equal((await server.exec('id -u')).output.trim(), '10001');
    assert.match((await server.exec('touch /app/configs/x')).output, /Read-only file system/);
  });

  it('gives Prometheus every figure of the dashboard, and its rules are evaluated', async () => {
    assert.ok(server);
    const deploy = path.join(project.folder, 'deploy');
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
    const config = path.join(deploy, 'prometheus', 'prometheus.yml');
    // Its name in Compose, and seconds instead of minutes.
    const here = readFileSync(config, 'utf8').replace('server:8000', '127.0.0.1:8000');
    writeFileSync(config, here.replaceAll(/_interval: \d+s/g, '_interval: 1s'));
    const prometheus = await server.beside(
      path.join(process.env['AI_VENTURE_PROMETHEUS'] ?? '', 'prometheus'),
      [`--config.file=${config}`, `--storage.tsdb.path=${scratch}`, '--web.listen-address=127.0.0.1:9090'],
    );
    try {
      const dashboard = readFileSync(path.join(deploy, 'grafana', 'dashboards', 'serving.json'), 'utf8');
      const panels = (JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] }).panels;
      const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
      assert.ok(expressions.length > 10);
      const questions = expressions.map(
        (expression): Question => [`9090/api/v1/query?query=${encodeURIComponent(expression)}`, null],
      );
      const running = server;
      let silent = expressions;
      await until(
        async () => {
          const [, ...answers] = await askAll(running, [['8000/predict', digit()], ...questions]);
          silent = expressions.filter((_, index) => {
            const [status, text] = answers[index] ?? [0, ''];
            return status !== 200 || JSON.parse(text).data.result.length === 0;
          });
          return silent.length === 0 || undefined;
        },
        60,
        () => `nothing for ${silent.join('\n')}\n${prometheus.output().slice(-2000)}`,
        500,
      );
      const [rules] = await askAll(running, [['9090/api/v1/rules', null]]);
      const { groups } = JSON.parse(rules?.[1] ?? '').data as {
        groups: { rules: { name: string; health: string }[] }[];
      };
      const unwell = groups.flatMap((group) => group.rules).filter((rule) => rule.health !== 'ok');
      assert.deepEqual(unwell, []);
    } finally {
      await prometheus.stop('SIGTERM');
      rmSync(scratch, { recursive: true });
    }
  });

  it('is healthy by its own check, and ends in good order when it is told to', async () => {
    assert.ok(server);
    const check = JSON.parse(await images.inspect(image, 'json .HealthCheck.Test')) as string[];
    assert.equal(check[0], 'CMD');
    assert.equal((await server.exec(python(check[3] ?? ''))).code, 0);
    assert.equal(await server.stop(), 0);
    const log = await server.log();
    assert.match(log, /^serve: /m);
    assert.doesNotMatch(log, /Traceback|warning|telemetry/i);
    await server.remove();
  });

  it('answers as Kubernetes starts it, with the settings of the cluster', async () => {
    const serving = path.join(project.folder, 'deploy', 'kubernetes', 'serving');
    const { containers } = parse(readFileSync(path.join(serving, 'deployment.yaml'), 'utf8')).spec.template
      .spec;
    const [{ command, volumeMounts }] = containers as [
      { command: string[]; volumeMounts: { mountPath: string; subPath?: string }[] },
    ];
    const settings = volumeMounts.find((mount) => mount.subPath);
    const mount = `--volume "${path.join(serving, settings?.subPath ?? '')}:${settings?.mountPath}:ro"`;
    server = await images.start(image, command.join(' '), mount);
    await ready(server);
    assert.equal((await ask('/predict', digit()))[0], 200);
    assert.equal(await server.stop(), 0);
    assert.match(await server.log(), /http:\/\/0\.0\.0\.0:8000/);
  });
});
