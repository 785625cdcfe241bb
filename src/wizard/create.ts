/** From the answers to files on disk, with progress and a way out; then to the project in the editor. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Answers } from '../generator/answers.ts';
import { isCancelled } from '../generator/errors.ts';
import type { Generated, Plan } from '../generator/generate.ts';
import type { Decision, Inspection } from '../generator/inspect.ts';
import type { Templates } from '../generator/render.ts';
import { failureText } from '../generator/words.ts';
import type { Language } from '../l10n.ts';
import { type Memory, type OpenWay, openWays } from './memory.ts';
import { keepPending, showProject } from './pending.ts';
import type { WizardTranslator } from './words.ts';

export interface Creation {
  readonly answers: Answers;
  readonly plan: Plan;
  /** Paths of existing files that are to be replaced. */
  readonly replaced: readonly string[];
  readonly date: string;
  readonly templates: Templates;
  readonly language: Language;
}

/** A file is replaced only while it is as it was when that was decided. */
export function decisionsFor(
  replaced: readonly string[],
  seen: Inspection,
  now: Inspection,
): ReadonlyMap<string, Decision> {
  const before = new Map(seen.conflicts.map((conflict) => [conflict.path, conflict.existing]));
  return new Map(
    now.conflicts.map(({ path: file, existing }): [string, Decision] => {
      const known = before.get(file);
      const unchanged = known !== undefined && Buffer.from(known).equals(existing);
      return [file, replaced.includes(file) && unchanged ? 'take' : 'keep'];
    }),
  );
}

/** What the generator of the Yeoman bundle is to this side. */
type YeomanBundle = Pick<typeof import('../generator/yeoman.ts'), 'runVenture'>;

/** Runs the generator. Resolves to what was written, to undefined where nothing was; says why in the second case. */
export async function create(
  creation: Creation,
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
  say: WizardTranslator,
): Promise<Generated | 'again' | undefined> {
  const { answers, plan, replaced, date, templates, language } = creation;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: say('creating', { name: answers.name }),
    cancellable: true,
  };
  try {
    return await vscode.window.withProgress(options, async (progress, token) => {
      const interruption = new AbortController();
      token.onCancellationRequested(() => interruption.abort());
      // Yeoman is a chunk of its own: nobody who does not create a project pays for it.
      const bundle = vscode.Uri.joinPath(extension, 'dist', 'yeoman.mjs').toString(true);
      const { runVenture } = (await import(bundle)) as YeomanBundle;
      let reported = 0;
      const onProgress = (done: number, all: number) => {
        progress.report({
          message: say('writing', { done, all }),
          increment: ((done - reported) / all) * 100,
        });
        reported = done;
      };
      return await runVenture(
        answers,
        plan.inspection.target,
        {
          templates,
          date,
          speaks: language,
          signal: interruption.signal,
          onProgress,
          decide: async (now) => decisionsFor(replaced, plan.inspection, now),
        },
        {
          log: (line) => log.info(line),
          // Every answer was given: a question here would be one that the wizard forgot.
          select: () => Promise.resolve(undefined),
          selectMany: () => Promise.resolve(undefined),
          input: () => Promise.resolve(undefined),
        },
      );
    });
  } catch (error) {
    return await explain(error, log, language, say);
  }
}

async function explain(
  error: unknown,
  log: vscode.LogOutputChannel,
  language: Language,
  say: WizardTranslator,
): Promise<'again' | undefined> {
  if (isCancelled(error)) {
    void vscode.window.showInformationMessage(say('cancelled'));
    return undefined;
  }
  log.error(error instanceof Error ? error : String(error));
  const again = say('tryAgain');
  const show = say('showLog');
  const message = say('failed', { cause: failureText(error, language) });
  const chosen = await vscode.window.showErrorMessage(message, again, show);
  if (chosen === show) {
    log.show();
  }
  return chosen === again ? 'again' : undefined;
}

/** The buttons after a project was created, the way that was taken last first. */
export function openOrder(last: OpenWay): readonly OpenWay[] {
  return [last, ...openWays.filter((way) => way !== last)];
}

/** Asks how to open the project, and opens it. */
export async function offerToOpen(
  generated: Generated,
  name: string,
  context: vscode.ExtensionContext,
  memory: Memory,
  say: WizardTranslator,
): Promise<void> {
  const ways = openOrder(memory.openWay).map((way) => ({ way, title: say(way) }));
  const chosen = await vscode.window.showInformationMessage(say('done', { name }), ...ways);
  if (!chosen) {
    return;
  }
  await memory.keepOpenWay(chosen.way);
  await openProject(generated.target, chosen.way, context);
}

/** Opens the folder of a project; its README and the checklist follow in the window that shows it. */
export async function openProject(
  target: string,
  way: OpenWay,
  context: vscode.ExtensionContext,
): Promise<void> {
  const uri = vscode.Uri.file(target);
  const open = vscode.workspace.workspaceFolders ?? [];
  if (open.some((folder) => path.relative(folder.uri.fsPath, target) === '')) {
    await showProject(target);
    return;
  }
  if (way === 'addToWorkspace') {
    // The host restarts where the window had fewer than two folders, and goes on where it had more.
    const restarts = open.length < 2;
    if (restarts) {
      await keepPending(context, target);
    }
    if (vscode.workspace.updateWorkspaceFolders(open.length, 0, { uri }) && !restarts) {
      await showProject(target);
    }
    return;
  }
  await keepPending(context, target);
  await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: way === 'openNewWindow' });
}
