import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { message } from '../project/words.ts';
import { reportMarkdown } from '../report/markdown.ts';
import type { ReportModel } from '../report/model.ts';
import { loadPage } from '../report/page.ts';
import { trustedSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';

const formats = {
  html: { extension: 'html', label: 'HTML' },
  markdown: { extension: 'md', label: 'Markdown' },
} as const;
type Format = keyof typeof formats;

/** AI Venture: Export Report — the figures of the Progress page as one file, as the project's files are now. */
export async function exportReport({ hub, progress }: App): Promise<void> {
  const session = await trustedSession(hub);
  const format = await pickFormat(hub.say(message('report.title')), {
    html: hub.say(message('report.html')),
    markdown: hub.say(message('report.markdown')),
  });
  const model = format === undefined ? undefined : await progress.reports.gather();
  if (format === undefined || model === undefined) {
    return;
  }
  const { extension, label } = formats[format];
  const name = `${basename(session.project.root)}-${model.today}.${extension}`;
  const file = await vscode.window.showSaveDialog({
    title: hub.say(message('report.title')),
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(session.project.root), name),
    filters: { [label]: [extension] },
  });
  if (file === undefined) {
    return;
  }
  const dist = pathToFileURL(`${vscode.Uri.joinPath(hub.context.extensionUri, 'dist').fsPath}/`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(await textOf(model, format, dist)));
  const open = hub.say(message('export.open'));
  if (
    (await vscode.window.showInformationMessage(
      hub.say(message('export.saved', { file: vscode.workspace.asRelativePath(file) })),
      open,
    )) === open
  ) {
    await show(file, format);
  }
}

async function pickFormat(
  title: string,
  details: Readonly<Record<Format, string>>,
): Promise<Format | undefined> {
  const items = (Object.keys(formats) as Format[]).map((format) => ({
    label: formats[format].label,
    detail: details[format],
    format,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: title }))?.format;
}

async function textOf(model: ReportModel, format: Format, dist: URL): Promise<string> {
  return format === 'markdown' ? reportMarkdown(model) : (await loadPage(dist))(model, model.language);
}

/** A page opens where pages are read; Markdown in the editor's own preview. */
async function show(file: vscode.Uri, format: Format): Promise<void> {
  if (format === 'html') {
    await vscode.env.openExternal(file);
  } else {
    await vscode.commands.executeCommand('markdown.showPreview', file);
  }
}
