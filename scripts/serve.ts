/** `node scripts/serve.ts FOLDER`: a local VS Code server with the extension, open until Ctrl-C. */
import os from 'node:os';
import path from 'node:path';
import { pickLanguage } from '../src/l10n.ts';
import { tool } from '../test/e2e/support/machine.ts';
import { freePort, startServer } from '../test/e2e/support/server.ts';

const usualPort = 8420;
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: serve.ts FOLDER');

const cache = process.env['AI_VENTURE_CACHE'] || path.join(os.homedir(), '.cache', 'ai-venture');
const server = await startServer({
  home: path.join(cache, 'editor'),
  extensions: [tool('VSIX')],
  language: pickLanguage(process.env['LC_ALL'] || process.env['LANG'] || ''),
  port: await freePort(usualPort),
});
console.log(`\nVS Code runs at ${server.url}?${new URLSearchParams({ folder })}`);
console.log('Open that address in a browser. Ctrl-C ends it.');

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void server.stop().then(() => process.exit(0));
  });
const alive = setInterval(async () => {
  const answer = await fetch(`${server.url}healthz`).catch(() => undefined);
  if (answer?.ok || ending) return;
  clearInterval(alive);
  console.error('The VS Code server has ended by itself.');
  await server.stop();
  process.exit(1);
}, 5000);
