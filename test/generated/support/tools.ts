/** Tools from PyPI that look at generated projects and are no part of them, in an environment of their own. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { succeed } from './run.ts';

/** Everything pinned: what a new version finds is news for us, not for whoever changes something else. */
const requirements = [
  'check-jsonschema==0.39.0',
  'kubernetes-validate==1.37.0',
  'uv==0.13.9',
  'zizmor==1.32.0',
] as const;

/** The folder with the programs of the tools, installed at the first call on a machine. */
export async function toolFolder(): Promise<string> {
  const key = createHash('sha256').update(requirements.join(' ')).digest('hex').slice(0, 12);
  const cache = process.env['AI_VENTURE_CACHE'] || path.join(os.homedir(), '.cache', 'ai-venture');
  const home = path.join(cache, 'tools', key);
  const programs = path.join(home, 'bin');
  const ready = path.join(home, 'ready');
  if (existsSync(ready)) return programs;
  // A folder without the last file is what a run that was stopped has left.
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const python = process.env['AI_VENTURE_PYTHON'] || 'python3';
  await succeed(`"${python}" -m venv "${home}"`, home);
  await succeed(`"${path.join(programs, 'python')}" -m pip install -q ${requirements.join(' ')}`, home);
  writeFileSync(ready, '');
  return programs;
}
