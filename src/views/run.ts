/** Running a command of the project as a task, with the interpreter that the project set up. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { nodeFiles } from '../project/files.ts';
import { projectFile } from '../project/places.ts';
import type { Project } from '../project/project.ts';
import { message } from '../project/words.ts';
import { openFile, Refused, trustedSession } from './actions.ts';
import type { Hub } from './hub.ts';

/** Runs the command at `index` of a step. The text to run comes from the definition, never from whoever asks. */
export async function runStep(hub: Hub, id: string, index: number): Promise<void> {
  const session = await trustedSession(hub);
  const command = session.step(id)?.definition.commands[index];
  if (command === undefined) {
    throw new Refused(message('link.unknown'));
  }
  await runCommand(hub, session.project, id, command);
}

async function runCommand(hub: Hub, project: Project, id: string, command: string): Promise<void> {
  if (project.packageName === '') {
    await openFile(hub, projectFile, project.fault?.line);
    throw new Refused(message('run.noPackage', { file: projectFile }));
  }
  const own = await ownPython(project.root);
  const python = own ?? (await systemPython());
  if (python === undefined) {
    throw new Refused(message('run.noPython'));
  }
  const args = ['-m', project.packageName, ...command.split(' ')];
  const execution = await vscode.tasks.executeTask(task(project, id, command, python, args));
  if (own === undefined) {
    offerSetUp(hub, project, execution, () => runCommand(hub, project, id, command));
  }
}

function task(
  project: Project,
  id: string,
  name: string,
  program: string,
  args: readonly string[],
): vscode.Task {
  const folder =
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project.root)) ?? vscode.TaskScope.Workspace;
  const made = new vscode.Task(
    { type: 'ai-venture', step: id, command: name },
    folder,
    name,
    'AI Venture',
    new vscode.ProcessExecution(program, [...args], { cwd: project.root }),
    [],
  );
  made.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  return made;
}

/** Without an environment of its own, a project can still run in one that the person chose; if not, offer to make it. */
function offerSetUp(
  hub: Hub,
  project: Project,
  running: vscode.TaskExecution,
  again: () => Promise<void>,
): void {
  const listener = vscode.tasks.onDidEndTaskProcess(async ({ execution, exitCode }) => {
    if (execution !== running) {
      return;
    }
    listener.dispose();
    const script = join(project.root, 'bootstrap.py');
    if (exitCode !== 1 || (await nodeFiles.stat(script)) === undefined) {
      return;
    }
    const button = hub.say(message('run.setUpButton'));
    const chosen = await vscode.window.showWarningMessage(
      hub.say(message('run.setUp', { name: project.name })),
      button,
    );
    const python = await systemPython();
    if (chosen === button && python !== undefined) {
      await runToEnd(await vscode.tasks.executeTask(task(project, '', 'bootstrap', python, [script])), again);
    }
  });
  hub.context.subscriptions.push(listener);
}

async function runToEnd(running: vscode.TaskExecution, then: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution === running) {
        listener.dispose();
        resolve(exitCode === 0 ? then() : undefined);
      }
    });
  });
}

/** The interpreter of the project's own environment. */
async function ownPython(root: string): Promise<string | undefined> {
  const path = process.platform === 'win32' ? ['.venv', 'Scripts', 'python.exe'] : ['.venv', 'bin', 'python'];
  return firstRunnable([join(root, ...path)]);
}

async function systemPython(): Promise<string | undefined> {
  const names = process.platform === 'win32' ? ['python.exe', 'py.exe'] : ['python3', 'python'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return firstRunnable(names.flatMap((name) => folders.map((folder) => join(folder, name))));
}

async function firstRunnable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    ) {
      return path;
    }
  }
  return undefined;
}
