/** What is shipped, in bytes. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, tool } from '../e2e/support/machine.ts';
import type { Figure } from './table.ts';

interface Output {
  readonly bytes: number;
  readonly imports: readonly { path: string; kind: string }[];
}

/** Bytes of a bundle with every chunk that it loads at once. */
function loadedAtOnce(entry: string, outputs: Readonly<Record<string, Output>>): number {
  const seen = new Set<string>();
  const pending = [entry];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { path: file, kind } of outputs[next]?.imports ?? [])
      if (kind === 'import-statement' && file in outputs) pending.push(file);
  }
  return [...seen].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
}

export function sizes(): Figure[] {
  const { outputs } = JSON.parse(readFileSync(path.join(root, 'dist', 'meta.json'), 'utf8')) as {
    outputs: Record<string, Output>;
  };
  const kilobytes = (bytes: number) => bytes / 1024;
  const views = ['sidebar', 'progress', 'guide'].map((view): Figure => {
    const file = path.join(root, 'dist', 'webview', `${view}.js`);
    const packed = kilobytes(gzipSync(readFileSync(file)).length).toFixed(0);
    return {
      what: `webview ${view}.js`,
      value: kilobytes(statSync(file).size),
      unit: 'KB',
      budget: 110,
      how: `${packed} KB gzipped`,
    };
  });
  return [
    {
      what: 'entry of the extension',
      value: kilobytes(loadedAtOnce('dist/extension.js', outputs)),
      unit: 'KB',
      budget: 60,
      how: 'with every chunk that it loads at once',
    },
    ...views,
    { what: 'Yeoman chunk', value: kilobytes(outputs['dist/yeoman.mjs']?.bytes ?? Number.NaN), unit: 'KB' },
    { what: 'VSIX', value: kilobytes(statSync(tool('VSIX')).size) / 1024, unit: 'MB', budget: 1.5 },
  ];
}
