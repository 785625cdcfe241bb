/** A file that does not parse: where, why, and a button to open it there. */
import { html, type TemplateResult } from 'lit';
import { icon, pathText } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { say } from '../shared/words.ts';
import { openFile } from './app.ts';

export interface Problem {
  file: string;
  line: number;
  says: string;
}

const place = ({ file, line }: Problem): string => (line > 0 ? say('broken.where', { file, line }) : file);

/** The problem in the place of what the file would have shown; the rest of the page stays. */
export function problemBox(problem: Problem): TemplateResult {
  const { file, line, says } = problem;
  return html`<div class="trouble">${icon('error', 'c-err')}<p><strong>${pathText(place(problem))}</strong><span class="muted">${richText(says)}</span></p>
    <vscode-button class="compact" secondary aria-label=${say('open.line', { file, line })}
      @click=${() => openFile(file, line > 0 ? line : undefined)}>${say('open')}</vscode-button></div>`;
}
