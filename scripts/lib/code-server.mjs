// A VS Code without the desktop build: code-server from npm, the same workbench and the same Node extension host.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot, ensure } from './cache.mjs';
import { headersOf } from './node.mjs';
import { npm, npmCommand, run } from './process.mjs';

const version = '4.139.1';
const inner = (folder) => path.join(folder, 'node_modules', 'code-server');
const entry = (folder) => path.join(inner(folder), 'out', 'node', 'entry.js');

/** The node-gyp that npm carries, '' where it carries none. */
function nodeGyp() {
  const cli = npmCommand()[1];
  const file = cli
    ? path.join(path.dirname(cli), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js')
    : '';
  return existsSync(file) ? file : '';
}

/**
 * Compiles the watchdog that ends an extension host whose server is gone. Without a compiler the editor works all
 * the same, and whoever starts it ends the whole process group, as we do.
 */
async function buildWatchdog(folder, node) {
  const gyp = nodeGyp();
  const watchdog = path.join(inner(folder), 'lib', 'vscode', 'node_modules', '@vscode', 'native-watchdog');
  if (!gyp || !existsSync(watchdog)) return;
  const headers = headersOf(node);
  try {
    await run(node, [gyp, 'rebuild', ...(headers ? [`--nodedir=${headers}`] : [])], { cwd: watchdog });
  } catch (error) {
    console.log(`  The watchdog is left out: ${error.message.split('\n')[0]}`);
  }
}

/**
 * @param {string} node the Node that will run it
 * @returns {Promise<string>} the script that starts code-server
 */
export async function codeServer(node) {
  const folder = await ensure({
    name: 'code-server',
    title: `Installing a local VS Code server (code-server ${version}, about a minute)`,
    key: `${version} ${process.platform}-${process.arch}`,
    build: async (stage) => {
      mkdirSync(stage, { recursive: true });
      writeFileSync(path.join(stage, 'package.json'), '{"private":true}');
      await npm(['install', '--prefix', stage, `code-server@${version}`], { cwd: stage });
      const vscode = path.join(inner(stage), 'lib', 'vscode');
      await npm(['install', '--omit=dev'], { cwd: vscode });
      await npm(['install', '--omit=dev'], { cwd: path.join(vscode, 'extensions') });
      await buildWatchdog(stage, node);
    },
    verify: async (at) => {
      // A configuration of its own: else it writes one into the person's home.
      const config = path.join(cacheRoot(), 'code-server.yaml');
      const args = [entry(at), '--config', config, '--version'];
      const said = execFileSync(node, args, { encoding: 'utf8', stdio: 'pipe' });
      if (!said.includes(`${version} `)) throw new Error(`code-server says that it is ${said.trim()}`);
    },
  });
  return entry(folder);
}
