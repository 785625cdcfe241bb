/** The serving image of a project, built from its Dockerfile, run as it is meant to be, and asked. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Container, Images, whyNoContainers } from './support/container.ts';
import { cachedProject, type Project } from './support/project.ts';
import { succeed, until } from './support/run.ts';

const mostBytes = 360_000_000;

/** Asks the server from inside its container, where Python is the only client, and prints status and answer. */
const asking = [
  'import json, sys, urllib.error, urllib.request as u',
  'path, body = sys.argv[1], sys.argv[2].encode() if len(sys.argv) > 2 else None',
  'request = u.Request(f"http://127.0.0.1:8000{path}", body, {"Content-Type": "application/json"})',
  'try: answer = u.urlopen(request, timeout=10)',
  'except urllib.error.HTTPError as error: answer = error',
  'print(json.dumps([answer.status, answer.read().decode()]))',
].join('\n');

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

  async function ask(route: string, body?: object): Promise<[status: number, answer: string]> {
    assert.ok(server);
    const done = await server.exec(python(asking, route, ...(body ? [JSON.stringify(body)] : [])));
    assert.equal(done.code, 0, done.output);
    return JSON.parse(done.output);
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

  it('answers with its files read-only, without a network and without rights', async () => {
    server = await images.start(image);
    const running = server;
    await until(
      async () =>
        (await running.exec(python(asking, '/ready'))).output.startsWith('[200') ? true : undefined,
      60,
      () => 'the server in the container is not ready',
      250,
    );
    assert.deepEqual(await ask('/health'), [200, '{"status":"ok"}']);
    const digit = readFileSync(path.join(project.folder, 'deploy', 'example.png')).toString('base64');
    const [status, answer] = await ask('/predict', { images: [{ base64: digit }] });
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

  it('is healthy by its own check, and ends in good order when it is told to', async () => {
    assert.ok(server);
    const check = JSON.parse(await images.inspect(image, 'json .HealthCheck.Test')) as string[];
    assert.equal(check[0], 'CMD');
    assert.equal((await server.exec(python(check[3] ?? ''))).code, 0);
    assert.equal(await server.stop(), 0);
    const log = await server.log();
    assert.match(log, /^serve: /m);
    assert.doesNotMatch(log, /Traceback|warning|telemetry/i);
  });
});
