/**
 * Bundles the Yeoman generator with what it needs of Yeoman, and no more: the packages read their own manifests at load
 * (bundled, that would be ours), and their terminal and network parts have no place in an extension.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

const stubbed = [
  'fly-import',
  'execa',
  'simple-git',
  'latest-version',
  'which-package-manager',
  '@yeoman/adapter',
  '@yeoman/conflicter',
  'globby',
  'commander',
  'ejs',
  'tinyglobby',
  'isbinaryfile',
];

interface Patch {
  readonly file: RegExp;
  readonly packageName: string;
  readonly before: RegExp;
  readonly after: (version: string) => string;
}

const patches: readonly Patch[] = [
  {
    file: /yeoman-environment[\\/]dist[\\/]environment-base\.js$/,
    packageName: 'yeoman-environment',
    before: /require\('\.\.\/package\.json'\)\.version/,
    after: (version) => JSON.stringify(version),
  },
  {
    file: /yeoman-environment[\\/]dist[\\/]module-lookup\.js$/,
    packageName: 'yeoman-environment',
    before: /JSON\.parse\(readFileSync\(join\(PROJECT_ROOT, 'package\.json'\)\)\.toString\(\)\)\.name/,
    after: () => '"yeoman-environment"',
  },
  {
    file: /yeoman-generator[\\/]dist[\\/]generator\.js$/,
    packageName: 'yeoman-generator',
    before: /JSON\.parse\(readFileSync\(pathJoin\(_dirname, '\.\.\/package\.json'\), 'utf8'\)\)/,
    after: (version) => `{version:${JSON.stringify(version)}}`,
  },
  {
    // The whole of lodash as a property of every generator; ours has no use for it.
    file: /yeoman-generator[\\/]dist[\\/]generator\.js$/,
    packageName: 'yeoman-generator',
    before: /import \* as _ from 'lodash-es';/,
    after: () => 'const _ = {};',
  },
  {
    // The name of the package that a project lies in, which ours does not.
    file: /yeoman-generator[\\/]dist[\\/]generator\.js$/,
    packageName: 'yeoman-generator',
    before: /import { readPackageUpSync } from 'read-package-up';/,
    after: () => 'const readPackageUpSync = () => undefined;',
  },
];

/** Fails the build where a package no longer is as the patches expect it. */
function patched(root: string): Plugin {
  return {
    name: 'patched',
    setup(build) {
      for (const source of new Set(patches.map((patch) => patch.file.source))) {
        build.onLoad({ filter: new RegExp(source) }, ({ path: file }) => {
          const contents = patches
            .filter((patch) => patch.file.source === source)
            .reduce((text, patch) => applied(root, patch, text), readFileSync(file, 'utf8'));
          return { contents, loader: 'js' };
        });
      }
    },
  };
}

function applied(root: string, { packageName, before, after }: Patch, text: string): string {
  const manifest = path.join(root, 'node_modules', packageName, 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  if (!before.test(text)) {
    throw new Error(`${packageName} ${version} no longer holds ${before.source}`);
  }
  return text.replace(before, () => after(version));
}

/** Names that are imported from a stubbed package; each throws when it is used. */
const stubNames =
  'QueuedAdapter CheckRepoActions CleanOptions flyImport execa execaSync execaCommand execaCommandSync parseCommandString simpleGit ' +
  'whichPackageManager globbySync globby Command Option createConflicterTransform createYoResolveTransform ' +
  'forceYoFiles locatePathSync glob globSync isDynamicPattern isBinaryFile isBinaryFileSync';

const stubs: Plugin = {
  name: 'stubs',
  setup(build) {
    const filter = new RegExp(`^(${stubbed.join('|')})(/.*)?$`);
    build.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: 'stub' }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, ({ path: name }) => {
      const message = JSON.stringify(`${name} is not a part of this bundle`);
      return {
        loader: 'js',
        contents: [
          `function absent() { throw new Error(${message}); }`,
          'export default absent;',
          // Every environment makes one; it is asked for something only when generators are looked up.
          'export class FlyRepository {}',
          `export { ${stubNames
            .split(' ')
            .map((stub) => `absent as ${stub}`)
            .join(', ')} };`,
        ].join('\n'),
      };
    });
  },
};

/** `yeoman-environment` without its full environment: no look-up, no command line, no installation. */
function baseEnvironment(root: string): Plugin {
  return {
    name: 'base-environment',
    setup(build) {
      build.onResolve({ filter: /^yeoman-environment$/ }, () => ({
        path: 'yeoman-environment',
        namespace: 'base',
      }));
      build.onLoad({ filter: /.*/, namespace: 'base' }, () => ({
        resolveDir: root,
        contents:
          "export { default as EnvironmentBase } from './node_modules/yeoman-environment/dist/environment-base.js';",
      }));
    },
  };
}

/** Options of the bundle. Its default export is the generator's class, which is what `yo <path>` takes. */
export function yeomanBundle(root: string, outdir: string): BuildOptions {
  return {
    stdin: {
      contents:
        "export * from './src/generator/yeoman.ts';\nexport { VentureGenerator as default } from './src/generator/yeoman.ts';\n",
      resolveDir: root,
      sourcefile: 'yeoman-entry.ts',
      loader: 'ts',
    },
    outfile: path.join(outdir, 'yeoman.mjs'),
    plugins: [patched(root), stubs, baseEnvironment(root)],
  };
}
