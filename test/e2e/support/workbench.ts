/** A VS Code window as a person sees it: what can be pressed, typed and read in it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import type { Language } from '../../../src/l10n.ts';
import { root } from './machine.ts';
import type { Server, Settings } from './server.ts';
import { manifestWord } from './words.ts';

/** Longest wait for something that the editor shows, in milliseconds; two busy cores are slow. */
export const patience = 30_000;

export type WebviewName = 'sidebar' | 'progress' | 'guide';

/** What each page has once it is past its loading state. */
const shownBy: Readonly<Record<WebviewName, string>> = {
  sidebar: '#app .overview, #app .state',
  progress: '#app h1',
  guide: '#app article',
};

export interface WindowOptions {
  readonly language?: Language;
  readonly width?: number;
  readonly height?: number;
}

const locales = { en: 'en-US', 'zh-cn': 'zh-CN' } as const;

/** Asks again and again until there is an answer; `what` is for the message if there is none. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  limit = patience,
): Promise<T> {
  let last: unknown;
  for (const end = Date.now() + limit; Date.now() < end; ) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: not within ${limit / 1000} s`, { cause: last });
}

/** Changes settings of the window on `folder` while it is open, as somebody does who edits them as a file. */
export function configure(folder: string, settings: Settings): void {
  const file = path.join(folder, '.vscode', 'settings.json');
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Settings) : {};
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...before, ...settings }, null, 2));
}

export class Workbench {
  readonly page: Page;
  readonly quick: Locator;
  readonly input: Locator;
  /** What the window and its extension host have complained of, for the report of a failed test. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    this.quick = page.locator('.quick-input-widget');
    this.input = this.quick.locator('input.input, .quick-input-filter input').first();
    page.on('console', (message) => {
      // The server is installed without its native logger, and says so each time.
      if (message.type() === 'error' && !message.text().includes('spdlog'))
        this.complaints.push(message.text().slice(0, 1000));
    });
  }

  /** Opens a folder, a `.code-workspace` file or, with '', an empty window, and waits until it can be used. */
  static async open(
    browser: Browser,
    server: Server,
    target: string,
    options: WindowOptions = {},
  ): Promise<Workbench> {
    const { language = 'en', width = 1280, height = 800 } = options;
    const context = await browser.newContext({ viewport: { width, height }, locale: locales[language] });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const kind = target.endsWith('.code-workspace') ? 'workspace' : 'folder';
    const query = target ? new URLSearchParams({ [kind]: target }) : new URLSearchParams({ ew: 'true' });
    await page.goto(`${server.url}?${query}`);
    const workbench = new Workbench(page);
    await workbench.ready();
    if (kind === 'workspace') await workbench.hasFolders();
    return workbench;
  }

  /** Waits for our icon: the palette does not refresh when contributions arrive later. */
  async ready(): Promise<void> {
    await this.icon().waitFor({ timeout: 60_000 });
  }

