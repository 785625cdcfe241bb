// What builds and runs the images of generated projects without an engine or a registry, where this machine can: a
// Debian, as root. Elsewhere there is nothing, and the tests that need it say so.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot, ensure } from './cache.mjs';
import { run } from './process.mjs';
import { systemPackages } from './system.mjs';

/** Why images cannot be built here, '' where they can. */
export function whyNoContainers() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return 'this is not Linux';
  if (!/^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))) return 'this is not Debian';
  return process.getuid?.() === 0 ? '' : 'this is not root';
}

const trimmed = ['doc', 'man', 'locale', 'info'].map((name) => `path-exclude=/usr/share/${name}/*`);
const hooks = [
  'find "$1/usr" -depth -name __pycache__ -type d -exec rm -rf {} +',
  'ln -s python3 "$1/usr/bin/python"',
];
const baseKey = 'bookworm python3.11 trimmed 1';

/** Stands in for the official image of Python, which is in a registry: Debian 12 with its Python, as a tar. */
function baseImage() {
  const tar = (folder) => path.join(folder, 'base.tar');
  return ensure({
    name: 'container-base',
    title: 'Making a base image with Python (Debian 12, about half a minute)',
    key: `${baseKey} ${process.arch}`,
    build: async (stage) => {
      await run('mmdebstrap', [
        ...['--quiet', '--variant=minbase', '--include=python3,python3-venv,python3-pip,ca-certificates'],
        ...[...trimmed, 'path-include=/usr/share/locale/locale.alias'].map((line) => `--dpkgopt=${line}`),
        ...hooks.map((hook) => `--customize-hook=${hook}`),
        ...['bookworm', tar(stage)],
      ]);
    },
    verify: (folder) => {
      execFileSync('tar', ['-tf', tar(folder), './usr/bin/python3.11'], { stdio: 'pipe' });
    },
  }).then(tar);
}

/** The folder of a program, from a Debian package that is unpacked and not installed: installed, some would be started. */
function unpacked(name, program) {
  const programs = (folder) => path.join(folder, 'usr', 'bin');
  return ensure({
    name,
    title: `Fetching ${program} from Debian`,
    key: `1 ${process.arch}`,
    build: async (stage) => {
      const root = ['-o', 'APT::Sandbox::User=root'];
      const download = () => run('apt-get', [...root, '-q', 'download', name], { cwd: stage });
      await download().catch(async () => {
        await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', 'update']);
        await download();
      });
      for (const file of readdirSync(stage).filter((entry) => entry.endsWith('.deb'))) {
        await run('dpkg', ['-x', path.join(stage, file), stage]);
        rmSync(path.join(stage, file));
      }
    },
    verify: (folder) => {
      execFileSync(path.join(programs(folder), program), ['--help'], { stdio: 'pipe' });
    },
  }).then(programs);
}

/** Where these parts are, for the environment of tests; empty where this machine cannot have them. */
export async function containerParts() {
  const reason = whyNoContainers();
  if (reason) return { AI_VENTURE_NO_CONTAINERS: reason };
  await systemPackages(['containers']);
  return {
    AI_VENTURE_CONTAINER_BASE: await baseImage(),
    AI_VENTURE_CONTAINER_STORE: path.join(cacheRoot(), 'container-store'),
    AI_VENTURE_PROMETHEUS: await unpacked('prometheus', 'promtool'),
    AI_VENTURE_KUBECTL: path.join(await unpacked('kubernetes-client', 'kubectl'), 'kubectl'),
  };
}
