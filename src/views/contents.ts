/** The Guide view: its table of contents as a native tree, with the state of each step in the open project. */
import * as vscode from 'vscode';
import type { StepState } from '../checklist/progress.ts';
import { openingOf, titleOf } from '../guide/load.ts';
import type { Guide } from '../guide/model.ts';
import { message } from '../project/words.ts';
import type { GuidePanel } from './guide-panel.ts';
import type { Hub } from './hub.ts';

/** Ids are the elements of the tree. */
export type ContentsView = vscode.TreeView<string>;

const icons: Readonly<Record<StepState, vscode.ThemeIcon>> = {
  todo: new vscode.ThemeIcon('circle-large-outline'),
  doing: new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('editorInfo.foreground')),
  done: new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green')),
  skipped: new vscode.ThemeIcon('circle-slash'),
};

export class Contents implements vscode.TreeDataProvider<string> {
  private readonly hub: Hub;
  private readonly guide: GuidePanel;
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** What the tree showed last, so that it is drawn again only where that is no longer true. */
  private drawn = '';

  constructor(hub: Hub, guide: GuidePanel) {
    this.hub = hub;
    this.guide = guide;
    hub.context.subscriptions.push(
      this.changed,
      hub.onDidChange(() => {
        if (this.drawn !== this.signature()) {
          this.changed.fire(undefined);
        }
      }),
    );
  }

  /** Lets the selection of `view` follow the page that is open, as long as the view can be seen. */
  follow(view: ContentsView): void {
    const reveal = (id: string) => {
      if (view.visible && id !== '' && view.selection[0] !== id) {
        view
          .reveal(id, { select: true, focus: false })
          .then(undefined, (error: unknown) => console.error(error));
      }
    };
    reveal(this.guide.page);
    this.hub.context.subscriptions.push(
      this.guide.onDidShow(reveal),
      view.onDidChangeVisibility(({ visible }) => visible && reveal(this.guide.page)),
    );
  }

  async getChildren(id?: string): Promise<string[]> {
    await this.hub.whenReady();
    this.drawn = this.signature();
    return [...childrenOf(await this.hub.guide(), id)];
  }

  getParent(id: string): string | undefined {
    return id.includes('.') ? id.slice(0, id.lastIndexOf('.')) : undefined;
  }

  async getTreeItem(id: string): Promise<vscode.TreeItem> {
    const { hub } = this;
    const guide = await hub.guide();
    const below = childrenOf(guide, id);
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(`${id} ${titleOf(guide, id)}`, below.length > 0 ? Collapsed : None);
    item.id = id;
    item.tooltip = openingOf(guide, id);
    item.command = {
      command: 'aiVenture.openInGuide',
      title: hub.say(message('contents.open')),
      arguments: [{ stepId: id }],
    };
    this.addState(item, id);
    return item;
  }

  private addState(item: vscode.TreeItem, id: string): void {
    const { hub } = this;
    const steps = (hub.session?.sections() ?? [])
      .flatMap((section) => section.steps)
      .filter(({ definition }) => definition.id === id || definition.id.startsWith(`${id}.`));
    const [own] = steps;
    if (own?.definition.id === id) {
      item.iconPath = icons[own.state];
      item.description = hub.say(message(`state.${own.state}`));
      return;
    }
    const counted = steps.filter(({ state }) => state !== 'skipped');
    if (counted.length > 0) {
      const done = counted.filter(({ state }) => state === 'done').length;
      item.description = hub.say(message('contents.count', { done, all: counted.length }));
      item.accessibilityInformation = {
        label: `${String(item.label)}, ${hub.say(message('contents.done', { done, all: counted.length }))}`,
      };
    }
  }

  private signature(): string {
    const { session, language } = this.hub;
    const steps = session?.sections().flatMap((section) => section.steps) ?? [];
    return `${language} ${steps.map(({ definition: { id }, state }) => `${id}=${state}`).join()}`;
  }
}

/** Ids one level below `id`; those of the chapters without one. */
export function childrenOf({ chapters, sections }: Guide, id: string | undefined): readonly string[] {
  if (id === undefined) {
    return chapters.map((chapter) => chapter.id);
  }
  const depth = id.split('.').length + 1;
  const all = [...sections, ...sections.flatMap(({ points }) => points)].map((one) => one.id);
  return all.filter((one) => one.startsWith(`${id}.`) && one.split('.').length === depth);
}
