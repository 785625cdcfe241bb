/** The frame of every card, its problems, and the tables behind the charts. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Card, CardName, Figures, Problem, ReportModel } from '../../src/report/model.ts';
import { dayName } from '../shared/dates.ts';
import { icon, type Part, pathText } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { language, type ReportWord, say, tell } from '../shared/words.ts';
import type { Acts, Scene } from './scene.ts';

type Span = 's4' | 's6' | 's8' | 's12';

const place = ({ file, line }: Problem): string => (line > 0 ? say('broken.where', { file, line }) : file);

/** What is wrong with a file, with a button that opens it there. */
export function problemBox(
  problem: Problem,
  acts: Pick<Acts, 'open'> | null,
  glyph = 'error',
): TemplateResult {
  const { file, line, says } = problem;
  const color = glyph === 'error' ? 'c-err' : 'c-warn';
  const name = line > 0 ? say('open.line', { file, line }) : say('open.what', { file });
  return html`<div class="trouble">${icon(glyph, color)}<p><strong>${pathText(place(problem))}</strong><span class="muted">${richText(says)}</span></p>
    ${
      acts
        ? html`<vscode-button class="compact" secondary aria-label=${name}
      @click=${() => acts.open(file, line > 0 ? line : undefined)}>${say('open')}</vscode-button>`
        : nothing
    }</div>`;
}

/** A card that has nothing to show yet: what to fill in, and the way there. */
export const emptyBox = (words: string, file: string, acts: Acts | null): TemplateResult =>
  html`<p class="empty">${richText(words)}</p>${
    acts
      ? html`<vscode-button secondary aria-label=${say('open.what', { file })} @click=${() => acts.open(file)}>${say('open')}</vscode-button>`
      : nothing
  }`;

/** A card with a heading; `aside` stands on its right. */
export const frame = (id: string, title: string, span: Span, body: unknown, aside = ''): TemplateResult =>
  html`<section class="card ${span}" aria-labelledby="h-${id}"><div class="head"><h2 id="h-${id}">${title}</h2>${
    aside ? html`<span class="muted">${aside}</span>` : nothing
  }</div>${body}</section>`;

interface Look<Name extends CardName> {
  readonly span: Span;
  readonly draw: (figures: Figures<Name>, scene: Scene) => unknown;
  readonly aside?: (figures: Figures<Name>) => string;
  /** Shown where there is nothing yet; without it the card is left out then. */
  readonly empty?: (acts: Acts | null) => Part;
}

/** The card `name` of the report: its figures, the problem in their place, or what is to be filled in. */
export function cardOf<Name extends CardName>(
  model: ReportModel,
  name: Name,
  scene: Scene,
  { span, draw, aside, empty }: Look<Name>,
): Part {
  const card: Card<Name> = model[name] as Card<Name>;
  const title = tell(`section.${name}`);
  const faults = model.faults.filter((fault) => fault.card === name);
  const remarks = faults.map((fault) => problemBox(fault, scene.acts, 'warning'));
  if (card === null) {
    return (empty && scene.acts !== null) || faults.length > 0
      ? frame(name, title, span, [empty?.(scene.acts) ?? nothing, remarks])
      : nothing;
  }
  if (isProblem(card)) return frame(name, title, span, [problemBox(card.problem, scene.acts), remarks]);
  const figures = card as Figures<Name>;
  return frame(name, title, span, [draw(figures, scene), remarks], aside?.(figures));
}

const isProblem = (card: object): card is { problem: Problem } => 'problem' in card;

export interface Head {
  readonly text: string;
  /** Figures stand on the right. */
  readonly number?: boolean;
}
export type Cell = string | number | TemplateResult;

/** Heads of columns by their words in the report; those in `numbers` hold figures. */
export const heads = (
  words: readonly (keyof ColumnWords)[],
  numbers: readonly (keyof ColumnWords)[] = [],
): Head[] => words.map((word) => ({ text: tell(`col.${word}`), number: numbers.includes(word) }));

type ColumnWords = {
  [Key in ReportWord as Key extends `col.${infer Column}` ? Column : never]: true;
};

/** A table whose first column names the row. */
export const table = (
  name: string,
  columns: readonly Head[],
  rows: readonly (readonly Cell[])[],
): TemplateResult =>
  html`<div class="scroll" role="region" tabindex="0" aria-label=${say('table.of', { name })}><table class="rows">
    <thead><tr>${columns.map(({ text, number }) => html`<th scope="col" class=${number ? 'num' : ''}>${text}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ([first, ...rest]) =>
        html`<tr><th scope="row" class=${columns[0]?.number ? 'num' : ''}>${first}</th>${rest.map(
          (cell, at) => html`<td class=${columns[at + 1]?.number ? 'num' : ''}>${cell}</td>`,
        )}</tr>`,
    )}</tbody></table></div>`;

/** The table behind a chart, folded; its rows are made once somebody unfolds it. */
export function behind(
  scene: Scene,
  id: string,
  name: string,
  columns: readonly Head[],
  rows: () => readonly (readonly Cell[])[],
  title = say('asTable'),
): TemplateResult {
  const shown = scene.acts === null || scene.unfolded.has(id);
  const toggled = (event: Event): void => scene.acts?.unfold(id, (event.target as HTMLDetailsElement).open);
  return html`<details class="data" @toggle=${toggled}><summary aria-label=${say('named', { word: title, name })}>${title}</summary>${
    shown ? table(name, columns, rows()) : nothing
  }</details>`;
}

/** An ISO day in words, with the year where it is not this one. */
export const dayText = (day: string | null, { now }: Scene): string =>
  day === null ? '–' : dayName(day, language(), now);

/** The same in a cell, where it does not break. */
export const dayCell = (day: string | null, scene: Scene): TemplateResult =>
  html`<span class="day">${dayText(day, scene)}</span>`;

/** A part of 1 as a line; the words beside it say the same. */
export const shareLine = (share: number): TemplateResult =>
  html`<svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4" />${svg`<rect
    class="fill" width=${Math.max(0, Math.min(1, share)) * 100} height="4" />`}</svg>`;

/** A day that has passed is said to be late, in words and with an icon. */
export const dueText = (day: string | null, late: boolean, scene: Scene): Cell =>
  late ? flag(['warning', 'c-warn'], say('day.late', { date: dayText(day, scene) })) : dayCell(day, scene);

/** An icon and its words. */
export const flag = ([glyph, color]: readonly [icon: string, color: string], words: string): TemplateResult =>
  html`<span class="flag">${icon(glyph, `i14 ${color}`)}<span>${words}</span></span>`;

/** Facts by name. */
export const facts = (rows: readonly (readonly [string, Cell])[]): TemplateResult =>
  html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd class="num">${value}</dd></div>`)}</dl>`;

/** What a chart shows, said first. */
export const sentence = (words: string): Part =>
  words ? html`<p class="say">${richText(words)}</p>` : nothing;
