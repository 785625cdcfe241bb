import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Cancelled, isGenerationError } from '../../../src/generator/errors.ts';
import { type GenerateOptions, generate, planProject, writePlan } from '../../../src/generator/generate.ts';
import type { Decision } from '../../../src/generator/inspect.ts';
import { answersFor, date, newFolder, putFiles, removeFolders, snapshot, templatesOf } from './fixture.ts';

const layers = {
  'base/README.md.hbs': '# {{md name}}\n',
  'base/src/__package__/__init__.py': '',
  'base/src/__package__/cli.py': 'print(1)\n',
  'base/configs/train.yaml': 'epochs: 3\n',
  'frameworks/pytorch/pyproject.toml': '[project]\n',
};
const answers = answersFor({ name: 'Acme' });
const written = [
  ...[
    '.ai-venture/',
    '.ai-venture/project.json',
    'README.md',
    'configs/',
    'configs/train.yaml',
    'pyproject.toml',
  ],
  ...['src/', 'src/acme/', 'src/acme/__init__.py', 'src/acme/cli.py'],
];

function options(more: Partial<GenerateOptions> = {}): GenerateOptions {
  return { templates: templatesOf(layers), date, decide: async () => new Map(), ...more };
}

const deciding = (decisions: Readonly<Record<string, Decision>>): Partial<GenerateOptions> => ({
  decide: async () => new Map(Object.entries(decisions)),
});

/** Rejects with a GenerationError of this word. */
async function fails(run: Promise<unknown>, word: string): Promise<void> {
  await assert.rejects(run, (error) => {
    assert.ok(isGenerationError(error), String(error));
    assert.equal(error.word, word);
    return true;
  });
}

