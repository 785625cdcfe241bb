/** The Guide view as the editor knows it from the start; what it shows is loaded once it is looked at. */
import * as vscode from 'vscode';
import type { Contents } from './contents.ts';

export function registerContents(getContents: () => Promise<Contents | undefined>): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  let known: Promise<Contents | undefined> | undefined;
  const contents = () => {
    known ??= getContents().then((made) => {
      made?.onDidChangeTreeData(() => changed.fire(undefined));
      made?.follow(view);
      return made;
    });
    return known;
  };
  const view = vscode.window.createTreeView<string>('aiVenture.guide', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (id) => (await contents())?.getChildren(id),
      getTreeItem: async (id) => (await contents())?.getTreeItem(id) ?? new vscode.TreeItem(id),
      getParent: async (id) => (await contents())?.getParent(id),
    },
  });
  return vscode.Disposable.from(view, changed);
}
