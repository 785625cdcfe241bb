import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { answersFor, newFolder, putFiles, removeFolders, repository, snapshot } from './fixture.ts';
import { type ChildResult, runChild } from './run-child.ts';

const answers = answersFor({ name: 'Acme' });
const small = {
  'base/README.md.hbs': '# {{md name}}\n',
  'base/src/__package__/__init__.py': '',
  'base/src/__package__/cli.py': 'print(1)\n',
  'frameworks/pytorch/pyproject.toml': '[project]\n',
};
const mine = { 'README.md': 'mine', 'src/acme/cli.py': 'mine too', 'notes.txt': 'notes' };

function smallTemplates(): string {
  const templates = newFolder();
  putFiles(templates, small);
  return templates;
}

/** A copy of our own: somebody may be at work on them while the test runs. */
function realTemplates(): string {
  const templates = newFolder();
  cpSync(path.join(repository, 'templates'), templates, { recursive: true });
  return templates;
}

/** What a run leaves beside the project, and inside it before it is taken back. */
const traces = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => /^\.ai-venture-(stage|commit)/.test(name)) : [];

describe('a run that is killed', function () {
  this.timeout(600_000);
  afterEach(removeFolders);

  it('at every single change to the disk leaves the whole new project or nothing', async () => {
    const templates = smallTemplates();
    const whole = path.join(newFolder(), 'acme');
    await runChild({ answers, templates, target: whole });
    const expected = snapshot(whole);
    let moments = 0;
    for (let killAt = 1; ; killAt += 1) {
      const folder = newFolder();
      const target = path.join(folder, 'deep', 'acme');
      const result = await runChild({ answers, templates, target, killAt });
      if (!result.killed) {
        break;
      }
      moments += 1;
      if (existsSync(path.join(folder, 'deep'))) {
        assert.deepEqual(snapshot(target), expected, `killed at change ${killAt}`);
      }
      assert.equal((await runChild({ answers, templates, target })).killed, false);
      assert.deepEqual(snapshot(target), expected);
      assert.deepEqual([...traces(folder), ...traces(target)], [], `killed at change ${killAt}`);
    }
    assert.ok(moments > 15, `${moments} moments`);
  });

  it('at every single change to the disk leaves an occupied folder as it was or whole, once it is taken back', async () => {
    const templates = smallTemplates();
    const whole = newFolder();
    putFiles(whole, mine);
    const before = snapshot(whole);
    await runChild({ answers, templates, target: whole, decision: 'take' });
    const after = snapshot(whole);
    const seen = { before: 0, after: 0, partial: 0 };
    for (let killAt = 1; ; killAt += 1) {
      const target = newFolder();
      putFiles(target, mine);
      const result = await runChild({ answers, templates, target, decision: 'take', killAt });
      if (!result.killed) {
        break;
      }
      seen.partial += traces(target).includes('.ai-venture-commit') ? 1 : 0;
      await recovered(target, templates);
      const found = snapshot(target);
      const is = JSON.stringify(found) === JSON.stringify(before) ? 'before' : 'after';
      assert.deepEqual(found, is === 'before' ? before : after, `killed at change ${killAt}`);
      seen[is] += 1;
    }
    assert.ok(seen.before > 10 && seen.after > 0 && seen.partial > 5, JSON.stringify(seen));
  });

  it('while it takes back another run goes on where that one stopped', async () => {
    const templates = smallTemplates();
    const origin = newFolder();
    putFiles(origin, mine);
    const before = snapshot(origin);
    // The last change before the folder is whole again in name: everything has been moved.
    let killAt = 1;
    let deepest: string | undefined;
    for (; ; killAt += 1) {
      const target = newFolder();
      putFiles(target, mine);
      const { killed } = await runChild({ answers, templates, target, decision: 'take', killAt });
      if (!killed) {
        break;
      }
      if (traces(target).includes('.ai-venture-commit')) {
        deepest = target;
      }
    }
    assert.ok(deepest !== undefined);
    let moments = 0;
    for (let killedAt = 1; ; killedAt += 1) {
      const target = path.join(newFolder(), 'copy');
      cpSync(deepest, target, { recursive: true });
      const { killed } = await runChild({ answers, templates, target, recover: true, killAt: killedAt });
      moments += killed ? 1 : 0;
      await recovered(target, templates);
      assert.deepEqual(snapshot(target), before, `killed at change ${killedAt}`);
      if (!killed) {
        break;
      }
    }
    assert.ok(moments > 5, `${moments} moments`);
  });

  it('a hundred times at random never leaves a part of a real project', async () => {
    const templates = realTemplates();
    const folder = newFolder();
    const target = path.join(folder, 'acme');
    const { ms } = await runChild({ answers, templates, target });
    const expected = snapshot(target);
    const seen = { nothing: 0, whole: 0, staged: 0 };
    for (let run = 0; run < 100; run += 1) {
      rmSync(target, { recursive: true, force: true });
      // Low-discrepancy, so that a hundred moments cover the whole run evenly, and the same in every run of the test.
      await runChild({ answers, templates, target }, { killAfterMs: ((run * 0.618034) % 1) * ms * 1.2 });
      seen.staged += traces(folder).length > 0 ? 1 : 0;
      if (existsSync(target)) {
        assert.deepEqual(snapshot(target), expected);
        seen.whole += 1;
      } else {
        seen.nothing += 1;
      }
      assert.ok(traces(folder).length <= 1, 'the next run sweeps');
    }
    assert.ok(seen.nothing > 0 && seen.staged > 0, JSON.stringify(seen));
    rmSync(target, { recursive: true, force: true });
    await runChild({ answers, templates, target });
    assert.deepEqual(snapshot(target), expected);
    assert.deepEqual(readdirSync(folder), ['acme']);
  });
});

