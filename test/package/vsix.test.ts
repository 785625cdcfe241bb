/** What the packaged extension holds, and that it works without the repository around it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, tool } from '../e2e/support/machine.ts';
import { readZip } from '../support/zip.ts';

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents?: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
  };
}

const languages = ['package.nls.json', 'package.nls.zh-cn.json'];
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package(\.nls(\.zh-cn)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/i,
  /^extension\/media\/[\w./-]+\.(svg|png|md)$/,
  /^extension\/dist\/(webview\/)?[\w.-]+\.(js|mjs|css|ttf)$/,
  /^extension\/dist\/(templates\/[\w/-]+|schemas\/\w+|guide\/[\w-]+)\.json$/,
];
const needed = [
  ...['extension.js', 'yeoman.mjs', 'cli.js', 'templates/base.json', 'guide/en.json', 'guide/zh-cn.json'],
  ...['sidebar', 'progress', 'guide'].flatMap((view) => [`webview/${view}.js`, `webview/${view}.css`]),
  'webview/codicon.css',
].map((file) => `extension/dist/${file}`);

describe('the VSIX', () => {
  const files = readZip(tool('VSIX'));
  const text = (name: string) => files.get(`extension/${name}`)?.toString('utf8') ?? '';
  const manifest = JSON.parse(text('package.json')) as Manifest;

  it('holds what the extension needs and nothing else', () => {
    const names = [...files.keys()];
    assert.deepEqual(
      names.filter((name) => !allowed.some((pattern) => pattern.test(name))),
      [],
    );
    assert.deepEqual(
      [...needed, `extension/${manifest.icon}`, `extension/${manifest.main.replace('./', '')}`].filter(
        (name) => !files.has(name),
      ),
      [],
    );
  });

  it('weighs at most 1.5 MB', () => {
    const bytes = statSync(tool('VSIX')).size;
    assert.ok(bytes <= 1.5 * 1024 * 1024, `${bytes} bytes`);
  });

  it('names no path of the machine that built it', () => {
    // The home of root is the same on every machine; a Dockerfile may name it.
    const leaks = [root, os.homedir()].filter((folder) => !['/', '/root'].includes(folder));
    for (const [name, bytes] of files)
      for (const folder of leaks) assert.ok(!bytes.includes(`${folder}/`), `${name} names ${folder}`);
  });

  it('never wakes the extension before it is asked for', () => {
    const early = ['*', 'onStartupFinished'];
    assert.deepEqual(
      (manifest.activationEvents ?? []).filter((event) => early.includes(event)),
      [],
    );
  });

  it('has every word of the manifest in both languages', () => {
    const keys = [...new Set([...text('package.json').matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key))];
    assert.ok(keys.length > 5);
    for (const file of languages) {
      const words = JSON.parse(text(file)) as Record<string, string>;
      assert.deepEqual(
        keys.filter((key) => !key || !words[key]),
        [],
        file,
      );
      assert.deepEqual(Object.keys(words).sort(), [...keys].sort(), file);
    }
  });

  it('shows every command under one category', () => {
    for (const { command, category } of manifest.contributes.commands) {
      assert.match(command, /^aiVenture\./);
      assert.equal(category, 'AI Venture', command);
    }
  });

  it('generates a project from the command line with nothing else around it', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-vsix-'));
    try {
      for (const [name, bytes] of files) {
        const file = path.join(folder, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, bytes);
      }
      const cli = path.join(folder, 'extension', 'dist', 'cli.js');
      const target = path.join(folder, 'acme');
      const answers = ['--name', 'Acme', '--task', 'image-classification', '--framework', 'tensorflow'];
      execFileSync(tool('NODE'), [cli, 'new', target, ...answers, '--yes'], { cwd: folder, stdio: 'pipe' });
      for (const file of ['README.md', 'pyproject.toml', '.ai-venture/project.json'])
        assert.ok(existsSync(path.join(target, file)), file);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
