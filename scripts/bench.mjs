// `npm run bench [-- SECTION…]`: measures the budgets and prints them with their floors and peers. It never fails for
// being slow.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, vsixOf } from './lib/built.mjs';
import { ensure } from './lib/cache.mjs';
import { childEnvironment, npm, run } from './lib/process.mjs';
import { complain } from './lib/say.mjs';
import { root, setUp } from './lib/setup.mjs';

const peer = '9.3.0';
const script = (folder) => path.join(folder, 'node_modules', 'create-vite', 'index.js');

/** create-vite, which we mean to be as fast as; '' where it cannot be had. */
async function createVite(node) {
  try {
    const folder = await ensure({
      name: 'create-vite',
      title: `Fetching create-vite ${peer}, to compare with`,
      key: peer,
      build: async (stage) => {
        writeFileSync(path.join(stage, 'package.json'), '{"private":true}');
        await npm(['install', '--prefix', stage, `create-vite@${peer}`], { cwd: stage });
      },
      verify: async (at) => {
        if (!existsSync(script(at))) throw new Error('create-vite has no index.js');
        execFileSync(node, [script(at), '--help'], { stdio: 'ignore', env: childEnvironment() });
      },
    });
    return script(folder);
  } catch (error) {
    console.log(`Without create-vite: ${error.message.split('\n')[0]}`);
    return '';
  }
}

try {
  const { node, environment } = await setUp({ system: ['chromium'], editor: true });
  await ensureBuilt(root, node);
  const env = {
    ...environment,
    AI_VENTURE_VSIX: vsixOf(root),
    AI_VENTURE_CREATE_VITE: await createVite(node),
  };
  await run(node, [path.join(root, 'test', 'bench', 'main.ts'), ...process.argv.slice(2)], {
    show: true,
    env,
  });
} catch (error) {
  complain(error);
  process.exit(1);
}
