/** How long the extension takes to load and to activate, beside an empty extension in the same extension host. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { openBrowser } from '../e2e/support/browser.ts';
import { root, tool } from '../e2e/support/machine.ts';
import { packExtension } from '../e2e/support/pack.ts';
import { startServer } from '../e2e/support/server.ts';
import type { Activation } from './activation-in-host.ts';
import { type Figure, median } from './table.ts';

const windows = 5;

/** An extension that does nothing. */
function emptyExtension(name: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'extension.js'), 'export function activate() {}\n');
  return packExtension(folder, {
    name,
    publisher: 'bench',
    activationEvents: [],
    type: 'module',
    main: './extension.js',
  });
}

export async function activation(folder: string): Promise<Figure[]> {
  const work = path.join(folder, 'activation');
  const empty = path.join(work, 'empty');
  const suite = path.join(work, 'suite.cjs');
  const result = path.join(work, 'result.json');
  await emptyExtension('empty', empty);
  const warmUp = await emptyExtension('warm-up', path.join(work, 'warm-up'));
  mkdirSync(path.join(work, 'folder'));
  await build({
    entryPoints: [path.join(root, 'test', 'bench', 'activation-in-host.ts')],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'warning',
  });
  process.env['AI_VENTURE_BENCH_RESULT'] = result;
  const server = await startServer({
    home: path.join(work, 'server'),
    extensions: [tool('VSIX'), warmUp],
    settings: { 'git.enabled': false },
    testDriver: true,
  });
  const browser = await openBrowser(path.join(work, 'browser'));
  const seen: Activation[] = [];
  try {
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', remote(empty)],
      ['extensionTestsPath', remote(suite)],
      ['skipWelcome', 'true'],
    ]);
    const query = new URLSearchParams({ folder: path.join(work, 'folder'), payload });
    for (let round = 0; round < windows; round += 1) {
      rmSync(result, { force: true });
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.url}?${query}`);
      for (const end = Date.now() + 60_000; !existsSync(result) && Date.now() < end; ) await wait(100);
      if (!existsSync(result)) throw new Error('The extension host gave no result.');
      seen.push(JSON.parse(readFileSync(result, 'utf8')) as Activation);
      await context.close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  const how = `median of ${windows} fresh extension hosts, each idle`;
  return [
    { what: 'activate()', value: median(seen.map((one) => one.ours)), unit: 'ms', budget: 5, how },
    { what: '  floor: an empty extension', value: median(seen.map((one) => one.empty)), unit: 'ms' },
    { what: '  loading the entry bundle', value: median(seen.map((one) => one.load)), unit: 'ms' },
  ];
}
