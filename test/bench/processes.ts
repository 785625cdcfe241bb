/** `ai-venture new` as a whole process, beside its floor and a peer, turn by turn in the same run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, tool } from '../e2e/support/machine.ts';
import { type Figure, median } from './table.ts';

const rounds = 15;

/** The floor: a bare script that writes the files of `project` and nothing else. Its content is part of it. */
function bareScript(project: string, file: string): number {
  const files = readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const content = files.map((name) => [path.relative(project, name), readFileSync(name, 'base64')]);
  writeFileSync(
    file,
    [
      `import { mkdirSync, writeFileSync } from 'node:fs';`,
      `import path from 'node:path';`,
      `const target = process.argv[2];`,
      `const files = ${JSON.stringify(content)};`,
      `for (const [name, text] of files) {`,
      `  const file = path.join(target, name);`,
      `  mkdirSync(path.dirname(file), { recursive: true });`,
      `  writeFileSync(file, Buffer.from(text, 'base64'));`,
      `}`,
    ].join('\n'),
  );
  return files.length;
}

function once(args: readonly string[], cwd: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(tool('NODE'), args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const taken = performance.now() - start;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with code ${status}: ${stderr}`);
  return taken;
}

/** `createVite` is the script of the peer, '' where it could not be had. */
export function processes(folder: string, createVite: string): Figure[] {
  const work = path.join(folder, 'processes');
  mkdirSync(work, { recursive: true });
  const cli = path.join(root, 'dist', 'cli.js');
  const answers = [
    '--name',
    'Acme Digits',
    '--task',
    'image-classification',
    '--framework',
    'pytorch',
    '--yes',
  ];
  const project = path.join(work, 'project');
  once([cli, 'new', project, ...answers], work);
  const bare = path.join(work, 'bare.mjs');
  const count = bareScript(project, bare);

  const contenders: { name: string; args: (target: string) => string[]; times: number[] }[] = [
    { name: 'ours', args: (target) => [cli, 'new', target, ...answers], times: [] },
    { name: 'bare', args: (target) => [bare, path.join(work, target)], times: [] },
  ];
  if (createVite)
    contenders.push({
      name: 'vite',
      args: (target) => [createVite, target, '--template', 'vanilla', '--no-interactive'],
      times: [],
    });
  for (let round = 0; round < rounds; round += 1)
    for (const { name, args, times } of contenders) {
      const target = `${name}-${round}`;
      times.push(once(args(target), work));
      rmSync(path.join(work, target), { recursive: true });
    }
  const times = new Map(contenders.map(({ name, times }) => [name, median(times)]));
  const [ours, floor] = [times.get('ours') ?? Number.NaN, times.get('bare') ?? Number.NaN];
  const vite = times.get('vite');
  const figures: Figure[] = [
    {
      what: 'ai-venture new, whole process',
      value: ours,
      unit: 'ms',
      budget: 2 * floor,
      how: `${count} files, median of ${rounds}; the budget is 2 × the floor`,
    },
    { what: '  floor: bare Node writes the same files', value: floor, unit: 'ms' },
  ];
  if (vite !== undefined) {
    figures.push({ what: '  peer: create-vite, vanilla', value: vite, unit: 'ms' });
    figures.push({ what: '  ours to create-vite', value: ours / vite, unit: '×', budget: 1 });
  }
  rmSync(work, { recursive: true });
  return figures;
}
