/** The runner inside the extension host: Mocha over all suites, its result in a file. */
import path from 'node:path';
import Mocha from 'mocha';
import { runMocha, writeWhole } from '../support/results.ts';

const suites: { file: string; load: () => void }[] = [];

/** Adds a test file; the bundle calls this once for each. */
export function addSuite(file: string, load: () => void): void {
  suites.push({ file, load });
}

/** Called by the extension host. The result file decides, not what this returns or throws. */
export async function run(): Promise<void> {
  const result = process.env['AI_VENTURE_HOST_RESULT'];
  if (!result || !path.isAbsolute(result)) throw new Error('AI_VENTURE_HOST_RESULT must be an absolute path');
  process.setSourceMapsEnabled(true);
  const grep = process.env['AI_VENTURE_GREP'];
  const mocha = new Mocha({ timeout: 20_000, forbidOnly: true, reporter: 'min', ...(grep && { grep }) });
  for (const { file, load } of suites) {
    mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, file, mocha);
    load();
  }
  writeWhole(result, JSON.stringify(await runMocha(mocha), null, 1));
}
