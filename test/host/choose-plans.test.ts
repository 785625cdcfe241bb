/** Choosing the plan modules of a project that exists. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { clear, folder, makeProject, ours, read } from './support.ts';

/** What a person presses in the list: down, space, Enter; and Escape where it is still there. */
const keys = ['quickOpenSelectNext', 'quickPickManyToggle', 'acceptSelectedQuickOpenItem', 'closeQuickOpen'];

describe('choosing the plans to track', () => {
  before(async () => {
    clear();
    makeProject('Acme Reviews');
    await ours().activate();
  });
  after(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    clear();
  });

  it('writes them into the project file and adds their files', async () => {
    const before = read('.ai-venture/project.json');
    const plan = () => JSON.parse(read('.ai-venture/project.json')).plan ?? [];
    // Nobody says when the list has come up; a key that comes too early is lost, and all is done again more slowly.
    for (let waitMs = 1000; plan().length === 0 && waitMs <= 4000; waitMs *= 2) {
      const done = vscode.commands.executeCommand('aiVenture.choosePlans');
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      for (const key of keys) {
        await vscode.commands.executeCommand(`workbench.action.${key}`);
      }
      await done;
    }
    const { plan: chosen, ...rest } = JSON.parse(read('.ai-venture/project.json'));
    assert.deepEqual(chosen, ['management']);
    assert.deepEqual(rest, JSON.parse(before));
    assert.ok(existsSync(join(folder, 'docs/plan/management/costs.md')));
  });
});
