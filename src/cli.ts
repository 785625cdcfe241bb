#!/usr/bin/env node
/** `ai-venture`: the headless face of the extension. What it does is in `cli/`; here it only starts fast. */
import module from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

// Node 20 has no compile cache.
module.enableCompileCache?.(
  path.join(process.env['AI_VENTURE_CACHE'] ?? path.join(homedir(), '.cache', 'ai-venture'), 'compile'),
);
const { run } = await import('./cli/run.ts');
await run();
