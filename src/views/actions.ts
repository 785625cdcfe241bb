/** What a person can do to a step, from a view or from the palette. Each rejects with what is to be said to them. */
import * as vscode from 'vscode';
import { isDate } from '../checklist/due.ts';
import { BrokenProgress, ChangedSince, type Patch } from '../checklist/store.ts';
import { describe } from '../checklist/undo.ts';
import { pageOf, titleOf } from '../guide/load.ts';
import { errorCode } from '../project/errors.ts';
import { nodeFiles } from '../project/files.ts';
import { fillPackage, resolveInside } from '../project/project.ts';
import { type Message, message } from '../project/words.ts';
import { commandLine } from './checklist-model.ts';
import type { Hub } from './hub.ts';
import { pickDue, pickOwner } from './pickers.ts';
import type { StepState } from './protocol.ts';
import type { Session } from './session.ts';

/** Something that is not done, and the reason in words. */
export class Refused extends Error {
  readonly reason: Message;
  constructor(reason: Message) {
    super(reason.key);
    this.reason = reason;
  }
}

/** Why something did not work, for the person who asked for it. */
export function explain(error: unknown): Message {
  if (error instanceof Refused) {
    return error.reason;
  }
  if (error instanceof BrokenProgress) {
    return message('save.broken');
  }
  if (error instanceof ChangedSince) {
    return message('save.since');
  }
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return message('save.full');
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return message('save.denied', { cause: code });
  }
  if (code === 'ENOENT' && error instanceof Error && /[\\/]dist[\\/]guide[\\/]/.test(error.message)) {
    return message('updated');
  }
  return message('failed', { cause: error instanceof Error ? error.message : String(error) });
}

/** The project being worked on; rejects where there is none. */
export async function currentSession(hub: Hub): Promise<Session> {
  await hub.whenReady();
  if (hub.session === undefined) {
    throw new Refused(message('project.none'));
  }
  return hub.session;
}

/** The same, where something is to be changed or run. */
export async function trustedSession(hub: Hub): Promise<Session> {
  const session = await currentSession(hub);
  if (!session.trusted) {
    throw new Refused(message('save.untrusted'));
  }
  return session;
}

async function patch(hub: Hub, id: string, change: Patch): Promise<void> {
  const session = await trustedSession(hub);
  if (session.step(id) === undefined) {
    throw new Refused(message('link.unknown'));
  }
  await session.patch(new Map([[id, change]]));
}

/** Sets the state of a step; asks for the reason first where it is to be skipped. */
export async function setState(hub: Hub, id: string, state: StepState): Promise<void> {
  if (state === 'skipped') {
    await skip(hub, id);
  } else {
    await patch(hub, id, { state });
  }
}

export async function accept(hub: Hub, id: string): Promise<void> {
  const session = await trustedSession(hub);
  if ((await session.accept([id])).length > 0) {
    throw new Refused(message('save.evidence'));
  }
}

/** Takes the last change of this window back and returns what that was, in words. */
export async function undo(hub: Hub): Promise<string> {
  const session = await trustedSession(hub);
  const undone = await session.undo();
  if (undone === undefined) {
    throw new Refused(message('save.nothing'));
  }
  const { done, left } = undone;
  const what = hub.say(describe(done));
  return hub.say(
    left.length === 0
      ? message('undo.done', { what })
      : message('undo.some', { what, left: left.join(', ') }),
  );
}

export async function edit(
  hub: Hub,
  id: string,
  field: 'owner' | 'due' | 'note',
  value: string,
): Promise<void> {
  const text = field === 'note' ? value : value.trim();
  if (field === 'due' && text !== '' && !isDate(text)) {
    throw new Refused(message('save.due'));
  }
  await patch(hub, id, { [field]: text });
}

/** Asks why a step is skipped; without an answer nothing happens. */
export async function skip(hub: Hub, id: string): Promise<void> {
  const session = await trustedSession(hub);
  const reason = await vscode.window.showInputBox({
    title: await titled(hub, 'skip.title', id),
    prompt: hub.say(message('skip.prompt')),
    value: session.step(id)?.reason ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? hub.say(message('skip.empty')) : undefined),
  });
  if (reason !== undefined && reason.trim() !== '') {
    await patch(hub, id, { state: 'skipped', reason: reason.trim() });
  }
}

export async function assign(hub: Hub, id: string): Promise<void> {
  const session = await trustedSession(hub);
  const current = session.step(id)?.owner ?? '';
  const owner = await pickOwner(hub, session, await titled(hub, 'assign.title', id), current);
  if (owner !== undefined) {
    await edit(hub, id, 'owner', owner);
  }
}

export async function setDueDate(hub: Hub, id: string): Promise<void> {
  const session = await trustedSession(hub);
  const current = session.step(id)?.due ?? '';
  const due = await pickDue(hub, session, await titled(hub, 'due.title', id), [id], current);
  if (due !== undefined) {
    await edit(hub, id, 'due', due);
  }
}

async function titled(
  hub: Hub,
  key: 'skip.title' | 'assign.title' | 'due.title',
  id: string,
): Promise<string> {
  return hub.say(message(key, { step: `${id} ${titleOf(await hub.guide(), id)}` }));
}

/** Opens a file of the project; a folder is shown in the Explorer. Rejects where it is not there or not inside. */
export async function openFile(hub: Hub, file: string, line?: number): Promise<void> {
  const session = await currentSession(hub);
  const path = fillPackage(file, session.project);
  const full = await resolveInside(nodeFiles, session.project.root, path);
  if (full === undefined) {
    throw new Refused(message('file.gone', { file: path }));
  }
  const uri = vscode.Uri.file(full);
  if ((await nodeFiles.stat(full))?.kind === 'directory') {
    await vscode.commands.executeCommand('revealInExplorer', uri);
    return;
  }
  if (/\.(?:png|jpe?g|svg|pdf|parquet)$/i.test(full)) {
    await vscode.commands.executeCommand('vscode.open', uri);
    return;
  }
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  const options = line === undefined ? {} : { selection: new vscode.Range(at, at) };
  await vscode.window.showTextDocument(uri, options);
}

export async function copyCommand(hub: Hub, id: string, index: number): Promise<void> {
  const session = await currentSession(hub);
  const command = session.step(id)?.definition.commands[index];
  if (command !== undefined) {
    await vscode.env.clipboard.writeText(commandLine(command, session.project));
  }
}

/** Copies a link that opens the step, in whatever window it is clicked for. */
export async function copyLink(hub: Hub, id: string): Promise<void> {
  const kind = pageOf(await hub.guide(), id)?.id === id ? 'guide' : 'step';
  await vscode.env.clipboard.writeText(`${vscode.env.uriScheme}://${hub.context.extension.id}/${kind}/${id}`);
  vscode.window.setStatusBarMessage(hub.say(message('link.copied')), 3000);
}
