// The suites of `npm test`: what each one runs, and for how long at most.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

const minutes = 60_000;

/** Test files below a folder, in a fixed order. */
function testFiles(folder) {
  const at = path.join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { recursive: true })
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .sort()
    .map((file) => path.join(folder, file));
}

/** Mocha over the test files of a folder, in a Node that runs TypeScript; `timeout` is for one test. */
const mocha =
  (folder, timeout, retries = 0) =>
  (result) => {
    const files = testFiles(folder);
    const run = path.join('test', 'support', 'run.ts');
    return files.length ? [run, result, String(timeout), String(retries), ...files] : [];
  };

/**
 * A suite without `command` is a list of checks, each of which is one test. `command` gives the arguments of Node for
 * a result file, none where there is nothing to run. `built` suites need the build and the VSIX.
 */
export const suites = {
  lint: {
    title: 'Style and types',
    limit: 5 * minutes,
    checks: {
      'biome check': [path.join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.'],
      'tsc --noEmit': [path.join('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit'],
    },
  },
  unit: { title: 'Pure parts, in Node', limit: 10 * minutes, command: mocha('test/unit', 30_000) },
  package: {
    title: 'What the VSIX holds',
    limit: 5 * minutes,
    built: true,
    command: mocha('test/package', 60_000),
  },
  host: {
    title: 'Inside the extension host of a real VS Code',
    limit: 10 * minutes,
    built: true,
    editor: true,
    system: ['chromium', 'git'],
    command: (result) => [path.join('test', 'support', 'host.ts'), result],
  },
  e2e: {
    title: 'The three journeys, in a real VS Code',
    limit: 20 * minutes,
    built: true,
    editor: true,
    system: ['chromium', 'chinese', 'git'],
    // The editor of others, in a browser, on busy cores: what fails twice is ours.
    command: mocha('test/e2e', 120_000, 1),
  },
  generated: {
    title: 'Generated projects, really trained',
    limit: 60 * minutes,
    built: true,
    system: ['python', 'venv', 'git'],
    containers: true,
    command: mocha('test/generated', 30 * minutes),
  },
};
