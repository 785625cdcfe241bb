/** A VS Code of our own: code-server with a home, settings and extensions that nobody else uses. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Language } from '../../../src/l10n.ts';
import { packLanguage, registerLanguage } from './language.ts';
import { tool } from './machine.ts';

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.autoDetectColorScheme': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'terminal.integrated.gpuAcceleration': 'off', // its text is then in the page
};

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /** A folder for everything that the server writes. */
  readonly home: string;
  /** Extensions to install, as VSIX files. */
  readonly extensions?: readonly string[];
  readonly language?: Language;
  readonly settings?: Settings;
  /** Every folder is trusted, unless this is false. */
  readonly trust?: boolean;
  /** The port to take; without one, any that is free. */
  readonly port?: number;
  /** Let a page run a test suite inside the extension host. */
  readonly testDriver?: boolean;
}

export interface Server {
  readonly url: string;
  readonly port: number;
  readonly home: string;
  stop(): Promise<void>;
}

/** A port on 127.0.0.1 that nobody uses now: `wanted` where it is free, else any. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted ? resolve(freePort()) : reject(error)));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** The environment of programs that must find nothing of the person's own. */
export function environmentWithHome(home: string): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    EXTENSIONS_GALLERY: '{}', // nothing is looked up in a gallery
    GIT_CONFIG_NOSYSTEM: '1',
  };
  for (const name of ['VSCODE_IPC_HOOK_CLI', 'NODE_OPTIONS', 'PORT', 'PASSWORD', 'HASHED_PASSWORD'])
    delete environment[name];
  return environment;
}

/** Ends a process with all that it has started, politely first. */
async function endGroup(child: ChildProcess): Promise<void> {
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signal('SIGTERM');
  if (!ended()) await Promise.race([exit, wait(4000)]);
  // The group may hold an extension host that outlived its server.
  signal('SIGKILL');
  if (!ended()) await exit;
}

async function waitUntilUp(port: number, child: ChildProcess, log: string): Promise<void> {
  const limit = Date.now() + 60_000;
  while (Date.now() < limit) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The VS Code server ended at once:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(50);
  }
  throw new Error(`The VS Code server did not answer within 60 s; its log is ${log}`);
}

/** Starts a server and waits until it answers. Nothing of it is left once it is stopped. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { home, extensions = [], language = 'en', trust = true } = options;
  const userData = path.join(home, 'user-data');
  const extensionsFolder = path.join(home, 'extensions');
  const settingsFile = path.join(userData, 'User', 'settings.json');
  const log = path.join(home, 'server.log');
  const config = path.join(home, 'config.yaml');
  for (const folder of [path.dirname(settingsFile), extensionsFolder]) mkdirSync(folder, { recursive: true });
  writeFileSync(config, '');
  writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }, null, 1));

  const environment = environmentWithHome(home);
  const folders = ['--config', config, '--user-data-dir', userData, '--extensions-dir', extensionsFolder];
  const install = [...extensions];
  if (language !== 'en') install.push(await packLanguage(language, path.join(home, 'language-pack')));
  if (install.length > 0) {
    const args = install.flatMap((vsix) => ['--install-extension', vsix]);
    await promisify(execFile)(tool('NODE'), [tool('CODE_SERVER'), ...folders, ...args, '--force'], {
      env: environment,
    });
  }
  if (language !== 'en') registerLanguage(language, userData, extensionsFolder);

  const port = options.port ?? (await freePort());
  const args = [
    ...[tool('CODE_SERVER'), ...folders, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...['--disable-file-downloads', '--disable-proxy'],
    ...(options.testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...(language === 'en' ? [] : ['--locale', language]),
  ];
  const child = spawn(tool('NODE'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    env: environment,
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const orphan = () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', orphan);
  child.once('exit', () => process.off('exit', orphan));
  try {
    await waitUntilUp(port, child, log);
  } catch (error) {
    await endGroup(child);
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    home,
    stop: () => endGroup(child),
  };
}
