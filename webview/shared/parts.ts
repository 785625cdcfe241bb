/** Small pieces that every view uses. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { Directive, type DirectiveParameters, directive, type ElementPart } from 'lit/directive.js';
import { say } from './words.ts';

export type Part = TemplateResult | typeof nothing;

/** A codicon. Always beside words, so it is hidden from assistive technology. */
export const icon = (name: string, more = ''): TemplateResult =>
  html`<span class="codicon codicon-${name} ${more}" aria-hidden="true"></span>`;

class CustomProperties extends Directive {
  override render(_values: Readonly<Record<string, string>>): typeof nothing {
    return nothing;
  }
  override update(part: ElementPart, [values]: DirectiveParameters<this>): typeof nothing {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) style.setProperty(name, value);
    return nothing;
  }
}
/** Sets custom properties through the object model: the page's policy forbids `style` attributes. */
export const custom = directive(CustomProperties);

/** A linear meter. `name` is the sentence that it stands for; without one it is decoration. */
export function meter(done: number, all: number, name = ''): TemplateResult {
  const width = custom({ '--w': `${all === 0 ? 0 : (done / all) * 100}%` });
  if (!name) return html`<div class="meter" aria-hidden="true"><i ${width}></i></div>`;
  return html`<div class="meter" role="progressbar" aria-label=${name} aria-valuemin="0" aria-valuemax=${all}
    aria-valuenow=${done}><i ${width}></i></div>`;
}

const turn = 2 * Math.PI * 5.5;

/** A small ring; the words beside it say the same. */
export const ring = (done: number, all: number): TemplateResult =>
  html`<svg class="ring" viewBox="0 0 14 14" aria-hidden="true"><circle class="bg" cx="7" cy="7" r="5.5" />${
    done > 0
      ? svg`<circle class="fg" cx="7" cy="7" r="5.5" stroke-dasharray=${`${((done / all) * turn).toFixed(2)} ${turn.toFixed(2)}`} />`
      : nothing
  }</svg>`;

/** A path that may wrap after each of its slashes. */
export const pathText = (path: string): unknown[] =>
  path.split(/(?<=\/)/).flatMap((piece, at) => (at === 0 ? [piece] : [html`<wbr />`, piece]));

/** A command line with a button to copy it and, where it may run, one to run it. */
export function commandLine(
  line: string,
  act: { copy: () => void; run: (() => void) | null; copied: boolean },
): TemplateResult {
  return html`<div class="cmd"><code>${line}</code>${commandButtons(line, act)}</div>`;
}

/** The buttons of a command line. */
export function commandButtons(
  line: string,
  act: { copy: () => void; run: (() => void) | null; copied: boolean },
): TemplateResult {
  const copy = act.copied ? say('copied') : say('copy');
  return html`<button class="icon-btn" aria-label=${say('copy.label', { command: line })} title=${copy} @click=${act.copy}>
      ${icon(act.copied ? 'check' : 'copy')}</button>${
        act.run === null
          ? nothing
          : html`<button class="icon-btn" aria-label=${say('run.label', { command: line })} title=${say('run')}
            @click=${act.run}>${icon('play')}</button>`
      }`;
}
