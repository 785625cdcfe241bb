/** What all charts share: the picture with its name and words, axes, and room for labels. Sizes are in pixels. */
import type { ScaleLinear } from 'd3-scale';
import { utcTicks } from 'd3-time';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { dayName } from '../shared/dates.ts';
import type { Part } from '../shared/parts.ts';
import { language } from '../shared/words.ts';

/** Draws a chart for the width that it gets. */
export type Draw = (width: number) => TemplateResult;
/** A place on the page for the chart `name`. */
export type Plot = (name: string, draw: Draw) => Part;

/** Edges of the area in which the values lie. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
export type Linear = ScaleLinear<number, number>;
/** From milliseconds: the days that a scale of times would name come from d3-time, which is a third of its size. */
export type Days = Linear;

/**
 * The picture. `name` and `says` are what a screen reader tells of it; the numbers are in the table beside it. The name
 * is an attribute, because no template of Lit that is rendered without a browser can have a value in `<title>`.
 */
export const chart = (
  name: string,
  says: string,
  width: number,
  height: number,
  content: unknown,
): TemplateResult =>
  html`<svg class="chart" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${name}><desc>${says}</desc>${content}</svg>`;

/** One decimal of a pixel is fine enough. */
export const px = (value: number): number => Number(value.toFixed(1));

const dayLength = 86_400_000;

/** Milliseconds of an ISO date, or of a month such as `2026-11`. */
export const timeOf = (day: string): number =>
  Date.parse(day.length === 7 ? `${day}-01T00:00:00Z` : `${day.slice(0, 10)}T00:00:00Z`);

/** The ISO date of a moment. */
export const isoDay = (time: number | Date): string => new Date(time).toISOString().slice(0, 10);

/** Lines across the area at `values`, each with its text on the left. */
export const valueAxis = (
  y: Linear,
  { left, right }: Area,
  values: readonly number[],
  text: (value: number) => string,
): TemplateResult =>
  svg`${values.map(
    (
      value,
    ) => svg`<line class=${value === 0 ? 'axis' : 'grid'} x1=${left} x2=${right} y1=${px(y(value))} y2=${px(y(value))} />
      <text x=${left - 8} y=${px(y(value) + 4)} text-anchor="end">${text(value)}</text>`,
  )}`;

/** A domain from 0 to a round value at or above `most`, and the values to name in it. */
export function roundTicks(y: Linear, count: number, whole = false): number[] {
  y.nice(count);
  return y.ticks(count).filter((value) => !whole || Number.isInteger(value));
}

/** About how wide a text of a chart is: a Chinese character is as wide as it is high. */
export const textWidth = (text: string, size = 11): number =>
  [...text].reduce((sum, char) => sum + widthOf(char), 0) * size;

const widthOf = (char: string): number => ((char.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.56);

/** Where a label at `x` must start, end or be centered to stay between `left` and `right`. */
export const anchorAt = (
  x: number,
  text: string,
  left: number,
  right: number,
): 'start' | 'middle' | 'end' => {
  const half = textWidth(text) / 2;
  return x - half < left ? 'start' : x + half > right ? 'end' : 'middle';
};

/** Of labels at rising places, those that do not run into the one before. */
export function apart<Label extends { readonly x: number; readonly text: string }>(
  labels: readonly Label[],
  gap = 16,
): Label[] {
  const kept: Label[] = [];
  for (const label of labels) {
    const before = kept.at(-1);
    if (!before || label.x - before.x >= (textWidth(label.text) + textWidth(before.text)) / 2 + gap)
      kept.push(label);
  }
  return kept;
}

/** Days under the area, as many as have room. */
export function dayAxis(x: Days, { left, right, bottom }: Area, now: number): TemplateResult {
  const [from = 0, to = 0] = x.domain();
  const days = utcTicks(new Date(from), new Date(to), Math.max(2, Math.floor((right - left) / 96))).filter(
    (day) => day.getTime() % dayLength === 0,
  );
  const labels = apart(
    days.map((day) => ({ x: x(day.getTime()), text: dayName(isoDay(day), language(), now) })),
  );
  return svg`${labels.map(
    ({ x: at, text }) =>
      svg`<text x=${px(at)} y=${bottom + 18} text-anchor=${anchorAt(at, text, Math.max(0, left - 24), right + 12)}>${text}</text>`,
  )}`;
}

/** Names below the area, at the places that they stand for. */
export const nameAxis = (
  labels: readonly { x: number; text: string }[],
  { left, right, bottom }: Area,
): TemplateResult =>
  svg`${apart(labels).map(
    ({ x, text }) =>
      svg`<text x=${px(x)} y=${bottom + 18} text-anchor=${anchorAt(x, text, Math.max(0, left - 24), right + 12)}>${text}</text>`,
  )}`;

/** Moves labels apart so that none is nearer than `gap` to the next; the order stays, `lowest` is never passed. */
export function spread(ys: readonly number[], gap: number, lowest: number): number[] {
  const order = ys.map((y, n) => ({ y, n })).sort((a, b) => a.y - b.y);
  for (let n = 1; n < order.length; n++) {
    const [above, here] = [order[n - 1], order[n]];
    if (above && here) here.y = Math.max(here.y, above.y + gap);
  }
  const over = Math.max(0, (order.at(-1)?.y ?? 0) - lowest);
  const moved = new Array<number>(ys.length);
  for (const { y, n } of order) moved[n] = y - over;
  return moved;
}

/** `text` in at most `most` lines of `width`; what is left over ends in an ellipsis (the table has it whole). */
export function wrap(text: string, width: number, most = 2): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<=[\s\-/])|(?<=[\u2e80-\uffff])|(?=[\u2e80-\uffff])/u)) {
    if (line !== '' && textWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  lines.push(line.trimEnd());
  const kept = lines.slice(0, most).map((one) => cut(one, width));
  const last = kept.at(-1);
  if (lines.length > most && last !== undefined) kept[most - 1] = cut(`${last}…`, width, true);
  return kept;
}

function cut(text: string, width: number, always = false): string {
  let chars = [...text];
  if (textWidth(text) <= width) return text;
  if (always) chars = chars.slice(0, -1);
  while (chars.length > 1 && textWidth(`${chars.join('')}…`) > width) chars.pop();
  return `${chars.join('').trimEnd()}…`;
}

/** A dotted line where a day falls, with its word on top. */
export function todayLine(x: number, area: Area, word: string): Part {
  if (x < area.left || x > area.right) return nothing;
  return svg`<line class="today" x1=${px(x)} x2=${px(x)} y1=${area.top - 6} y2=${area.bottom} /><text x=${px(x)} y=${area.top - 10}
    text-anchor=${anchorAt(x, word, area.left, area.right + 12)}>${word}</text>`;
}
