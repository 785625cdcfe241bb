/** The Checklist view, as a person reads and uses it. */
import type { Frame, Locator } from 'playwright-core';
import { eventually, type Workbench } from './workbench.ts';

export class Checklist {
  readonly frame: Frame;
  private readonly workbench: Workbench;

  constructor(workbench: Workbench, frame: Frame) {
    this.workbench = workbench;
    this.frame = frame;
  }

  /** Shows the view and waits until it has read the project. */
  static async show(workbench: Workbench): Promise<Checklist> {
    return new Checklist(workbench, await workbench.showSidebar());
  }

  /** The page again, where the view has been hidden or the window reloaded since. */
  async again(): Promise<Checklist> {
    return new Checklist(this.workbench, await this.workbench.webview('sidebar'));
  }

  step(id: string): Locator {
    return this.frame.locator(`[data-step-row="${id}"]`);
  }

  box(id: string): Locator {
    return this.step(id).getByRole('checkbox');
  }

  title(id: string): Locator {
    return this.frame.locator(`[id="row-${id}"]`);
  }

  sectionTitle(id: string): Locator {
    return this.frame.locator(`[id="section-${id}"]`);
  }

  /** Opens the section that a step lies in, where it is folded. */
  async openSection(id: string): Promise<void> {
    const title = this.sectionTitle(id.split('.').slice(0, 2).join('.'));
    await title.waitFor();
    if ((await title.getAttribute('aria-expanded')) !== 'true') await title.click();
  }

  /** Opens a step in place and waits for what the guide says about it. */
  async openStep(id: string): Promise<Locator> {
    await this.openSection(id);
    if ((await this.title(id).getAttribute('aria-expanded')) !== 'true') await this.title(id).click();
    const detail = this.frame.locator(`[id="detail-${id}"]`);
    await detail.locator('.prose').first().waitFor();
    return detail;
  }

  /** Waits until a step is in a state, such as `done`, and is said to be. */
  async inState(id: string, state: 'todo' | 'doing' | 'done' | 'skipped'): Promise<void> {
    await this.openSection(id);
    await eventually(
      `step ${id} ${state}`,
      async () => (await this.step(id).getAttribute('data-state')) === state,
    );
  }

  /** Waits until the overview counts `figure`: "6 of 19". The row of a step changes a moment before it does. */
  async counts(figure: string): Promise<void> {
    const shown = this.frame.locator('.ov-count');
    await eventually(`the count "${figure}"`, async () => (await shown.innerText()).trim() === figure);
  }
}
