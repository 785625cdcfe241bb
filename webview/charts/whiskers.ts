/** One metric over runs: a point a run with its interval, or a band where there are too many to stand side by side. */
import { max, min } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area as areaOf, line as lineOf } from 'd3-shape';
import { nothing, svg, type TemplateResult } from 'lit';
import { number } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { type Area, chart, type Linear, nameAxis, px, valueAxis } from './chart.ts';

export interface Estimate {
  /** Place of the run, from 0. */
  readonly run: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the target was met; null without one. */
  readonly met: boolean | null;
}

const height = 220;
/** Whiskers that stand nearer than this run into each other. */
const apartBy = 9;

const lowOf = ({ low, value }: Estimate): number => low ?? value;
const highOf = ({ high, value }: Estimate): number => high ?? value;

function whisker(one: Estimate, x: Linear, y: Linear): TemplateResult {
  const at = px(x(one.run));
  const [low, high] = [px(y(lowOf(one))), px(y(highOf(one)))];
  return svg`<path class="whisker" d="M${at - 3} ${high}h6M${at} ${high}V${low}M${at - 3} ${low}h6" /><circle
    class=${one.met === false ? 'mark' : 'point'} cx=${at} cy=${px(y(one.value))} r="4" />`;
}

function band(all: readonly Estimate[], x: Linear, y: Linear): TemplateResult {
  const place = ({ run }: Estimate): number => px(x(run));
  const ground =
    areaOf<Estimate>(
      place,
      (one) => px(y(lowOf(one))),
      (one) => px(y(highOf(one))),
    )(all) ?? '';
  const line = lineOf<Estimate>(place, (one) => px(y(one.value)))(all) ?? '';
  return svg`<path class="area" d=${ground} /><path class="line k0" d=${line} />`;
}

function targetLine(value: number, word: string, y: Linear, { left, right }: Area): Part {
  const at = px(y(value));
  return svg`<line class="limit" x1=${left} x2=${right} y1=${at} y2=${at} /><text x=${left + 4} y=${at - 6}>${word}</text>`;
}

/** `labels` names some of the runs; `target` is a line across. */
export function whiskerChart(
  name: string,
  says: string,
  all: readonly Estimate[],
  labels: readonly { readonly run: number; readonly text: string }[],
  target: { readonly value: number; readonly word: string } | null,
  width: number,
): TemplateResult {
  const area = { left: 48, right: width - 14, top: 20, bottom: height - 30 };
  const last = Math.max(1, max(all, ({ run }) => run) ?? 1);
  const inset = 16;
  const x = scaleLinear([0, last], [area.left + inset, area.right - inset]);
  const lows = [min(all, lowOf) ?? 0, target?.value ?? Number.POSITIVE_INFINITY];
  const highs = [max(all, highOf) ?? 1, target?.value ?? Number.NEGATIVE_INFINITY];
  const [low, high] = [Math.min(...lows), Math.max(...highs)];
  const margin = high > low ? 0 : Math.abs(high) * 0.05 || 0.5;
  const y = scaleLinear([low - margin, high + margin], [area.bottom, area.top]).nice(4);
  const crowded = (area.right - area.left) / (last + 1) < apartBy;
  return chart(
    name,
    says,
    width,
    height,
    svg`${valueAxis(y, area, y.ticks(4), number)}${nameAxis(
      labels.map(({ run, text }) => ({ x: x(run), text })),
      area,
    )}${crowded ? band(all, x, y) : all.map((one) => whisker(one, x, y))}${
      target ? targetLine(target.value, target.word, y, area) : nothing
    }`,
  );
}
