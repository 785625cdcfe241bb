// The build and the VSIX, made again only where something that they are made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './cache.mjs';
import { run } from './process.mjs';
import { step } from './say.mjs';

const inputs = [
  ...[
    'src',
    'webview',
    'templates',
    'guide',
    'l10n',
    'media',
    'scripts/build.mjs',
    'scripts/build',
    '.vscodeignore',
  ],
  ...['package.json', 'package.nls.json', 'package.nls.zh-cn.json', 'package-lock.json', 'tsconfig.json'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE'],
];

/** A digest of the names and the bytes of everything that goes into the build. */
function digest(root) {
  const hash = createHash('sha256');
  const add = (name) => {
    const full = path.join(root, name);
    const found = statSync(full, { throwIfNoEntry: false });
    if (found?.isFile()) hash.update(`${name}\0`).update(readFileSync(full));
    else if (found?.isDirectory() && path.basename(name) !== '__pycache__')
      for (const entry of readdirSync(full).sort()) add(`${name}/${entry}`);
  };
  for (const name of inputs) add(name);
  return hash.digest('hex');
}

/** Where the packaged extension lies: beside `dist/`, which each build replaces. */
export const vsixOf = (root) => path.join(root, 'ai-venture.vsix');

/** Packages what is built as a VSIX. */
export async function packageVsix(root, node) {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const stage = path.join(root, `stage-${process.pid}.vsix`);
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    stage,
  ];
  try {
    await run(node, [vsce, 'package', ...options], { cwd: root });
    renameSync(stage, vsixOf(root));
  } finally {
    rmSync(stage, { force: true });
  }
}

/** Builds and packages, unless what is there was made of the same files. */
export async function ensureBuilt(root, node) {
  const stamp = path.join(root, 'dist', '.made-of');
  const current = () =>
    existsSync(vsixOf(root)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest(root);
  if (current()) return;
  await withLock(`build-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`, async () => {
    if (current()) return;
    const madeOf = digest(root);
    rmSync(stamp, { force: true });
    await step('Building the extension', () =>
      run(node, [path.join(root, 'scripts', 'build.mjs')], { cwd: root }),
    );
    await step('Packaging the extension', () => packageVsix(root, node));
    writeFileSync(stamp, madeOf);
  });
}
