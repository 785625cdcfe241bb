// Everything a run needs, in the order in which it can be had. Runs before npm ci, so on Node alone.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeServer } from './code-server.mjs';
import { containerParts } from './containers.mjs';
import { installModules } from './modules.mjs';
import { modernNode } from './node.mjs';
import { findChromium, findPython, systemPackages } from './system.mjs';

/** The folder of this repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * @param {{ system?: string[], editor?: boolean, containers?: boolean }} needs parts of the operating system; a VS
 *   Code server; what builds and runs images
 * @returns {Promise<{ node: string, environment: Record<string, string> }>} a Node 24, and where the rest is, for
 *   the environment of children
 */
export async function setUp({ system = [], editor = false, containers = false } = {}) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`This is Node ${process.versions.node}; Node 20 or newer is needed.`);
  await systemPackages(system);
  await installModules(root);
  const node = await modernNode();
  const environment = {
    AI_VENTURE_NODE: node,
    AI_VENTURE_CHROMIUM: findChromium(),
    AI_VENTURE_PYTHON: findPython(),
    AI_VENTURE_CODE_SERVER: editor ? await codeServer(node) : '',
    ...(containers ? await containerParts() : {}),
  };
  return { node, environment };
}
