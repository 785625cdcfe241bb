// `npm run build`: everything in dist/. The build itself is TypeScript and imports that of src/, which Node 20 does not
// run as it stands, so it is bundled first.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'node_modules', '.cache', 'ai-venture');
const outfile = path.join(folder, `build-${process.pid}.mjs`);
mkdirSync(folder, { recursive: true });
try {
  await build({
    entryPoints: [path.join(root, 'scripts', 'build', 'main.ts')],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
    outfile,
  });
  const { buildAll } = await import(pathToFileURL(outfile).href);
  await buildAll(root);
} catch (error) {
  console.error(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(outfile, { force: true });
}
