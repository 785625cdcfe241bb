// Child processes: one way to run them, quiet unless they fail, with the certificates of this machine passed on.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

export const windows = process.platform === 'win32';

/** The npm that runs us, else the one on PATH: with it comes this machine's own npm configuration. */
export function npmCommand() {
  const execpath = process.env.npm_execpath;
  if (execpath && /npm-cli\.c?js$/.test(execpath) && existsSync(execpath))
    return [process.execPath, execpath];
  const folder = path.dirname(realpathSync(process.execPath));
  const cli = [folder, path.join(folder, '..', 'lib')]
    .map((at) => path.join(at, 'node_modules', 'npm', 'bin', 'npm-cli.js'))
    .find((file) => existsSync(file));
  return cli ? [process.execPath, cli] : ['npm'];
}

let certificates;

/** Where this machine keeps the certificates that npm trusts, '' where it has none of its own. */
function certificateFile() {
  if (certificates !== undefined) return certificates;
  certificates = process.env.NODE_EXTRA_CA_CERTS ?? '';
  if (certificates) return certificates;
  try {
    const [command, ...rest] = npmCommand();
    const said = execFileSync(command, [...rest, 'config', 'get', 'cafile'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: windows && rest.length === 0,
    }).trim();
    certificates = existsSync(said) ? said : '';
  } catch (error) {
    // Without npm there is nothing to ask; what needs it will say so.
    certificates = '';
    if (error.code !== 'ENOENT' && error.status === undefined) throw error;
  }
  return certificates;
}

/**
 * The environment for a child: ours, without what an outer `npm run` leaves behind for its own folder, and without
 * what would make it a child of the editor that we may have been started from.
 */
export function childEnvironment(extra = {}) {
  const environment = { ...process.env, ...extra };
  for (const name of ['npm_config_local_prefix', 'npm_config_prefix', 'VSCODE_IPC_HOOK_CLI', 'NODE_OPTIONS'])
    if (!(name in extra)) delete environment[name];
  const file = certificateFile();
  if (file) environment.NODE_EXTRA_CA_CERTS = file;
  return environment;
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, show?: boolean }} options `show` lets it write to our terminal
 * @returns {Promise<string>} what it wrote, empty with `show`
 * @throws where it cannot be started or ends with another code than 0: the message holds its last lines
 */
export function run(command, args, { cwd, env = {}, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: childEnvironment(env),
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: windows && !path.isAbsolute(command),
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const tail = output.trimEnd().split('\n').slice(-25).join('\n');
      const why = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      const error = new Error(`${[path.basename(command), ...args].join(' ')} ${why}${tail && `\n${tail}`}`);
      error.exitCode = code ?? 1;
      reject(error);
    });
  });
}

/** Runs npm in `cwd`; never an install script, and nothing that npm would ask or tell. */
export function npm(args, { cwd, env = {}, show = false } = {}) {
  const [command, ...rest] = npmCommand();
  return run(command, [...rest, ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress'], {
    cwd,
    show,
    // An outer `npm test --silent` must not keep npm from saying what went wrong.
    env: {
      npm_config_loglevel: 'error',
      npm_config_update_notifier: 'false',
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
      ...env,
    },
  });
}