  /**
   * Waits until the window has the folders of its workspace file. In the browser the editor now and then does not take
   * them in the first time that it sees the file; then its Explorer is empty, and loading the page again helps.
   */
  private async hasFolders(): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row').first();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (
        await row.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        )
      )
        return;
      await this.page.reload();
      await this.ready();
    }
    await row.waitFor();
  }

  icon(): Locator {
    return this.page.locator('.activitybar [aria-label^="AI Venture"]').first();
  }

  /** Loads the window again, as it is after the person has looked away: that is when the editor saves what is open. */
  async reload(): Promise<void> {
    await this.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await this.page.waitForTimeout(1500);
    await this.page.reload();
    await this.ready();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Runs a command by its title, as somebody would who knows its name. */
  async command(title: string): Promise<void> {
    // A window that has just been loaded may not take keys yet, and another quick input may just be leaving.
    const isPalette = async () =>
      (await this.input.isVisible()) && (await this.input.inputValue()).startsWith('>');
    await eventually('the command palette', async () => {
      if (await isPalette()) return true;
      await this.page.keyboard.press('F1');
      return eventually('its field', isPalette, 2000);
    });
    await this.input.fill(`>${title}`);
    // In Chinese the palette repeats the English title below.
    const row = this.quick.locator('.monaco-list-row').filter({ hasText: title }).first();
    await row.waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Shows our container in the side bar. */
  async showSidebar(): Promise<Frame> {
    const shown = await this.icon().getAttribute('aria-expanded');
    const checked = await this.icon().locator('xpath=..').getAttribute('class');
    if (shown !== 'true' && !checked?.includes('checked')) {
      await this.icon().click();
      // A pointer that rests on the icon brings up its name, over the first rows of the view.
      await this.page.mouse.move(900, 500);
    }
    return this.webview('sidebar');
  }

  /** Moves the focus into the Checklist view without a pointer, by the command that the editor makes for each view. */
  async focusChecklist(language: Language): Promise<Frame> {
    // The language pack of the tests has no words, so that the editor's own stay English.
    await this.command(`Focus on ${manifestWord(language, 'view.checklist')} View`);
    return this.webview('sidebar');
  }

  /** The page inside one of our webviews, once it shows something else than that it is loading. */
  async webview(name: WebviewName): Promise<Frame> {
    return eventually(`webview ${name}`, async () => {
      for (const frame of this.page.frames()) {
        if (frame.name() !== 'active-frame' && !frame.parentFrame()?.parentFrame()) continue;
        const ours = await frame
          .evaluate(
            ([file, shown]) =>
              document.querySelector(`script[src*="/${file}.js"]`) !== null &&
              document.querySelector(shown) !== null,
            [name, shownBy[name]] as const,
          )
          .catch(() => undefined);
        if (ours) return frame;
      }
      return undefined;
    });
  }

  /** A row of the open quick input, by the words of its label; descriptions do not count. */
  row(text: string | RegExp): Locator {
    const label = this.page.locator('.label-name', { hasText: text });
    return this.quick.locator('.monaco-list-row').filter({ has: label }).first();
  }

  /** Waits for the step of a wizard whose placeholder or title holds this text. */
  async asked(text: string): Promise<void> {
    await eventually(`question "${text}"`, async () => {
      const placeholder = (await this.input.getAttribute('placeholder')) ?? '';
      const said = `${placeholder} ${(await this.quick.textContent()) ?? ''}`;
      return (await this.quick.isVisible()) && said.includes(text);
    });
  }

  /** Answers the dialog that asks for a place or a file, again and again until `isTaken`. */
  async namePath(file: string, isTaken: () => boolean | Promise<boolean>): Promise<void> {
    // Until then it is the question before it that is still there.
    await eventually('the dialog for a place', async () => (await this.input.inputValue()).startsWith('/'));
    await eventually(`${path.basename(file)} as the answer`, async () => {
      if (await isTaken()) return true;
      // The dialog lists a folder before it knows what Enter would mean, may put its own name back meanwhile, and is
      // away for a moment when it goes to another folder.
      if (await this.input.isVisible()) {
        await this.input.fill(file, { timeout: 2000 });
        await this.page.waitForTimeout(1000);
        if ((await this.input.inputValue()) === file) await this.page.keyboard.press('Enter');
      }
      await this.page.waitForTimeout(500);
      return false;
    });
  }

  /** Says where to save, and waits for what is written there. */
  async saveAs(file: string): Promise<string> {
    await this.namePath(file, () => existsSync(file));
    return eventually(`the file ${path.basename(file)}`, async () => readFileSync(file, 'utf8') || undefined);
  }

  /** What stands below the field of an input box: a prompt, or what is wrong with what was typed. */
  message(): Locator {
    return this.quick.locator('.quick-input-message').first();
  }

  /** Waits until a terminal shows this text; its lines may be wrapped. */
  async terminalSays(text: string): Promise<void> {
    const rows = this.page.locator('.terminal-wrapper .xterm-rows, .terminal-wrapper .xterm-accessibility');
    await eventually(`terminal with "${text}"`, async () => {
      const said = (await rows.allInnerTexts()).join('').replace(/\s+/g, '');
      return said.includes(text.replace(/\s+/g, ''));
    });
  }

  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: title }).first();
  }

  /** Keeps a picture of the window below `test-results/screenshots`, and in `docs/images` where that is asked for. */
  async picture(name: string, options: { readonly curated?: boolean } = {}): Promise<void> {
    const folders = [path.join(root, 'test-results', 'screenshots')];
    if (options.curated && process.env['UPDATE_IMAGES'] === '1')
      folders.push(path.join(root, 'docs', 'images'));
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
    }
  }
}
