/** The page of a webview: nothing inline, nothing from elsewhere, and the first state in it. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import reportEn from '../../l10n/en/report.json' with { type: 'json' };
import en from '../../l10n/en/view.json' with { type: 'json' };
import reportZh from '../../l10n/zh-cn/report.json' with { type: 'json' };
import zh from '../../l10n/zh-cn/view.json' with { type: 'json' };
import type { Language } from '../l10n.ts';
import { type ToHost, type ToView, toHostSchema } from './protocol.ts';

export type ViewName = 'sidebar' | 'progress' | 'guide';

const words = { en, 'zh-cn': zh };
const reportWords = { en: reportEn, 'zh-cn': reportZh };

/** What a webview may do, and the one folder that it may load from. */
export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')],
  };
}

/** HTML of the page of a view with `state` as its first message. */
export function pageFor(
  webview: Pick<vscode.Webview, 'asWebviewUri' | 'cspSource'>,
  extension: vscode.Uri,
  name: ViewName,
  title: string,
  language: Language,
  state: ToView,
): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (path: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', path)).toString();
  const { cspSource } = webview;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}' ${cspSource}`,
    `font-src ${cspSource}`,
  ].join('; ');
  const block = (id: string, value: unknown) =>
    `<script type="application/json" id="${id}">${jsonBlock(value)}</script>`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="csp-nonce" content="${nonce}">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${file('codicon.css')}">
<link rel="stylesheet" nonce="${nonce}" href="${file(`${name}.css`)}">
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<div id="app"></div>
${block('strings', words[language])}${name === 'progress' ? block('report-strings', reportWords[language]) : ''}
${block('state', state)}
<script type="module" nonce="${nonce}" src="${file(`${name}.js`)}"></script>
</body>
</html>`;
}

/** JSON that cannot end the script element which holds it. */
export function jsonBlock(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A message of a webview, or undefined where it is none of ours. */
export function parseMessage(data: unknown): ToHost | undefined {
  const parsed = toHostSchema.safeParse(data);
  return parsed.success ? parsed.data : undefined;
}
