/**
 * `node test/support/host.ts RESULT`: runs `test/host/*.test.ts` inside the extension host of a real VS Code: the
 * desktop editor where it can be had and shown, else a local VS Code server. What counts is the result file that the
 * suite writes: an editor that is killed half-way ends with code 0.
 */
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { openBrowser } from '../e2e/support/browser.ts';
import { root } from '../e2e/support/machine.ts';
import { startServer } from '../e2e/support/server.ts';
import type { SuiteResult } from './results.ts';

const limit = 5 * 60_000;
const [result] = process.argv.slice(2);
if (!result) throw new Error('usage: host.ts RESULT');

/** One file that the host can load: all test files and the runner, with `vscode` and mocha left outside. */
async function bundle(): Promise<string> {
  const outfile = path.join(root, 'test-results', 'host.cjs');
  const files = globSync('*.test.ts', { cwd: path.join(root, 'test', 'host') }).sort();
  if (files.length === 0) throw new Error('There is no test in test/host.');
  await build({
    stdin: {
      contents: [
        `export { run } from './index.ts';`,
        `import { addSuite } from './index.ts';`,
        ...files.map((file) => `addSuite(${JSON.stringify(file)}, () => require('./${file}'));`),
      ].join('\n'),
      resolveDir: path.join(root, 'test', 'host'),
      sourcefile: 'host-tests.ts',
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}

/** A desktop VS Code of our own, '' where it cannot be downloaded or there is no display to show it on. */
async function desktop(): Promise<string> {
  const shown = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!shown) return '';
  const cachePath = path.join(
    process.env['AI_VENTURE_CACHE'] || path.join(os.homedir(), '.cache', 'ai-venture'),
    'vscode',
  );
  const never = wait(120_000, '', { ref: false });
  return Promise.race([
    never,
    downloadAndUnzipVSCode({ version: 'stable', cachePath }).catch((error: Error) => {
      console.log(`The desktop editor could not be had: ${error.message.split('\n')[0]}`);
      return '';
    }),
  ]);
}

async function inServer(suite: string, home: string, workspace: string): Promise<void> {
  const server = await startServer({ home: path.join(home, 'server'), testDriver: true });
  const browser = await openBrowser(path.join(home, 'browser'));
  try {
    const page = await browser.newPage();
    const ended = new Promise<void>((resolve) => {
      void page.exposeFunction('codeAutomationExit', () => resolve());
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
      const text = args.filter((part) => typeof part === 'string').join(' ');
      if (text.includes('[host]')) console.log(text.replace(/^.*?\[host\] ?/s, ''));
    });
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(root)],
      ['extensionTestsPath', remote(suite)],
      ['skipWelcome', 'true'],
    ];
    const query = new URLSearchParams({ workspace, payload: JSON.stringify(payload) });
    await page.goto(`${server.url}?${query}`);
    const written = (async () => {
      for (const end = Date.now() + limit; !existsSync(result as string) && Date.now() < end; )
        await wait(100);
    })();
    await Promise.race([ended, written]);
    if (!existsSync(result as string)) {
      await page.screenshot({ path: path.join(path.dirname(result as string), 'host.png') });
      console.log(readFileSync(path.join(home, 'server', 'server.log'), 'utf8').slice(-3000));
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

const home = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-host-'));
try {
  rmSync(result, { force: true });
  const suite = await bundle();
  // A workspace file, so that a suite can add and remove folders without a new extension host.
  const folder = path.join(home, 'workspace');
  const workspace = path.join(home, 'test.code-workspace');
  mkdirSync(folder);
  mkdirSync(path.join(home, 'home'));
  writeFileSync(workspace, JSON.stringify({ folders: [{ path: folder }] }));
  process.env['AI_VENTURE_HOST_RESULT'] = path.resolve(result);
  process.env['AI_VENTURE_HOST_FOLDER'] = folder;

  const executable = await desktop();
  if (executable) {
    console.log(`In the desktop editor, ${executable}`);
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      launchArgs: [
        workspace,
        '--disable-extensions',
        '--disable-workspace-trust',
        '--user-data-dir',
        path.join(home, 'user-data'),
      ],
    }).catch((error: Error) => console.log(error.message));
  } else {
    console.log('In a local VS Code server (code-server)');
    await inServer(suite, home, workspace);
  }
  if (!existsSync(result)) throw new Error('The extension host gave no result.');
  const done = JSON.parse(readFileSync(result, 'utf8')) as SuiteResult;
  for (const test of done.tests) {
    console.log(
      `  ${{ passed: '✓', failed: '✗', skipped: '-' }[test.state]} ${test.title} (${test.milliseconds} ms)`,
    );
    if (test.error) console.log(test.error.replace(/^/gm, '      '));
  }
  process.exitCode = done.failed > 0 ? 1 : 0;
} finally {
  rmSync(home, { recursive: true, force: true });
}