describe('writing a project', () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(removeFolders);

  it('makes a folder that was not there, with all folders above it', async () => {
    const target = path.join(folder, 'a', 'b', 'acme');
    const { files, target: made } = await generate(answers, target, options());
    assert.equal(made, target);
    assert.deepEqual(Object.keys(snapshot(target)).sort(), [...written].sort());
    assert.ok(files.every((file) => file.action === 'created'));
    assert.deepEqual(readdirSync(folder), ['a']);
  });

  it('gives the same bytes every time', async () => {
    await generate(answers, path.join(folder, 'one'), options());
    await generate(answers, path.join(folder, 'two'), options());
    assert.deepEqual(snapshot(path.join(folder, 'one')), snapshot(path.join(folder, 'two')));
  });

  it('fills an empty folder and leaves it as open as it was', async () => {
    const target = path.join(folder, 'acme');
    mkdirSync(target);
    chmodSync(target, 0o2775);
    await generate(answers, target, options());
    assert.deepEqual(Object.keys(snapshot(target)).sort(), [...written].sort());
    assert.equal(statSync(target).mode & 0o7777, 0o2775);
    assert.deepEqual(readdirSync(folder), ['acme']);
  });

  it('fills the folder it stands in without taking its place', async () => {
    const target = path.join(folder, 'acme');
    mkdirSync(target);
    const { ino } = statSync(target);
    const before = process.cwd();
    process.chdir(target);
    try {
      await generate(answers, '.', options());
    } finally {
      process.chdir(before);
    }
    assert.equal(statSync(target).ino, ino);
    assert.deepEqual(Object.keys(snapshot(target)).sort(), [...written].sort());
  });

  it('keeps scripts executable', async () => {
    const templates = templatesOf(layers);
    const layer = async (name: string) =>
      (await templates.layer(name)).map((file) => ({ ...file, executable: file.path.endsWith('cli.py') }));
    await generate(answers, path.join(folder, 'acme'), options({ templates: { version: '1', layer } }));
    const mode = (file: string) => statSync(path.join(folder, 'acme', file)).mode & 0o111;
    assert.equal(mode('src/acme/cli.py') & 0o100, 0o100);
    assert.equal(mode('README.md'), 0);
  });

  it('adds to a folder that holds other files', async () => {
    putFiles(folder, { '.git/HEAD': 'ref', 'notes.txt': 'mine', 'src/other.py': 'x' });
    const { files } = await generate(answers, folder, options());
    assert.ok(files.every((file) => file.action === 'created'));
    const after = snapshot(folder);
    assert.equal(after['notes.txt'], 'mine');
    assert.equal(after['src/other.py'], 'x');
    assert.equal(after['README.md'], '# Acme\n');
    assert.deepEqual(
      Object.keys(after).filter((name) => name.startsWith('.ai-venture-')),
      [],
    );
  });

  it('keeps what is there unless told to replace it', async () => {
    putFiles(folder, { 'README.md': 'mine', 'pyproject.toml': 'mine', 'configs/train.yaml': 'epochs: 3\n' });
    const { files } = await generate(answers, folder, options(deciding({ 'pyproject.toml': 'take' })));
    const actions = Object.fromEntries(files.map((file) => [file.path, file.action]));
    assert.equal(actions['README.md'], 'kept');
    assert.equal(actions['pyproject.toml'], 'replaced');
    assert.equal(actions['configs/train.yaml'], 'same');
    const after = snapshot(folder);
    assert.equal(after['README.md'], 'mine');
    assert.equal(after['pyproject.toml'], '[project]\n');
  });

  it('writes nothing where everything is there already', async () => {
    await generate(answers, path.join(folder, 'acme'), options());
    const before = statSync(path.join(folder, 'acme', 'README.md')).mtimeMs;
    const { files } = await generate(answers, path.join(folder, 'acme'), options());
    assert.ok(files.every((file) => file.action === 'same'));
    assert.equal(statSync(path.join(folder, 'acme', 'README.md')).mtimeMs, before);
  });

  it('replaces a link, never what it leads to', async () => {
    putFiles(folder, { 'precious.txt': 'precious', 'acme/x': '' });
    symlinkSync('../precious.txt', path.join(folder, 'acme', 'README.md'));
    await generate(answers, path.join(folder, 'acme'), options(deciding({ 'README.md': 'take' })));
    assert.equal(snapshot(folder)['precious.txt'], 'precious');
    assert.equal(snapshot(folder)['acme/README.md'], '# Acme\n');
  });

  it('refuses a target that is a file, a link to nowhere, or below a file', async () => {
    putFiles(folder, { acme: 'a file' });
    symlinkSync('nowhere', path.join(folder, 'link'));
    const before = [...readdirSync(folder)];
    await fails(generate(answers, path.join(folder, 'acme'), options()), 'notAFolder');
    await fails(generate(answers, path.join(folder, 'acme', 'b'), options()), 'notAFolder');
    await fails(generate(answers, path.join(folder, 'acme', 'b', 'c'), options()), 'notAFolder');
    await fails(generate(answers, path.join(folder, 'link'), options()), 'notAFolder');
    assert.deepEqual(readdirSync(folder), before);
    assert.equal(readlinkSync(path.join(folder, 'link')), 'nowhere');
  });

  it('refuses to go through a link, and to replace a folder by a file or a file by a folder', async () => {
    const outside = newFolder();
    putFiles(folder, { 'a/x': '', 'b/README.md/x': '', 'c/src': 'a file' });
    symlinkSync(outside, path.join(folder, 'a', 'src'));
    const before = snapshot(path.join(folder, 'b'));
    await fails(generate(answers, path.join(folder, 'a'), options()), 'linkInTheWay');
    await fails(generate(answers, path.join(folder, 'b'), options()), 'folderInTheWay');
    await fails(generate(answers, path.join(folder, 'c'), options()), 'fileInTheWay');
    assert.deepEqual(readdirSync(outside), []);
    assert.deepEqual(snapshot(path.join(folder, 'b')), before);
  });

  it('refuses a name that the system finds too long', async () => {
    await fails(generate(answers, path.join(folder, 'x'.repeat(300)), options()), 'pathTooLong');
    assert.deepEqual(readdirSync(folder), []);
  });

  it('leaves nothing when it is cancelled, at whatever file', async () => {
    putFiles(folder, { 'occupied/README.md': 'mine' });
    const before = snapshot(folder);
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`base/data/${index}.txt`, `${index}`]),
    );
    for (const target of ['new/acme', 'occupied']) {
      for (let stop = 0; stop < 3; stop += 1) {
        const interruption = new AbortController();
        let batches = 0;
        const onProgress = () => {
          batches += 1;
          if (batches > stop) {
            interruption.abort();
          }
        };
        const run = generate(answers, path.join(folder, target), {
          ...options({ onProgress, signal: interruption.signal, ...deciding({ 'README.md': 'take' }) }),
          templates: templatesOf({ ...layers, ...many }),
        });
        await assert.rejects(run, Cancelled);
        assert.deepEqual(snapshot(folder), before);
      }
    }
    const run = generate(answers, path.join(folder, 'new'), options({ signal: AbortSignal.abort() }));
    await assert.rejects(run, Cancelled);
    assert.deepEqual(snapshot(folder), before);
  });

  it('leaves everything where the question about conflicts is left', async () => {
    putFiles(folder, { 'README.md': 'mine' });
    const decide = async () => {
      throw new Cancelled('left');
    };
    await assert.rejects(generate(answers, folder, options({ decide })), Cancelled);
    assert.deepEqual(snapshot(folder), { 'README.md': 'mine' });
  });

  it('notices what changed after it was looked at', async () => {
    putFiles(folder, { 'README.md': 'mine' });
    const setting = options();
    const plan = await planProject(answers, folder, setting);
    writeFileSync(path.join(folder, 'README.md'), 'edited since');
    await fails(writePlan(plan, new Map([['README.md', 'take']]), {}), 'targetChanged');
    assert.deepEqual(snapshot(folder), { 'README.md': 'edited since' });

    const absent = await planProject(answers, path.join(folder, 'acme'), setting);
    putFiles(folder, { 'acme/mine.txt': 'mine' });
    await fails(writePlan(absent, new Map(), {}), 'targetChanged');
    assert.deepEqual(snapshot(path.join(folder, 'acme')), { 'mine.txt': 'mine' });
  });

  it('lets one of several runs at once win, and the others leave nothing', async () => {
    const target = path.join(folder, 'deep', 'acme');
    const runs = await Promise.allSettled(
      Array.from({ length: 6 }, () => generate(answers, target, options())),
    );
    assert.ok(runs.some((run) => run.status === 'fulfilled'));
    for (const run of runs) {
      assert.ok(
        run.status === 'fulfilled' || isGenerationError(run.reason),
        String(run.status === 'rejected' && run.reason),
      );
    }
    assert.deepEqual(Object.keys(snapshot(target)).sort(), [...written].sort());
    assert.deepEqual(readdirSync(folder), ['deep']);
    assert.deepEqual(readdirSync(path.join(folder, 'deep')), ['acme']);
  });

  it('lets several runs into one occupied folder come one after another or not at all', async () => {
    putFiles(folder, { 'mine.txt': 'mine' });
    const runs = await Promise.allSettled(
      Array.from({ length: 6 }, () => generate(answers, folder, options())),
    );
    assert.ok(runs.some((run) => run.status === 'fulfilled'));
    for (const run of runs) {
      assert.ok(
        run.status === 'fulfilled' || isGenerationError(run.reason),
        String(run.status === 'rejected' && run.reason),
      );
    }
    assert.deepEqual(Object.keys(snapshot(folder)).sort(), [...written, 'mine.txt'].sort());
  });

  it('does not believe a journal that leads out of the folder', async () => {
    const outside = path.join(folder, 'outside.txt');
    for (const file of ['../outside.txt', '/etc/hostname', 'a/../../outside.txt', 'C:\\x']) {
      const target = newFolder();
      writeFileSync(outside, 'precious');
      const journal = { owner: { host: 'x', pid: 1 }, files: [{ path: file, sha256: '' }], folders: [] };
      putFiles(target, { '.ai-venture-commit/journal.json': JSON.stringify(journal), 'mine.txt': 'mine' });
      await fails(generate(answers, target, options()), 'commitUnreadable');
      assert.ok(existsSync(path.join(target, '.ai-venture-commit', 'journal.json')));
    }
    assert.equal(snapshot(folder)['outside.txt'], 'precious');
  });
});
