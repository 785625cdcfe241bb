/** The steps from "what should the model do" to a project that may be created. Shows what `draft.ts` decides. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import {
  type Answers,
  answerProblem,
  defaultAnswer,
  listOf,
  listText,
  type PartialAnswers,
  parseAnswers,
} from '../generator/answers.ts';
import { completeDeployment } from '../generator/catalogue.ts';
import { type Plan, planProject } from '../generator/generate.ts';
import { detectGpu } from '../generator/gpu.ts';
import { labelledChoices } from '../generator/labels.ts';
import { projectNames } from '../generator/names.ts';
import { occupancy, placeProblem } from '../generator/place.ts';
import type { Templates } from '../generator/render.ts';
import { failureText, problemText, sizeText } from '../generator/words.ts';
import type { Language } from '../l10n.ts';
import {
  advance,
  answerOf,
  back,
  currentStep,
  type Draft,
  edit,
  fitting,
  position,
  type StepId,
  startDraft,
  targetOf,
} from './draft.ts';
import {
  deploymentItems,
  frameworkItems,
  type PlaceChoice,
  placeItems,
  planItems,
  reviewItems,
  taskItems,
} from './items.ts';
import type { Memory } from './memory.ts';
import { browse, chooseReplaced, type Preview } from './preview.ts';
import { ask, type Frame, type Outcome, pick, pickMany, type Verdict } from './quick-input.ts';
import { wizardWords } from './words.ts';

/** About what a project and the reports of its first runs take. */
const neededBytes = 20_000_000;

export interface Ready {
  readonly draft: Draft;
  readonly answers: Answers;
  readonly plan: Plan;
  readonly replaced: readonly string[];
}

export interface WizardSetting {
  readonly memory: Memory;
  readonly preview: Preview;
  readonly templates: () => Promise<Templates>;
  readonly language: Language;
  readonly author: () => Promise<string>;
  readonly date: string;
}

export class Wizard {
  readonly #setting: WizardSetting;
  readonly #say: ReturnType<typeof wizardWords>;
  readonly #gpu = detectGpu();
  /** What was entered in a run that was left. */
  readonly #earlier: Draft | undefined;
  #draft: Draft;

  constructor(setting: WizardSetting) {
    this.#setting = setting;
    this.#say = wizardWords(setting.language);
    const { memory, language } = setting;
    this.#earlier = memory.draft && fitting(memory.draft);
    const { name: _, ...last } = memory.last ?? {};
    const parent = workspaceFolders()[0]?.path ?? memory.parents[0] ?? homedir();
    this.#draft = startDraft(last, parent, language);
  }

  /** Undefined where the person left; what was entered is offered again by the next run. */
  async run(): Promise<Ready | undefined> {
    for (;;) {
      const step = currentStep(this.#draft);
      const outcome = step === 'review' ? await this.#review() : await this.#step(step);
      if (outcome === 'left') {
        return undefined;
      }
      if (outcome !== undefined) {
        return outcome;
      }
      if (this.#draft.trail.length > 1) {
        await this.#setting.memory.keepDraft(this.#draft);
      }
    }
  }

  /** Back to the review, for another try. */
  resume(draft: Draft): void {
    this.#draft = draft;
  }

  #frame(question: string, action?: Frame['action']): Frame {
    return {
      title: this.#say('title'),
      question,
      position: position(this.#draft),
      canGoBack: this.#draft.trail.length > 1,
      ...(action ? { action } : {}),
    };
  }

  async #step(step: Exclude<StepId, 'review'>): Promise<'left' | undefined> {
    const steps = {
      task: () => this.#task(),
      name: () => this.#name(),
      place: () => this.#place(),
      framework: () => this.#framework(),
      deployment: () => this.#deployment(),
      plan: () => this.#tracked(),
    };
    const kind = await steps[step]();
    if (kind === 'back') {
      this.#draft = back(this.#draft);
    }
    return kind === 'left' ? 'left' : undefined;
  }

  #answer(change: PartialAnswers): Record<string, string> {
    const given = Object.entries(change).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { ...this.#draft.answers, ...Object.fromEntries(given) };
  }

