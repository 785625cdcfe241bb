/** From a message of a webview to what it asks for. */
import * as vscode from 'vscode';
import { accept, copyCommand, copyLink, edit, explain, openFile, setState, undo } from './actions.ts';
import type { Hub } from './hub.ts';
import type { ToHost, ToView } from './protocol.ts';
import { runStep } from './run.ts';

/** What a view does by itself: everything else is the same for all of them. */
export interface ViewPart {
  post(message: ToView): void;
  /** Sends what the view shows now. */
  refresh(): void;
  /** True where the view has dealt with the message itself. */
  handle(message: ToHost): Promise<boolean> | boolean;
}

/** Does what a message asks for; what cannot be done is said in the view, and the view is told how things stand. */
export async function dispatch(hub: Hub, view: ViewPart, message: ToHost): Promise<void> {
  try {
    if (!(await view.handle(message))) {
      await act(hub, view, message);
    }
  } catch (error) {
    const id = 'id' in message && message.id !== undefined ? message.id : null;
    view.refresh();
    view.post({ type: 'failed', id, message: hub.say(explain(error)) });
  }
}

async function act(hub: Hub, view: ViewPart, message: ToHost): Promise<void> {
  switch (message.type) {
    case 'tick':
      return setState(hub, message.id, message.done ? 'done' : 'todo');
    case 'setState':
      await setState(hub, message.id, message.state);
      return view.refresh();
    case 'accept':
      return accept(hub, message.id);
    case 'undo':
      return view.post({ type: 'said', message: await undo(hub) });
    case 'edit':
      await edit(hub, message.id, message.field, message.value);
      return view.post({ type: 'saved', id: message.id });
    case 'openFile':
      return openFile(hub, message.file, message.line);
    case 'run':
      return runStep(hub, message.id, message.index);
    case 'copyCommand':
      return copyCommand(hub, message.id, message.index);
    case 'copyLink':
      return copyLink(hub, message.id);
    case 'chooseProject':
      return hub.choose(message.id);
    case 'openGuide':
      await vscode.commands.executeCommand('aiVenture.openGuide', { stepId: message.id });
      return;
    case 'showStep':
      await vscode.commands.executeCommand('aiVenture.showStep', message.id);
      return;
    case 'command':
      await vscode.commands.executeCommand(commands[message.name]);
      return;
    default:
      return;
  }
}

const commands: Readonly<Record<Extract<ToHost, { type: 'command' }>['name'], string>> = {
  newProject: 'aiVenture.newProject',
  openFolder: 'workbench.action.files.openFolder',
  openGuide: 'aiVenture.openGuide',
  openProgress: 'aiVenture.openProgress',
  manageTrust: 'workbench.trust.manage',
  mergeProgress: 'aiVenture.mergeProgress',
  reloadWindow: 'workbench.action.reloadWindow',
  chooseProject: 'aiVenture.chooseProject',
  showAllSteps: 'aiVenture.filterAll',
  exportReport: 'aiVenture.exportReport',
};
