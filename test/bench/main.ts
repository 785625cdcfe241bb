/** `node test/bench/main.ts [SECTION…]`: measures, prints the table, keeps the figures as JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../e2e/support/machine.ts';
import { writeWhole } from '../support/results.ts';
import { activation } from './activation.ts';
import { dashboard } from './dashboard.ts';
import { editor } from './editor.ts';
import { generated } from './generated.ts';
import { generation } from './generation.ts';
import { guideSearch } from './guide.ts';
import { learning } from './learning.ts';
import { processes } from './processes.ts';
import { sizes } from './sizes.ts';
import { type Figure, formatTable } from './table.ts';
import { tickTimes } from './ticks.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'aiv-bench-'));
const sections: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
  sizes,
  generation: () => generation(folder),
  processes: () => processes(folder, process.env['AI_VENTURE_CREATE_VITE'] ?? ''),
  guide: guideSearch,
  ticks: () => tickTimes(folder),
  dashboard: () => dashboard(folder),
  activation: () => activation(folder),
  editor: () => editor(folder),
  generated,
  learning: () => learning(folder),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in sections));
if (unknown.length > 0) {
  console.error(
    `There is no section ${unknown.join(', ')}. Say one or more of ${Object.keys(sections).join(', ')}.`,
  );
  process.exit(2);
}

const figures: Figure[] = [];
const busy = os.loadavg()[0] ?? 0;
if (busy > os.cpus().length / 2)
  console.log(`Other programs are at work here (load ${busy.toFixed(1)}): the times will be too long.`);
try {
  for (const [name, measure] of Object.entries(sections)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`Measuring ${name}…`);
    figures.push(...(await measure()));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const { model } = os.cpus()[0] ?? { model: 'unknown processor' };
console.log(
  `\n${os.cpus().length} × ${model.trim()}, ${os.platform()}, Node ${process.versions.node}, load ${busy.toFixed(1)}\n`,
);
console.log(formatTable(figures));
writeWhole(
  path.join(root, 'test-results', 'bench.json'),
  JSON.stringify({ at: new Date().toISOString(), figures }, null, 1),
);
