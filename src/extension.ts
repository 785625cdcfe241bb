/** Entry of the extension: says what there is. Everything else is loaded when somebody first asks for it. */
import * as vscode from 'vscode';
import type { Filter } from './checklist/filter.ts';
import type { App } from './views/app.ts';
import { registerContents } from './views/contents-entry.ts';

type Command = (app: App, target: unknown) => Promise<unknown>;
type Loader = () => Promise<Command>;

const commands: Readonly<Record<string, Loader>> = {
  openProgress: async () => (await import('./commands/openProgress.ts')).openProgress,
  openGuide: async () => (await import('./commands/openGuide.ts')).openGuide,
  openInGuide: async () => (await import('./commands/openGuide.ts')).openGuide,
  searchGuide: async () => (await import('./commands/searchGuide.ts')).searchGuide,
  exportSection: async () => (await import('./commands/exportSection.ts')).exportSection,
  showStep: async () => (await import('./commands/showStep.ts')).showStep,
  runStep: async () => (await import('./commands/runStep.ts')).runStepCommand,
  acceptEvidence: async () => (await import('./commands/acceptEvidence.ts')).acceptEvidence,
  checkEvidence: async () => (await import('./commands/checkEvidence.ts')).checkEvidence,
  collapseAll: async () => (await import('./commands/collapseAll.ts')).collapseAll,
  chooseProject: async () => (await import('./commands/chooseProject.ts')).chooseProject,
  filter: async () => filter(),
  // A menu shows which one is on by the other title of a second command: the editor lets us set no check mark.
  ...filterCommands({ All: 'all', Open: 'open', Mine: 'mine', Overdue: 'overdue', Confirm: 'confirm' }),
  // As the two were called before there were more.
  showOpenSteps: async () => filter('open'),
  showAllSteps: async () => filter('all'),
  setState: async () => state(),
  setTodo: async () => state('todo'),
  setDoing: async () => state('doing'),
  setDone: async () => state('done'),
  skip: async () => (await import('./commands/skip.ts')).skipStep,
  assign: async () => (await import('./commands/assign.ts')).assignStep,
  setDueDate: async () => (await import('./commands/setDueDate.ts')).setStepDueDate,
  copyLink: async () => (await import('./commands/copyLink.ts')).copyStepLink,
  assignAll: async () => (await import('./commands/assignAll.ts')).assignAllSteps,
  setDueOfAll: async () => (await import('./commands/setDueOfAll.ts')).setDueOfAllSteps,
  acceptAll: async () => (await import('./commands/acceptAll.ts')).acceptAllProposed,
  undo: async () => (await import('./commands/undo.ts')).undoLastChange,
  showHistory: async () => (await import('./commands/showHistory.ts')).showHistory,
  exportReport: async () => (await import('./commands/exportReport.ts')).exportReport,
  mergeProgress: async () => (await import('./commands/mergeProgress.ts')).mergeProgress,
  mergeProgressFrom: async () => (await import('./commands/mergeFrom.ts')).mergeProgressFrom,
  choosePlans: async () => (await import('./commands/choosePlans.ts')).choosePlans,
};

function filterCommands(filters: Readonly<Record<string, Filter>>): Record<string, Loader> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, wanted]) => [
      [`filter${name}`, () => filter(wanted)],
      [`filter${name}On`, () => filter(wanted)],
    ]),
  );
}

async function filter(wanted?: Filter): Promise<Command> {
  const { filterChecklist } = await import('./commands/filter.ts');
  return (app) => filterChecklist(app, wanted);
}

async function state(wanted?: 'todo' | 'doing' | 'done'): Promise<Command> {
  const { setStepState } = await import('./commands/setState.ts');
  return (app, target) => setStepState(app, target, wanted);
}

/** The window has come up by then. */
const planLanguageMs = 500;

export function activate(context: vscode.ExtensionContext): void {
  let app: Promise<App> | undefined;
  const getApp = (): Promise<App> => {
    app ??= import('./views/app.ts').then(({ createApp }) => createApp(context));
    return app;
  };
  const run = (load: Loader, target: unknown) =>
    loaded(async () => {
      const [command, made] = await Promise.all([load(), getApp()]);
      return made.guard(() => command(made, target));
    });
  // What is wrong in the plan files is told without anybody asking, and nobody waits for it.
  const later = setTimeout(
    () =>
      loaded(async () => {
        const [{ startPlanLanguage }, { startFileHelp }, { hub }] = await Promise.all([
          import('./views/plan-language.ts'),
          import('./views/file-help.ts'),
          getApp(),
        ]);
        startPlanLanguage(hub);
        startFileHelp(hub);
      }),
    planLanguageMs,
  );
  context.subscriptions.push({ dispose: () => clearTimeout(later) });
  // A project that was created a moment ago, in the window that opening it has made.
  if (context.globalState.get('wizard.pending') !== undefined) {
    void loaded(async () => (await import('./wizard/pending.ts')).resumePending(context));
  }
  context.subscriptions.push(
    vscode.commands.registerCommand('aiVenture.newProject', () =>
      loaded(async () => (await import('./commands/newProject.ts')).newProject(context)),
    ),
    ...Object.entries(commands).map(([name, load]) =>
      vscode.commands.registerCommand(`aiVenture.${name}`, (target: unknown) => run(load, target)),
    ),
    vscode.window.registerWebviewViewProvider('aiVenture.checklist', {
      resolveWebviewView: (view) => loaded(async () => (await getApp()).sidebar.resolve(view)),
    }),
    registerContents(() => loaded(async () => (await getApp()).contents)),
    vscode.window.registerWebviewPanelSerializer('aiVenture.progress', {
      deserializeWebviewPanel: (panel) => loaded(async () => (await getApp()).progress.adopt(panel)),
    }),
    vscode.window.registerWebviewPanelSerializer('aiVenture.guide', {
      deserializeWebviewPanel: (panel, kept) =>
        loaded(async () => (await getApp()).guide.restore(panel, kept)),
    }),
    vscode.window.registerUriHandler({
      handleUri: (uri) =>
        run(async () => {
          const { openLink } = await import('./commands/openLink.ts');
          return (made) => openLink(made, uri);
        }, undefined).then(() => undefined),
    }),
  );
}

/** Runs what needs our other files. Where an update has removed them under this window, offers to reload it. */
async function loaded<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !isGone(error)) {
      throw error;
    }
    await offerReload();
    return undefined;
  }
}

function isGone(error: Error): boolean {
  const { code, path } = { code: '', path: '', ...error };
  return code === 'ERR_MODULE_NOT_FOUND' || (code === 'ENOENT' && /[\\/]dist[\\/]guide[\\/]/.test(path));
}

async function offerReload(): Promise<void> {
  const chinese = vscode.env.language.toLowerCase().startsWith('zh');
  const [words, button] = chinese
    ? ['AI Venture 已更新。重新加载窗口即可使用新版本。', '重新加载窗口']
    : ['AI Venture was updated. Reload the window to use the new version.', 'Reload Window'];
  if ((await vscode.window.showWarningMessage(words, button)) === button) {
    await vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}
