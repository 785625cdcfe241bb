/** Everything that ships, made in a folder beside `dist/` which takes its place once it is whole. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { definition } from '../../src/checklist/definition.ts';
import { compileGuide } from '../../src/guide/compile.ts';
import { languages } from '../../src/l10n.ts';
import { writeSchemas } from './schemas.ts';
import { packTemplates } from './templates.ts';
import { yeomanBundle } from './yeoman.ts';

const views = ['sidebar', 'progress', 'guide'];

/** Packages that were written for `require` find it here. */
const requireBanner = {
  js: [
    "import{createRequire as __createRequire}from'node:module';",
    "import{fileURLToPath as __fileURLToPath}from'node:url';",
    "import{dirname as __dirnameOf}from'node:path';",
    'const require=__createRequire(import.meta.url),__filename=__fileURLToPath(import.meta.url),',
    '__dirname=__dirnameOf(__filename);',
  ].join(''),
};

function bundles(root: string, dist: string): readonly BuildOptions[] {
  const common: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    legalComments: 'none',
    logLevel: 'warning',
    charset: 'utf8',
  };
  const node: BuildOptions = { ...common, platform: 'node', splitting: true, outdir: dist };
  return [
    {
      ...node,
      target: 'node22',
      entryPoints: ['src/extension.ts'],
      external: ['vscode'],
      chunkNames: 'host-[name]-[hash]',
      banner: requireBanner,
    },
    {
      ...node,
      target: 'node20',
      entryPoints: ['src/cli.ts'],
      chunkNames: 'cli-[name]-[hash]',
      banner: requireBanner,
    },
    {
      ...common,
      platform: 'node',
      target: 'node20',
      entryPoints: ['webview/export/main.ts'],
      outfile: path.join(dist, 'report-page.js'),
      loader: { '.css': 'text', '.svg': 'text' },
      banner: requireBanner,
    },
    { ...common, platform: 'node', target: 'node20', banner: requireBanner, ...yeomanBundle(root, dist) },
    {
      ...common,
      platform: 'browser',
      target: 'chrome138',
      outdir: path.join(dist, 'webview'),
      entryPoints: views.flatMap((view) => [
        { in: `webview/${view}/main.ts`, out: view },
        { in: `webview/${view}/main.css`, out: view },
      ]),
    },
  ];
}

function copyIcons(root: string, dist: string): void {
  const codicons = path.dirname(
    createRequire(path.join(root, 'package.json')).resolve('@vscode/codicons/dist/codicon.css'),
  );
  for (const file of ['codicon.css', 'codicon.ttf']) {
    cpSync(path.join(codicons, file), path.join(dist, 'webview', file));
  }
}

function writeGuide(root: string, dist: string): void {
  mkdirSync(path.join(dist, 'guide'));
  for (const language of languages) {
    const { guide, problems } = compileGuide(path.join(root, 'guide'), language, definition);
    if (problems.length > 0) {
      throw new Error(`guide/: ${problems.join('\n')}`);
    }
    writeFileSync(path.join(dist, 'guide', `${language}.json`), JSON.stringify(guide));
  }
}

/** Builds `dist/` of the repository in `root`. Rejects with what is wrong; then the `dist/` of before is still there. */
export async function buildAll(root: string): Promise<void> {
  const stage = path.join(root, 'node_modules', '.cache', 'ai-venture', `dist-${process.pid}`);
  const dist = path.join(root, 'dist');
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(path.join(stage, 'webview'), { recursive: true });
  try {
    const meta: Metafile = { inputs: {}, outputs: {} };
    const made = await Promise.all([
      ...bundles(root, stage).map((options) => build(options)),
      packTemplates(root, stage, version),
    ]);
    writeGuide(root, stage);
    writeSchemas(stage);
    for (const result of made) {
      Object.assign(meta.inputs, result?.metafile?.inputs);
      for (const [file, output] of Object.entries(result?.metafile?.outputs ?? {})) {
        meta.outputs[
          path.posix.join('dist', path.relative(stage, path.resolve(root, file)).split(path.sep).join('/'))
        ] = output;
      }
    }
    copyIcons(root, stage);
    writeFileSync(path.join(stage, 'meta.json'), JSON.stringify(meta));
    replaceFolder(stage, dist);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** What others keep in `dist`: the packaged extension, and what it was made of. */
const keptInDist = ['ai-venture.vsix', '.made-of'];

/** `stage` becomes `dist`. */
function replaceFolder(stage: string, dist: string): void {
  const old = `${stage}-old`;
  if (existsSync(dist)) {
    for (const file of keptInDist.filter((name) => existsSync(path.join(dist, name)))) {
      cpSync(path.join(dist, file), path.join(stage, file));
    }
    renameSync(dist, old);
  }
  renameSync(stage, dist);
  rmSync(old, { recursive: true, force: true });
}
