// What the operating system must bring: a Chromium, Chinese glyphs, Python with venv, what builds and runs images.
// Installed on Debian as root.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './cache.mjs';
import { run, windows } from './process.mjs';
import { step } from './say.mjs';

/** Where a command is on PATH, '' where it is not. */
export function onPath(...names) {
  const endings = windows ? ['.exe', '.cmd', '.bat'] : [''];
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(path.delimiter))
      for (const ending of endings) {
        const file = path.join(folder, name + ending);
        try {
          accessSync(file, constants.X_OK);
          return file;
        } catch (error) {
          if (!['ENOENT', 'ENOTDIR', 'EACCES'].includes(error.code)) throw error;
        }
      }
  return '';
}

/** A browser that Playwright can drive, '' where there is none. AI_VENTURE_CHROMIUM overrides. */
export function findChromium() {
  const own = process.env.AI_VENTURE_CHROMIUM;
  if (own) return own;
  const programs = process.env.PROGRAMFILES ?? 'C:\\Program Files';
  const known = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    path.join(programs, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    `${programs} (x86)\\Microsoft\\Edge\\Application\\msedge.exe`,
  ];
  return (
    onPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge') ||
    (known.find((file) => existsSync(file)) ?? '')
  );
}

/** The Python that generated projects run on, '' where there is none from 3.11 on. */
export function findPython() {
  for (const name of ['python3.11', 'python3.12', 'python3.13', 'python3', 'python']) {
    const file = onPath(name);
    if (file && spawnSync(file, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0)
      return file;
  }
  return '';
}

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** What can be asked for: whether it is there, and Debian's packages for it. */
const parts = {
  chromium: { there: () => findChromium() !== '', debian: 'chromium' },
  chinese: {
    // Elsewhere the system has Chinese glyphs of its own.
    there: () =>
      process.platform !== 'linux' || spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim(),
    debian: 'fonts-noto-cjk',
  },
  python: { there: () => findPython() !== '', debian: 'python3' },
  venv: {
    there: () => findPython() !== '' && succeeds(findPython(), '-c', 'import venv, ensurepip'),
    debian: 'python3-venv',
  },
  git: { there: () => onPath('git') !== '', debian: 'git' },
  containers: {
    there: () =>
      ['buildah', 'podman', 'runc', 'mmdebstrap', 'newuidmap'].every((name) => onPath(name) !== '') &&
      existsSync('/etc/containers/policy.json'),
    debian: 'buildah podman runc mmdebstrap uidmap golang-github-containers-common',
  },
};

/**
 * Sees to it that the system has these parts.
 * @param {(keyof typeof parts)[]} wanted
 * @throws with one line that says what to install, where we cannot do it ourselves
 */
export async function systemPackages(wanted) {
  const missing = () =>
    wanted.filter((name) => !parts[name].there()).flatMap((name) => parts[name].debian.split(' '));
  if (missing().length === 0) return;
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0 && onPath('apt-get') !== '';
  const byHand = () =>
    `Install what is missing here, then run this again: ${missing().join(', ')}` +
    ` (on Debian or Ubuntu: sudo apt-get install ${missing().join(' ')})`;
  if (!debian) throw new Error(byHand());
  await withLock('apt', async () => {
    const names = missing();
    if (names.length === 0) return;
    await step(`Installing ${names.join(', ')} from Debian`, async () => {
      const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
      await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', 'update'], quiet);
      const install = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', 'install', '--no-install-recommends'];
      await run('apt-get', [...install, ...names], quiet);
    });
  });
  if (missing().length > 0) throw new Error(byHand());
}