  async #task(): Promise<Outcome<unknown>['kind']> {
    const { memory, language } = this.#setting;
    const remembered = { draft: this.#earlier, last: memory.last, presets: memory.presets };
    const task = answerOf(this.#draft, 'task');
    const continues = this.#earlier !== undefined;
    const outcome = await pick(
      this.#frame(this.#say('taskQuestion')),
      taskItems(remembered, language, this.#say),
      (choice) => (continues ? choice.kind === 'continue' : choice.kind === 'task' && choice.task === task),
    );
    if (outcome.kind === 'item' && outcome.value.kind === 'saved') {
      await memory.removePreset(outcome.value.name);
    }
    if (outcome.kind === 'value') {
      const choice = outcome.value;
      if (choice.kind === 'continue') {
        this.#draft = this.#earlier ?? this.#draft;
      } else if (choice.kind === 'task') {
        this.#draft = advance(this.#draft, { answers: this.#answer({ task: choice.task }), preset: false });
      } else {
        // A preset that was saved before there was a choice has what is usual.
        const answers = {
          deployment: defaultAnswer('deployment'),
          plan: defaultAnswer('plan'),
          ...choice.answers,
        };
        this.#draft = advance(this.#draft, { answers: this.#answer(answers), preset: true });
      }
    }
    return outcome.kind;
  }

  async #name(): Promise<Outcome<unknown>['kind']> {
    const outcome = await ask(this.#frame(this.#say('nameQuestion')), answerOf(this.#draft, 'name'), (name) =>
      this.#judgeName(name),
    );
    if (outcome.kind === 'value') {
      this.#draft = advance(this.#draft, { answers: this.#answer({ name: outcome.value }) });
    }
    return outcome.kind;
  }

  #judgeName(name: string): Verdict {
    const problem = answerProblem('name', name);
    if (problem) {
      return { hint: '', problem: problemText(problem, this.#setting.language) };
    }
    const hint = this.#say('names', { ...projectNames(name) });
    const target = targetOf({ ...this.#draft, answers: this.#answer({ name }) });
    switch (occupancy(target)) {
      case 'file':
        return { hint, problem: this.#say('placeIsFile', { path: target }) };
      case 'occupied':
        return { hint, note: this.#say('folderOccupied', { folder: target }) };
      default:
        return { hint };
    }
  }

  async #place(): Promise<Outcome<unknown>['kind']> {
    let problem = '';
    for (;;) {
      const { memory } = this.#setting;
      const items = placeItems(workspaceFolders(), memory.parents, homedir(), problem, this.#say);
      const outcome = await pick(
        this.#frame(this.#say('placeQuestion')),
        items,
        (choice) => choice.kind === 'parent' && choice.parent === this.#draft.parent,
      );
      if (outcome.kind !== 'value') {
        return outcome.kind;
      }
      const parent = await this.#folder(outcome.value);
      problem = parent === undefined ? '' : this.#judgePlace(parent);
      if (parent !== undefined && problem === '') {
        this.#draft = advance(this.#draft, { parent });
        return 'value';
      }
    }
  }

  /** The folder that was chosen; undefined where the dialogue was closed. */
  async #folder(choice: PlaceChoice): Promise<string | undefined> {
    if (choice.kind === 'parent') {
      return choice.parent;
    }
    const chosen = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: this.#say('choosePlace'),
      title: this.#say('placeQuestion'),
      defaultUri: vscode.Uri.file(this.#draft.parent),
    });
    return chosen?.[0]?.fsPath;
  }

  #judgePlace(parent: string): string {
    const problem = placeProblem(parent, neededBytes);
    switch (problem?.kind) {
      case 'readOnly':
        return this.#say('placeReadOnly', { path: parent });
      case 'full':
        return this.#say('placeFull', { free: sizeText(problem.free), needed: sizeText(neededBytes) });
      default:
        return '';
    }
  }

  async #framework(): Promise<Outcome<unknown>['kind']> {
    const task = answerOf(this.#draft, 'task');
    const chosen = this.#draft.trail.includes('review') || this.#setting.memory.last !== undefined;
    const outcome = await pick(
      this.#frame(this.#say('frameworkQuestion')),
      this.#gpu.then((gpu) => frameworkItems(task, gpu, this.#say)),
      ({ framework, accelerator }) =>
        chosen &&
        framework === answerOf(this.#draft, 'framework') &&
        accelerator === answerOf(this.#draft, 'accelerator'),
    );
    if (outcome.kind === 'value') {
      this.#draft = advance(this.#draft, { answers: this.#answer({ ...outcome.value }) });
    }
    return outcome.kind;
  }

  async #deployment(): Promise<Outcome<unknown>['kind']> {
    let chosen = listOf(answerOf(this.#draft, 'deployment'));
    for (;;) {
      const outcome = await pickMany(
        this.#frame(this.#say('deploymentQuestion')),
        deploymentItems(chosen, this.#setting.language, this.#say),
        { complete: completeDeployment },
      );
      if (outcome.kind !== 'value') {
        return outcome.kind;
      }
      chosen = outcome.value;
      const deployment = listText(chosen);
      if (!answerProblem('deployment', deployment)) {
        this.#draft = advance(this.#draft, { answers: this.#answer({ deployment }) });
        return 'value';
      }
    }
  }

  async #tracked(): Promise<Outcome<unknown>['kind']> {
    for (;;) {
      const chosen = listOf(answerOf(this.#draft, 'plan'));
      const outcome = await pickMany(
        this.#frame(this.#say('planQuestion'), { icon: 'globe', tooltip: this.#say('switchLanguage') }),
        planItems(chosen, this.#setting.language, this.#say),
        { complete: (ids) => [...ids] },
      );
      if (outcome.kind === 'action') {
        await this.#language();
        continue;
      }
      if (outcome.kind === 'value') {
        this.#draft = advance(this.#draft, { answers: this.#answer({ plan: listText(outcome.value) }) });
      }
      return outcome.kind;
    }
  }

  async #language(): Promise<void> {
    const choices = labelledChoices('language', {}, this.#setting.language) ?? [];
    const outcome = await pick(
      { ...this.#frame(this.#say('languageQuestion')), position: undefined },
      choices.map(({ value, name }) => ({ label: name, value })),
      (value) => value === answerOf(this.#draft, 'language'),
    );
    if (outcome.kind === 'value') {
      this.#draft = { ...this.#draft, answers: this.#answer({ language: outcome.value }) };
    }
  }

  async #plan(): Promise<{ readonly plan: Plan; readonly answers: Answers } | { readonly problem: string }> {
    const { templates, date, language, author } = this.#setting;
    const { answers, problems } = parseAnswers({ ...this.#draft.answers, author: await author() });
    if (problems) {
      return { problem: problems.map((problem) => problemText(problem, language)).join(' ') };
    }
    try {
      return {
        plan: await planProject(answers, targetOf(this.#draft), { templates: await templates(), date }),
        answers,
      };
    } catch (error) {
      return { problem: failureText(error, language) };
    }
  }

  async #review(): Promise<Ready | 'left' | undefined> {
    const made = await this.#plan();
    const shown =
      'problem' in made
        ? made
        : {
            inspection: made.plan.inspection,
            count: made.plan.files.length,
            bytes: made.plan.files.reduce((sum, file) => sum + file.bytes.length, 0),
          };
    if ('plan' in made) {
      this.#setting.preview.show(made.plan);
    }
    const outcome = await pick(
      this.#frame(this.#say('reviewQuestion'), { icon: 'globe', tooltip: this.#say('switchLanguage') }),
      reviewItems(this.#draft, shown, this.#setting.language, this.#say),
    );
    switch (outcome.kind) {
      case 'left':
        return 'left';
      case 'back':
        this.#draft = back(this.#draft);
        return undefined;
      case 'action':
        await this.#language();
        return undefined;
      default:
        break;
    }
    const choice = outcome.value;
    switch (choice.kind) {
      case 'edit':
        this.#draft = edit(this.#draft, choice.step);
        return undefined;
      case 'language':
        await this.#language();
        return undefined;
      case 'save':
        await this.#savePreset();
        return undefined;
      default:
        break;
    }
    if (!('plan' in made)) {
      return undefined;
    }
    if (choice.kind === 'preview') {
      await browse(made.plan, made.answers.name, this.#setting.preview, this.#say);
      return undefined;
    }
    const replaced =
      made.plan.inspection.conflicts.length > 0
        ? await chooseReplaced(made.plan, this.#setting.preview, this.#say)
        : [];
    return replaced && { draft: this.#draft, answers: made.answers, plan: made.plan, replaced };
  }

  async #savePreset(): Promise<void> {
    const outcome = await ask(
      { ...this.#frame(this.#say('presetName')), position: undefined, canGoBack: true },
      '',
      (text) => (text.trim() === '' ? { hint: '', problem: this.#say('presetNameEmpty') } : { hint: '' }),
    );
    if (outcome.kind === 'value') {
      const { name: _, ...answers } = this.#draft.answers;
      await this.#setting.memory.keepPreset({ name: outcome.value, answers });
    }
  }
}

/** Folders of the workspace that are on this machine's disk. */
function workspaceFolders(): readonly { readonly name: string; readonly path: string }[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => ({ name: folder.name, path: folder.uri.fsPath }));
}
