import * as vscode from 'vscode';
import { message } from '../project/words.ts';
import type { App } from '../views/app.ts';
import { resultsModel } from '../views/guide-model.ts';

type Item = vscode.QuickPickItem & { readonly stepId?: string };

/** AI Venture: Search Guide — the whole guide as one types, best first. */
export async function searchGuide({ hub, guide: panel }: App): Promise<void> {
  await hub.whenReady();
  const guide = await hub.guide();
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = hub.say(message('find.hint'));
  pick.title = hub.say(message('find.title'));
  // The order is ours. The editor sorts by how well labels fit unless it is told not to; its types leave that out.
  Object.assign(pick, { sortByLabel: false });
  const list = (query: string) => {
    const { results } = resultsModel(guide, query);
    pick.items = results.map(({ id, title, page, line }) => ({
      label: `${id} ${title}`,
      description: page,
      detail: line,
      stepId: id,
      // Its text may be what was found, or its words may stand in another order: the editor's own filter knows neither.
      alwaysShow: true,
    }));
    if (query.trim() !== '' && results.length === 0) {
      pick.items = [{ label: hub.say(message('find.nothing', { query })), alwaysShow: true }];
    }
  };
  pick.onDidChangeValue(list);
  pick.onDidAccept(() => {
    const id = pick.selectedItems[0]?.stepId;
    if (id !== undefined) {
      pick.hide();
      void panel.show(id);
    }
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}
