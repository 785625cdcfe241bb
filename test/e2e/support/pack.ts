/** Small extensions that tests install beside ours. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { root, tool } from './machine.ts';

export interface SmallManifest {
  readonly name: string;
  readonly publisher: string;
  readonly [key: string]: unknown;
}

/** Packages a folder as an extension, its version 1.0.0, and returns the VSIX. */
export async function packExtension(folder: string, manifest: SmallManifest): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const whole = {
    version: '1.0.0',
    license: 'MIT',
    description: manifest.name,
    engines: { vscode: '^1.100.0' },
    ...manifest,
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(whole));
  for (const file of ['LICENSE', 'README.md']) writeFileSync(path.join(folder, file), file);
  const vsix = path.join(folder, `${manifest.name}.vsix`);
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--out', vsix];
  await promisify(execFile)(tool('NODE'), [vsce, 'package', ...options], { cwd: folder });
  return vsix;
}
