/**
 * `node test/support/run.ts RESULT TIMEOUT_MS RETRIES FILE…`: runs test files with Mocha and writes RESULT as JSON. Ends
 * with code 1 where a test failed; one that fails is run again up to RETRIES times, and that is said. `AI_VENTURE_GREP` picks tests by their title.
 */
import path from 'node:path';
import Mocha from 'mocha';
import { runMocha, writeWhole } from './results.ts';

const [result, timeout, retries, ...files] = process.argv.slice(2);
if (!result || !timeout || !retries || files.length === 0)
  throw new Error('usage: run.ts RESULT TIMEOUT_MS RETRIES FILE…');

const grep = process.env['AI_VENTURE_GREP'];
const mocha = new Mocha({
  reporter: 'spec',
  color: process.stdout.isTTY,
  timeout: Number(timeout),
  retries: Number(retries),
  forbidOnly: true,
  ...(grep && { grep }),
});
for (const file of files) mocha.addFile(path.resolve(file));
await mocha.loadFilesAsync();
const done = await runMocha(mocha);
writeWhole(result, JSON.stringify(done, null, 1));
// A server or a browser that a failed test has left open must not keep us here.
process.exit(done.failed > 0 ? 1 : 0);
