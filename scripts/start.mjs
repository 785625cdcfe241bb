// `npm start [-- FOLDER] [--check]`: sets up, builds, packages, and opens VS Code on FOLDER or on an example venture
// with the extension installed. `--check` waits until it has seen the extension at work there, and ends.
import { spawn } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, vsixOf } from './lib/built.mjs';
import { cacheRoot, withLock } from './lib/cache.mjs';
import { childEnvironment, run } from './lib/process.mjs';
import { complain, step } from './lib/say.mjs';
import { root, setUp } from './lib/setup.mjs';
import { onPath } from './lib/system.mjs';

const usage = 'Usage: npm start [-- FOLDER] [--check]';

/** The command of a desktop VS Code that can show a window here, '' where there is none. */
function desktopEditor() {
  const shown = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return shown ? onPath('code', 'code-insiders') : '';
}

/** The example venture, made once and kept with what was done in it. */
async function exampleVenture() {
  const folder = path.join(cacheRoot(), 'example', 'acme-digits');
  const complete = () => existsSync(path.join(folder, '.ai-venture', 'project.json'));
  if (complete()) return folder;
  await withLock('example', async () => {
    if (complete()) return;
    await step('Generating an example venture', async () => {
      rmSync(folder, { recursive: true, force: true });
      const answers = ['--name', 'Acme Digits', '--task', 'image-classification', '--framework', 'pytorch'];
      await run(process.execPath, [path.join(root, 'dist', 'cli.js'), 'new', folder, ...answers, '--yes']);
    });
  });
  return folder;
}

/** Runs Node until it ends and passes our signals on, so that the server behind it goes with us. */
function lookAfter(node, args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit', env: childEnvironment(environment) });
    // Ctrl-C reaches the child by itself: both are in front of the terminal.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help || positionals.length > 1) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const given = positionals[0] && path.resolve(positionals[0]);
  if (given && !(existsSync(given) && statSync(given).isDirectory()))
    throw new Error(`There is no folder ${given}. ${usage}`);

  const desktop = values.check ? '' : desktopEditor();
  const { node, environment } = await setUp({
    system: values.check ? ['chromium'] : [],
    editor: desktop === '',
  });
  await ensureBuilt(root, node);
  const folder = given ?? (await exampleVenture());
  const vsix = vsixOf(root);
  if (desktop) {
    await step(`Installing the extension in ${desktop}`, () =>
      run(desktop, ['--install-extension', vsix, '--force']),
    );
    await run(desktop, [folder]);
    console.log(`VS Code is open on ${folder}`);
    return 0;
  }
  const script = path.join(root, 'scripts', values.check ? 'check.ts' : 'serve.ts');
  return lookAfter(node, [script, folder], { ...environment, AI_VENTURE_VSIX: vsix });
}

try {
  process.exitCode = await main();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