/** What the next run into `target` finds. */
async function recovered(target: string, templates: string): Promise<void> {
  const result = await runChild({ answers, templates, target, recover: true });
  assert.equal(result.error, undefined);
  assert.deepEqual(traces(target), []);
}

/**
 * A command line that runs another one in a mount namespace of its own, where `disk` is a small file system holding
 * what `setUp` puts there. It fails where the file system is not afterwards as it was. For root, and for anybody who
 * may make namespaces.
 */
function onDisk(disk: string, mountOptions: string, setUp: string): readonly string[] {
  const rights = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const state = 'find . | sort; find . -type f -exec cksum {} + | sort';
  const script = [
    'set -e',
    `mount -t tmpfs -o ${mountOptions} tmpfs "$0"`,
    `cd "$0"; ${setUp}`,
    `before=$(${state})`,
    '"$@"',
    `after=$(${state})`,
    'test "$before" = "$after" || { echo "not as before: $after" >&2; exit 9; }',
  ].join('\n');
  return ['unshare', '--mount', ...rights, 'sh', '-c', script, disk];
}

describe('a disk that does not take it', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const real = path.join(repository, 'templates');

  it('that is full leaves everything as it was and says so', async () => {
    for (const target of ['acme', 'deep/er/acme', 'occupied']) {
      const disk = newFolder();
      const wrap = onDisk(disk, 'size=200k', 'mkdir occupied; printf mine > occupied/README.md');
      const options = {
        answers,
        templates: real,
        target: path.join(disk, target),
        decision: 'take',
      } as const;
      const result = await runChild(options, { wrap });
      assert.equal(result.error, 'diskFull', target);
      assert.ok(result.values?.['path']?.startsWith(disk));
    }
  });

  it('that is large enough takes it, which the test before would notice if it were not the disk', async () => {
    const disk = newFolder();
    const wrap = onDisk(disk, 'size=20m', 'true');
    const run = runChild({ answers, templates: real, target: path.join(disk, 'acme') }, { wrap });
    await assert.rejects(run, /not as before/);
  });

  it('that is read-only says so', async () => {
    const disk = newFolder();
    const wrap = onDisk(
      disk,
      'size=10m',
      'mkdir occupied; printf mine > occupied/README.md; mount -o remount,ro "$0"',
    );
    for (const target of ['acme', 'occupied']) {
      const result = await runChild({ answers, templates: real, target: path.join(disk, target) }, { wrap });
      assert.equal(result.error, 'noPermission', target);
    }
  });

  it('or a folder without permission leaves nothing and says so', async () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, 'empty'));
    putFiles(folder, { 'occupied/mine.txt': 'mine' });
    const before = snapshot(folder);
    for (const name of ['', 'empty', 'occupied']) {
      chmodSync(path.join(folder, name), 0o555);
    }
    const results: ChildResult[] = [];
    try {
      for (const name of ['acme', 'deep/acme', 'empty', 'occupied']) {
        const target = path.join(folder, name);
        results.push(await runChild({ answers, templates: real, target, dropRoot: true }));
      }
    } finally {
      for (const name of ['', 'empty', 'occupied']) {
        chmodSync(path.join(folder, name), 0o755);
      }
    }
    assert.deepEqual(
      results.map((result) => result.error),
      ['noPermission', 'noPermission', 'noPermission', 'noPermission'],
    );
    assert.deepEqual(snapshot(folder), before);
  });
});
