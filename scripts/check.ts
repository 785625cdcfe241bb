/** `node scripts/check.ts FOLDER`: opens VS Code on the folder, looks for the extension at work in it, and ends. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openBrowser } from '../test/e2e/support/browser.ts';
import { root, tool } from '../test/e2e/support/machine.ts';
import { startServer } from '../test/e2e/support/server.ts';
import { eventually, Workbench } from '../test/e2e/support/workbench.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: check.ts FOLDER');

const home = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-check-'));
const since = Date.now();
const say = (text: string) =>
  console.log(`  ${((Date.now() - since) / 1000).toFixed(1).padStart(5)} s  ${text}`);

async function look(target: string): Promise<void> {
  const server = await startServer({ home: path.join(home, 'server'), extensions: [tool('VSIX')] });
  say(`The editor answers at ${server.url}`);
  const browser = await openBrowser(path.join(home, 'browser'));
  try {
    const workbench = await Workbench.open(browser, server, target);
    say('The workbench is up and shows AI Venture in its activity bar');
    const sidebar = await workbench.showSidebar();
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    say(`The extension ${manifest.version} has activated: its Checklist view has a page`);
    if (!existsSync(path.join(target, '.ai-venture', 'project.json'))) {
      await sidebar.getByRole('button', { name: 'New AI Venture Project' }).waitFor();
      say('The folder holds no AI Venture project; the view offers to make one');
      return;
    }
    const project = readFileSync(path.join(target, '.ai-venture', 'project.json'), 'utf8');
    const { name } = JSON.parse(project) as { name: string };
    await sidebar.getByRole('heading', { level: 1, name }).waitFor();
    const progress = sidebar.getByRole('progressbar').first();
    await progress.waitFor();
    const boxes = await eventually('the steps of the next section', async () =>
      sidebar.getByRole('checkbox').count(),
    );
    say(
      `The Checklist shows “${name}”: ${await progress.getAttribute('aria-label')}; ${boxes} steps in view`,
    );
  } finally {
    await browser.close();
    await server.stop();
  }
}

try {
  await look(folder);
  console.log('VS Code opens with the extension at work.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
