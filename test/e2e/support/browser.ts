/** The Chromium that shows the workbench. */
import { mkdirSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { tool } from './machine.ts';
import { environmentWithHome } from './server.ts';

/** Starts a headless Chromium whose profile and settings lie in `home`. */
export function openBrowser(home: string): Promise<Browser> {
  mkdirSync(home, { recursive: true });
  const environment = Object.entries(environmentWithHome(home)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  // The sandbox of Chromium does not work for root, as in containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: tool('CHROMIUM'),
    headless: true,
    env: Object.fromEntries(environment),
    args: [...sandbox, '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  });
}
