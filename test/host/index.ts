/** The runner inside the extension host: Mocha over all suites, its result in a file. */
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { runMocha, writeWhole } from '../support/results.ts';

const suites: { file: string; load: () => void }[] = [];

/** Adds a test file; the bundle calls this once for each. */
export function addSuite(file: string, load: () => void): void {
  suites.push({ file, load });
}

/**
 * Sees to it that the window has its folder: in the browser the editor now and then does not take in the folders of a
 * workspace file the first time that it sees it.
 */
async function hasFolder(): Promise<void> {
  const folder = process.env['AI_VENTURE_HOST_FOLDER'];
  if (!folder || vscode.workspace.workspaceFolders?.length) return;
  const added = new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listener.dispose();
      resolve();
    });
  });
  vscode.workspace.updateWorkspaceFolders(0, 0, { uri: vscode.Uri.file(folder) });
  await added;
}

/** Called by the extension host. The result file decides, not what this returns or throws. */
export async function run(): Promise<void> {
  const result = process.env['AI_VENTURE_HOST_RESULT'];
  if (!result || !path.isAbsolute(result)) throw new Error('AI_VENTURE_HOST_RESULT must be an absolute path');
  process.setSourceMapsEnabled(true);
  await hasFolder();
  const grep = process.env['AI_VENTURE_GREP'];
  const mocha = new Mocha({ timeout: 20_000, forbidOnly: true, reporter: 'min', ...(grep && { grep }) });
  for (const { file, load } of suites) {
    mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, file, mocha);
    load();
  }
  writeWhole(result, JSON.stringify(await runMocha(mocha), null, 1));
}
