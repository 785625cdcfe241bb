/** What the set-up has found or installed; the scripts hand it over in the environment. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

export type Tool = 'NODE' | 'CODE_SERVER' | 'CHROMIUM' | 'PYTHON' | 'VSIX';

/** The path of a tool. Throws where the set-up did not hand it over. */
export function tool(name: Tool): string {
  const value = process.env[`AI_VENTURE_${name}`];
  if (!value) throw new Error(`AI_VENTURE_${name} is not set: start this through npm test or npm start`);
  return value;
}
