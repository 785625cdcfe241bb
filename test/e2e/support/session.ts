/** Editors and windows for tests: one browser, one server a language, and a picture of what went wrong. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { Language } from '../../../src/l10n.ts';
import { openBrowser } from './browser.ts';
import { tool } from './machine.ts';
import { type Server, startServer } from './server.ts';
import { type WindowOptions, Workbench } from './workbench.ts';

// Short: a socket below it must fit into 107 characters.
const home = mkdtempSync(path.join(os.tmpdir(), 'aiv-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));

let browser: Promise<Browser> | undefined;
const servers = new Map<string, Promise<Server>>();
let folders = 0;

/** A new empty folder that is gone after the run. */
export function temporaryFolder(name = 'folder'): string {
  folders += 1;
  const folder = path.join(home, 'work', String(folders), name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function server(language: Language, restricted: boolean): Promise<Server> {
  const key = `${language}${restricted ? '-restricted' : ''}`;
  const running =
    servers.get(key) ??
    startServer({
      home: path.join(home, key),
      extensions: [tool('VSIX')],
      language,
      trust: !restricted,
      settings: { 'git.enabled': false, 'security.workspace.trust.startupPrompt': 'never' },
    });
  servers.set(key, running);
  return running;
}

export interface Session {
  /** Opens a window on a folder, a workspace file or, with '', on nothing. */
  open(target: string, options?: Omit<WindowOptions, 'language'>): Promise<Workbench>;
  server(): Promise<Server>;
}

/**
 * Windows for the tests of the enclosing `describe`, in Restricted Mode where that is asked for. They are closed after
 * each test, or after the last one with `keep`; a test that fails leaves a picture of each below `test-results/screenshots`.
 */
export function useEditor(
  language: Language,
  options: { readonly restricted?: boolean; readonly keep?: boolean } = {},
): Session {
  const windows: Workbench[] = [];
  const closeAll = async () => {
    for (const window of windows.splice(0)) await window.close();
  };
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      for (const [index, window] of windows.entries()) {
        const title = this.currentTest.fullTitle().replace(/[^\p{L}\p{N}]+/gu, '-');
        await window.picture(`failed-${title.slice(0, 120)}-${index}`);
        for (const complaint of window.complaints.slice(-8))
          console.log(`      the window says: ${complaint}`);
      }
    if (!options.keep) await closeAll();
  });
  after(closeAll);
  return {
    server: () => server(language, options.restricted ?? false),
    open: async (target, windowOptions = {}) => {
      browser ??= openBrowser(path.join(home, 'browser'));
      const running = await server(language, options.restricted ?? false);
      const window = await Workbench.open(await browser, running, target, { ...windowOptions, language });
      windows.push(window);
      return window;
    },
  };
}
