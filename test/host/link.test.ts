/** Links that lead into the extension. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openLink } from '../../src/commands/openLink.ts';
import { Refused } from '../../src/views/actions.ts';
import { createApp } from '../../src/views/app.ts';
import { clear, makeProject, type OpenView, openView, ours, read } from './support.ts';

describe('a link', () => {
  let open: OpenView;
  before(async () => {
    clear();
    makeProject('Acme Reviews');
    open = await openView();
  });
  after(() => {
    open.dispose();
    clear();
  });
  const follow = (path: string) => {
    const subscriptions: vscode.Disposable[] = [];
    const context = {
      subscriptions,
      workspaceState: open.memory,
      extensionUri: ours().extensionUri,
      extension: ours(),
    };
    const app = createApp(context as unknown as vscode.ExtensionContext);
    return openLink(
      app,
      vscode.Uri.from({ scheme: 'vscode', authority: 'ai-venture.ai-venture', path }),
    ).finally(() => {
      for (const one of subscriptions) {
        one.dispose();
      }
    });
  };

  it('to anything but a step or a section of the guide is refused', async () => {
    const before = read('.ai-venture/progress.json');
    for (const path of [
      '/step/9.9.9',
      '/run/5.2.2',
      '/step/5.2.2/../../x',
      '/guide/',
      '/step/5.2.2;tick',
      '/tick/5.2.2',
    ]) {
      await assert.rejects(follow(path), Refused, path);
    }
    assert.equal(read('.ai-venture/progress.json'), before);
  });

  it('asks before it shows anything', async () => {
    const shown = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview).length;
    const before = shown();
    const following = follow('/guide/5.2.2');
    let answered = false;
    void following.then(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(answered, false, 'it waits for an answer');
    assert.equal(shown(), before);
    for (let attempt = 0; attempt < 40 && !answered; attempt++) {
      await vscode.commands.executeCommand('notifications.clearAll');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await following;
    assert.equal(shown(), before, 'no answer is no');
  });
});
