/** The wizard that makes a project, answered step by step. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { AnswerName } from '../../../src/generator/answers.ts';
import { choiceLabel } from '../../../src/generator/labels.ts';
import type { Language } from '../../../src/l10n.ts';
import { commandTitle, type Say, wordsOf } from './words.ts';
import { eventually, type Workbench } from './workbench.ts';

export class Wizard {
  private readonly workbench: Workbench;
  private readonly language: Language;
  private readonly say: Say;

  private constructor(workbench: Workbench, language: Language) {
    this.workbench = workbench;
    this.language = language;
    this.say = wordsOf(language);
  }

  /** Starts it from the palette. */
  static async start(workbench: Workbench, language: Language): Promise<Wizard> {
    await workbench.command(commandTitle(language, 'aiVenture.newProject'));
    return Wizard.started(workbench, language);
  }

  /** The wizard that something else has started. */
  static async started(workbench: Workbench, language: Language): Promise<Wizard> {
    const wizard = new Wizard(workbench, language);
    await wizard.asks('taskQuestion');
    return wizard;
  }

  /** Waits for a step by its question. */
  async asks(question: string): Promise<void> {
    await this.workbench.asked(this.say('wizard', question));
  }

  label(answer: AnswerName, value: string): string {
    return choiceLabel(answer, value, this.language);
  }

  /** What the step says below its field once `name` stands in it. */
  async verdict(name: string, expected: string): Promise<void> {
    await this.workbench.input.fill(name);
    await eventually(`“${expected}” beside the field`, async () =>
      ((await this.workbench.message().textContent()) ?? '').includes(expected),
    );
  }

  async chooseTask(task = 'image-classification'): Promise<void> {
    await this.workbench.row(this.label('task', task)).click();
    await this.asks('nameQuestion');
  }

  async enterName(name: string): Promise<void> {
    await this.workbench.input.fill(name);
    await this.workbench.page.keyboard.press('Enter');
  }

  async choosePlace(parent: string): Promise<void> {
    await this.asks('placeQuestion');
    await this.workbench.row(this.say('wizard', 'inWorkspace', { folder: path.basename(parent) })).click();
  }

  async chooseFramework(framework: string): Promise<void> {
    await this.asks('frameworkQuestion');
    const device = this.label('accelerator', 'cpu');
    await this.workbench.row(`${this.label('framework', framework)}, ${device}`).click();
  }

  /** Whether a way to run the project is ticked. */
  async isChosen(deployment: string): Promise<boolean> {
    const box = this.workbench.row(this.label('deployment', deployment)).locator('[role="checkbox"]');
    return (await box.getAttribute('aria-checked')) === 'true';
  }

  /** Presses the rows of these ways to run the project; each is ticked after that, or no longer. */
  async toggle(...deployment: readonly string[]): Promise<void> {
    for (const one of deployment) {
      const before = await this.isChosen(one);
      await this.workbench.row(this.label('deployment', one)).click();
      await eventually(`the box of ${one} changes`, async () => (await this.isChosen(one)) !== before);
    }
  }

  /** Takes what is ticked, after these were pressed. */
  async chooseDeployment(...toggled: readonly string[]): Promise<void> {
    await this.asks('deploymentQuestion');
    await this.toggle(...toggled);
    await this.workbench.page.keyboard.press('Enter');
  }

  /** Tracks these plans beside the implementation. */
  async choosePlans(...plans: readonly string[]): Promise<void> {
    await this.asks('planQuestion');
    for (const plan of plans) {
      await this.workbench.row(this.label('plan', plan)).click();
    }
    await this.workbench.page.keyboard.press('Enter');
  }

  /** One step back, with the button in the title. */
  async back(question: string): Promise<void> {
    await this.workbench.quick.locator('.codicon-quick-input-back').first().click();
    await this.asks(question);
  }

  /** The rows of the review, as they are read. */
  async review(): Promise<string[]> {
    await this.asks('reviewQuestion');
    await this.workbench.row(this.say('wizard', 'create')).waitFor();
    return this.workbench.quick.locator('.monaco-list-row').allInnerTexts();
  }

  async create(): Promise<void> {
    await this.workbench.row(this.say('wizard', 'create')).click();
  }

  /** Leaves the wizard with Esc, and sees it gone. */
  async leave(): Promise<void> {
    await this.workbench.page.keyboard.press('Escape');
    await this.workbench.quick.waitFor({ state: 'hidden' });
  }

  /** Waits for the notification that the project is ready. */
  async ready(name: string): Promise<void> {
    const toast = this.workbench.page
      .locator('.notification-toast')
      .filter({ hasText: this.say('wizard', 'done', { name }) });
    await toast.first().waitFor();
    assert.ok(await toast.first().isVisible());
  }
}
