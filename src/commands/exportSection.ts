import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { exportHtml, exportMarkdown, exportName } from '../guide/export.ts';
import { type GuidePageSource, pageOf, pagesOf } from '../guide/load.ts';
import { message } from '../project/words.ts';
import type { App } from '../views/app.ts';
import type { Hub } from '../views/hub.ts';
import { calledOn } from './pickStep.ts';

/** AI Venture: Export Section… — the page that it was called on, that is open, or that the person picks, as a file. */
export async function exportSection({ hub, guide: panel }: App, target: unknown): Promise<void> {
  await hub.whenReady();
  const page = pageOf(await hub.guide(), calledOn(target) ?? panel.page) ?? (await pickPage(hub));
  const to = page === undefined ? undefined : await askWhere(hub, page);
  if (page === undefined || to === undefined) {
    return;
  }
  const options = {
    packageName: hub.session?.project.packageName ?? '',
    language: hub.language,
    footer: hub.say(message('export.footer', { version: String(hub.context.extension.packageJSON.version) })),
  };
  const markdown = /\.(?:md|markdown)$/i.test(to.path);
  const text = markdown ? exportMarkdown(page, options) : exportHtml(page, options);
  await vscode.workspace.fs.writeFile(to, new TextEncoder().encode(text));
  await show(hub, to, markdown);
}

async function pickPage(hub: Hub): Promise<GuidePageSource | undefined> {
  const items = pagesOf(await hub.guide()).map((page) => ({ label: `${page.id} ${page.title}`, page }));
  const picked = await vscode.window.showQuickPick(items, { title: hub.say(message('export.title')) });
  return picked?.page;
}

function askWhere(hub: Hub, page: GuidePageSource): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  return vscode.window.showSaveDialog({
    title: hub.say(message('export.title')),
    defaultUri: vscode.Uri.joinPath(folder, `${exportName(page)}.html`),
    filters: { [hub.say(message('export.html'))]: ['html'], Markdown: ['md'] },
  });
}

/** A page is opened in the browser, from which it can be printed, where browser and file are on one machine. */
async function show(hub: Hub, file: vscode.Uri, markdown: boolean): Promise<void> {
  const here = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (!markdown && here && (await vscode.env.openExternal(file))) {
    return;
  }
  const open = hub.say(message('export.open'));
  const saved = hub.say(message('export.saved', { file: vscode.workspace.asRelativePath(file) }));
  if ((await vscode.window.showInformationMessage(saved, open)) === open) {
    await vscode.commands.executeCommand('vscode.open', file);
  }
}
