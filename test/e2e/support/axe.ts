/** Accessibility of a webview, judged by axe in four themes. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Frame } from 'playwright-core';
import { configure, eventually } from './workbench.ts';

/** The themes by what the setting calls them; a name for files. */
export const themes = {
  'dark-modern': 'Dark Modern',
  'light-modern': 'Light Modern',
  'dark-high-contrast': 'Default High Contrast',
  'light-high-contrast': 'Default High Contrast Light',
} as const;

export type ThemeName = keyof typeof themes;

const kinds = {
  'dark-modern': 'vscode-dark',
  'light-modern': 'vscode-light',
  'dark-high-contrast': 'vscode-high-contrast',
  'light-high-contrast': 'vscode-high-contrast-light',
} as const;

/** Changes the color theme of the window on `folder` and waits until the page inside the webview has it. */
export async function wear(folder: string, frame: Frame, theme: ThemeName): Promise<void> {
  configure(folder, { 'workbench.colorTheme': themes[theme] });
  await eventually(`theme ${theme}`, () =>
    frame.evaluate((kind) => document.body.dataset['vscodeThemeKind'] === kind, kinds[theme]),
  );
}

/** Fails where axe finds a violation of WCAG 2.0 to 2.2 A and AA, or of best practice, in the page of a webview. */
export async function assertAccessible(
  frame: Frame,
  what: string,
  background: '--vscode-sideBar-background' | '--vscode-editor-background',
): Promise<void> {
  // The page lets what is behind its frame shine through, where axe cannot look.
  await frame.evaluate((variable) => {
    document.documentElement.style.backgroundColor = `var(${variable})`;
  }, background);
  await frame.evaluate(axe.source);
  const found = await frame.evaluate(async () => {
    const { violations, passes } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return {
      passes: passes.length,
      violations: violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
      })),
    };
  });
  assert.deepEqual(found.violations, [], `axe finds violations in ${what}`);
  assert.ok(found.passes > 5, `axe looked at ${what}`);
}
