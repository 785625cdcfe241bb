/** The extension as the editor has loaded it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clear, eventually, folder, items, makeProject, ours, read, write } from './support.ts';

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const panel = (type: string) =>
  tabs().find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(type));

describe('the extension', () => {
  before(async () => {
    makeProject('Acme Reviews');
    await ours().activate();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    clear();
  });

  it('registers every command that its manifest names, and no other', async () => {
    const declared: { command: string }[] = ours().packageJSON.contributes.commands;
    const registered = (await vscode.commands.getCommands(true)).filter(
      (command) => /^aiVenture\.[a-zA-Z]+$/.test(command) && command !== 'aiVenture.checklist',
    );
    assert.deepEqual(registered.sort(), declared.map(({ command }) => command).sort());
  });

  it('asks for activation by nothing that every window has', () => {
    const events: string[] = ours().packageJSON.activationEvents;
    assert.ok(!events.includes('*') && !events.includes('onStartupFinished'));
  });

  it('shows its view', async () => {
    await vscode.commands.executeCommand('aiVenture.checklist.focus');
  });

  it('ticks, skips nothing without a reason, and takes a tick back, on disk', async () => {
    await vscode.commands.executeCommand('aiVenture.setDone', { stepId: '5.1.1' });
    await eventually('the tick', () => items()['5.1.1']?.['state'] === 'done');
    await vscode.commands.executeCommand('aiVenture.setDoing', { stepId: '5.1.2' });
    assert.equal(items()['5.1.2']?.['state'], 'doing');
    await vscode.commands.executeCommand('aiVenture.undo');
    assert.equal(items()['5.1.2'], undefined);
    assert.equal(items()['5.1.1']?.['state'], 'done');
  });

  it('copies a link that leads to the step', async () => {
    await vscode.commands.executeCommand('aiVenture.copyLink', { stepId: '5.2.2' });
    assert.match(await vscode.env.clipboard.readText(), /:\/\/ai-venture\.ai-venture\/step\/5\.2\.2$/i);
  });

  it('opens Progress and Guide, one tab of each', async () => {
    for (const command of ['aiVenture.openProgress', 'aiVenture.openGuide', 'aiVenture.openProgress']) {
      await vscode.commands.executeCommand(command);
    }
    await eventually('both tabs', () => panel('aiVenture.progress') && panel('aiVenture.guide'));
    assert.equal(tabs().filter(({ input }) => input instanceof vscode.TabInputWebview).length, 2);
    assert.equal(panel('aiVenture.progress')?.label, 'AI Venture: Progress');
  });

  it('opens the guide at the step that it was called on', async () => {
    await vscode.commands.executeCommand('aiVenture.openInGuide', { stepId: '5.2.2' });
    await eventually('the page', () => panel('aiVenture.guide')?.label.startsWith('Guide: 5.2 '));
  });

  it('shows what a merge of both versions comes to before it saves it', async () => {
    const line = (state: string, at: string) => `    "5.1.1": { "state": "${state}", "at": "${at}" }\n`;
    const conflicted = [
      '{\n  "version": 1,\n  "items": {\n<<<<<<< HEAD\n',
      line('doing', '2026-11-20T10:00:00Z'),
      '=======\n',
      line('done', '2026-11-22T10:00:00Z'),
      '>>>>>>> theirs\n  }\n}\n',
    ].join('');
    write('.ai-venture/progress.json', conflicted);
    void vscode.commands.executeCommand('aiVenture.mergeProgress');
    const diff = await eventually('the diff', () =>
      tabs().find(({ input }) => input instanceof vscode.TabInputTextDiff),
    );
    assert.ok(diff.input instanceof vscode.TabInputTextDiff);
    const merged = (await vscode.workspace.openTextDocument(diff.input.modified)).getText();
    assert.equal(merged, `{\n  "version": 1,\n  "items": {\n${line('done', '2026-11-22T10:00:00Z')}  }\n}\n`);
    assert.equal(read('.ai-venture/progress.json'), conflicted, 'nothing is saved unasked');
    await eventually('the diff gone', async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      return !tabs().some(({ input }) => input instanceof vscode.TabInputTextDiff);
    });
    assert.equal(read('.ai-venture/progress.json'), conflicted);
  });

  it('runs a command of the project as a task, with the interpreter that the project set up', async () => {
    if (process.platform === 'win32') {
      return;
    }
    write('.ai-venture/progress.json', { version: 1, items: {} });
    const python = write('.venv/bin/python', '#!/bin/sh\necho "$@" > "$PWD/outside"\n');
    await vscode.workspace.fs.stat(vscode.Uri.file(python));
    const { chmodSync } = await import('node:fs');
    chmodSync(python, 0o755);
    const started = new Promise<vscode.TaskExecution>((resolve) => {
      const listener = vscode.tasks.onDidStartTask(({ execution }) => {
        listener.dispose();
        resolve(execution);
      });
    });
    await vscode.commands.executeCommand('aiVenture.runStep', { stepId: '5.2.2' });
    const { task } = await started;
    assert.deepEqual([task.source, task.name], ['AI Venture', 'data clean']);
    const execution = task.execution as vscode.ProcessExecution;
    assert.deepEqual(
      [execution.process, execution.args, execution.options?.cwd],
      [python, ['-m', 'acme_reviews', 'data', 'clean'], folder],
    );
    await eventually('the command run', () => read('outside') === '-m acme_reviews data clean\n');
  });
});
