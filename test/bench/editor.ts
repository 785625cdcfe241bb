/** What a person waits for in the editor: activation, the first paint of the view, a tick until it is painted. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../e2e/support/browser.ts';
import { Checklist } from '../e2e/support/checklist.ts';
import { tool } from '../e2e/support/machine.ts';
import { startServer } from '../e2e/support/server.ts';
import { Venture } from '../e2e/support/venture.ts';
import { commandTitle } from '../e2e/support/words.ts';
import { Workbench } from '../e2e/support/workbench.ts';
import { writeRuns } from '../support/runs.ts';
import { type Figure, median } from './table.ts';

const windows = 5;
const ticks = 20;
const runs = 1000;

/** From the click on a box until the host has confirmed it, it is painted, and the row offers to undo it. */
async function tickUntilPainted(checklist: Checklist, id: string): Promise<number> {
  return checklist.frame.evaluate(
    (step) =>
      new Promise<number>((resolve, reject) => {
        const row = document.querySelector(`[data-step-row="${step}"]`);
        const box = row?.querySelector<HTMLInputElement>('input.check');
        if (!row || !box) return reject(new Error(`no step ${step}`));
        const start = performance.now();
        const observer = new MutationObserver(() => {
          if (!row.querySelector('.undo')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
        });
        observer.observe(row, { childList: true, subtree: true });
        box.click();
      }),
    id,
  );
}

/** Milliseconds from the click on our icon until the checklist is painted: a page that says it is loading is not it. */
async function firstPaint(workbench: Workbench): Promise<number> {
  const clicked = await workbench.icon().evaluate((icon) => {
    icon.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    (icon as HTMLElement).click();
    return performance.timeOrigin + performance.now();
  });
  const frame = await workbench.webview('sidebar');
  const painted = await frame.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // What the page painted while it loaded is gone, and its entries have no element.
        new PerformanceObserver((list) => {
          const found = (list.getEntries() as LargestContentfulPaint[]).find((entry) => entry.element);
          if (found) resolve(performance.timeOrigin + found.startTime);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  return painted - clicked;
}

/** Milliseconds from Enter in the palette until the dashboard has drawn the card of a thousand runs. */
async function dashboardDrawn(workbench: Workbench): Promise<number> {
  await workbench.page.keyboard.press('F1');
  await workbench.input.fill(`>${commandTitle('en', 'aiVenture.openProgress')}`);
  await workbench.quick.locator('.monaco-list-row').first().waitFor();
  const start = performance.now();
  await workbench.page.keyboard.press('Enter');
  const frame = await workbench.webview('progress');
  await frame.locator('section[aria-labelledby="h-runs"] svg').first().waitFor();
  return performance.now() - start;
}

export async function editor(folder: string): Promise<Figure[]> {
  const work = path.join(folder, 'editor');
  mkdirSync(work, { recursive: true });
  const server = await startServer({
    home: path.join(work, 'server'),
    extensions: [tool('VSIX')],
    settings: { 'git.enabled': false },
  });
  const browser = await openBrowser(path.join(work, 'browser'));
  const paints: number[] = [];
  const ticked: number[] = [];
  const opened: number[] = [];
  try {
    const venture = Venture.make('en', 'Acme Digits', path.join(work, 'ventures'));
    for (let round = 0; round < windows; round += 1) {
      const workbench = await Workbench.open(browser, server, venture.folder);
      await workbench.page.waitForTimeout(3000); // until the window is idle
      paints.push(await firstPaint(workbench));
      const checklist = await Checklist.show(workbench);
      await checklist.openSection('5.1.1');
      for (let tick = 0; tick < ticks / windows; tick += 1) {
        await checklist.box('5.1.1').waitFor();
        ticked.push(await tickUntilPainted(checklist, '5.1.1'));
        await checklist.step('5.1.1').locator('.undo').click();
        await checklist.inState('5.1.1', 'todo');
        await checklist.step('5.1.1').locator('.undo').waitFor({ state: 'detached' });
      }
      await workbench.close();
    }
    writeRuns(venture.folder, runs);
    for (let round = 0; round < windows; round += 1) {
      const workbench = await Workbench.open(browser, server, venture.folder);
      await Checklist.show(workbench);
      await workbench.page.waitForTimeout(3000);
      opened.push(await dashboardDrawn(workbench));
      await workbench.close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  return [
    {
      what: 'sidebar, from reveal to first paint',
      value: median(paints),
      unit: 'ms',
      budget: 200,
      how: `the checklist is painted; median of ${windows} windows, the first reveal in each`,
    },
    {
      what: 'tick → persisted and painted, 20 steps',
      value: median(ticked),
      unit: 'ms',
      budget: 50,
      how: `from the click to the confirmed row; median of ${ticked.length}`,
    },
    {
      what: 'dashboard, from Enter to the card of its runs',
      value: median(opened),
      unit: 'ms',
      budget: 1000,
      how: `${runs.toLocaleString('en')} runs; median of ${windows} windows, the first time in each`,
    },
  ];
}
