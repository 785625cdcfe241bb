import * as vscode from 'vscode';
import { definition } from '../checklist/definition.ts';
import { planModules } from '../generator/catalogue.ts';
import { isGenerationError } from '../generator/errors.ts';
import {
  choosePlans as choose,
  type PlanChange,
  readProjectFile,
  UnknownAnswers,
  UnreadableProject,
  undoPlans,
} from '../generator/plan-modules.ts';
import { projectFilePath } from '../generator/project-file.ts';
import { packedTemplates } from '../generator/template-pack.ts';
import { failureText, problemText } from '../generator/words.ts';
import { planWords } from '../plan-language/words.ts';
import { openFile, trustedSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import type { Hub } from '../views/hub.ts';

/** AI Venture: Choose Plans to Track… — which modules the project tracks; files of new ones are added, none is lost. */
export async function choosePlans({ hub, guard }: App): Promise<void> {
  const { root } = (await trustedSession(hub)).project;
  try {
    const { plan } = await readProjectFile(root);
    const wanted = await pick(hub, plan);
    if (wanted === undefined) {
      return;
    }
    const dist = new URL(vscode.Uri.joinPath(hub.context.extensionUri, 'dist/').toString(true));
    const change = await choose(root, wanted, await packedTemplates(dist));
    hub.session?.reload();
    // Nobody has to wait for the notification to be answered.
    void guard(() => tell(hub, change));
  } catch (error) {
    await refuse(hub, error);
  }
}

async function pick(hub: Hub, plan: readonly string[]): Promise<readonly string[] | undefined> {
  const say = planWords(hub.language);
  const items = planModules.map(({ id, icon, label, description }) => ({
    id,
    label: `$(${icon}) ${label[hub.language]}`,
    description: say('choose.steps', { description: description[hub.language], n: countSteps(id) }),
    picked: plan.includes(id),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: say('choose.title'),
    placeHolder: say('choose.question'),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ id }) => id);
}

function countSteps(id: string): number {
  return definition.sections.reduce((sum, { module, steps }) => sum + (module === id ? steps.length : 0), 0);
}

async function tell(hub: Hub, change: PlanChange): Promise<void> {
  const say = planWords(hub.language);
  const { before, after, files, kept } = change;
  const plans = (ids: readonly string[]) => {
    const names = planModules.filter(({ id }) => ids.includes(id)).map(({ label }) => label[hub.language]);
    return new Intl.ListFormat(hub.language, { type: 'unit' }).format(names);
  };
  const added = after.filter((id) => !before.includes(id));
  const hidden = before.filter((id) => !after.includes(id));
  const told = [
    ...(added.length > 0 ? [say('choose.added', { plans: plans(added), n: files.length })] : []),
    ...(kept > 0 ? [say('choose.kept', { n: kept })] : []),
    ...(hidden.length > 0 ? [say('choose.hidden', { plans: plans(hidden) })] : []),
  ];
  if (told.length === 0) {
    await vscode.window.showInformationMessage(say('choose.none'));
    return;
  }
  const [undo, open] = [say('choose.undo'), say('choose.open')];
  const first = files.find(({ path }) => path.startsWith('plan/')) ?? files[0];
  const buttons = first === undefined ? [undo] : [open, undo];
  const button = await vscode.window.showInformationMessage(told.join(' '), ...buttons);
  if (button === undo) {
    await takeBack(hub, change).catch((error: unknown) => refuse(hub, error));
  } else if (button === open && first !== undefined) {
    await openFile(hub, first.path);
  }
}

async function takeBack(hub: Hub, change: PlanChange): Promise<void> {
  const say = planWords(hub.language);
  const { removed, left, restored } = await undoPlans(change);
  hub.session?.reload();
  const told = [
    say('choose.undone', { n: removed.length }),
    ...(left.length > 0 ? [say('choose.left', { files: left.join(', ') })] : []),
    ...(restored ? [] : [say('choose.since')]),
  ];
  await vscode.window.showInformationMessage(told.join(' '));
}

async function refuse(hub: Hub, error: unknown): Promise<void> {
  const say = planWords(hub.language);
  if (error instanceof UnreadableProject) {
    const { line, message } = error.fault;
    const file = line > 0 ? `${projectFilePath}:${line}` : projectFilePath;
    await vscode.window.showErrorMessage(say('choose.broken', { file, cause: hub.say(message) }));
  } else if (error instanceof UnknownAnswers) {
    const cause = problemText(error.problem, hub.language);
    await vscode.window.showErrorMessage(say('choose.other', { cause }));
  } else if (isGenerationError(error)) {
    await vscode.window.showErrorMessage(failureText(error, hub.language));
  } else {
    throw error;
  }
}
