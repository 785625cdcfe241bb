// `npm run package`: builds, and packages the extension as ai-venture.vsix.
import { statSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, vsixOf } from './lib/built.mjs';
import { complain } from './lib/say.mjs';
import { root, setUp } from './lib/setup.mjs';

try {
  const { node } = await setUp();
  await ensureBuilt(root, node);
  const vsix = vsixOf(root);
  console.log(`${path.relative(process.cwd(), vsix)} (${(statSync(vsix).size / 1024).toFixed(0)} KB)`);
} catch (error) {
  complain(error);
  process.exit(1);
}
