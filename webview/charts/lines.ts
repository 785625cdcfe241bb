/** Lines over epochs: the loss of one run, and the losses of several. Lines are told apart by dash and label. */
import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line as lineOf } from 'd3-shape';
import { nothing, svg, type TemplateResult } from 'lit';
import { number } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import {
  type Area,
  anchorAt,
  chart,
  type Linear,
  nameAxis,
  px,
  roundTicks,
  spread,
  textWidth,
  valueAxis,
} from './chart.ts';

type Point = readonly [x: number, y: number];
export interface Line {
  readonly label: string;
  /** Class of the line: its color and its dash. */
  readonly look: string;
  readonly points: readonly Point[];
}
interface Mark {
  readonly at: Point;
  readonly label: string;
}

const height = 200;

const path = (points: readonly Point[], x: Linear, y: Linear): string =>
  lineOf<Point>(
    ([at]) => px(x(at)),
    ([, value]) => px(y(value)),
  )(points) ?? '';

/** Each line, with a dot where it is a single point. */
const drawn = (lines: readonly Line[], x: Linear, y: Linear): TemplateResult =>
  svg`${lines.map(
    ({ look, points }) =>
      svg`<path class="line ${look}" d=${path(points, x, y)} />${
        points.length === 1
          ? points.map(
              ([at, value]) => svg`<circle class="end ${look}" cx=${px(x(at))} cy=${px(y(value))} r="4" />`,
            )
          : nothing
      }`,
  )}`;

/** Names at the ends of the lines, moved apart where they would overlap. */
function names(lines: readonly Line[], y: Linear, { right, bottom }: Area): TemplateResult {
  const labelled = lines.flatMap(({ label, points }) => {
    const end = points.at(-1);
    return end ? [{ label, y: y(end[1]) }] : [];
  });
  const ys = spread(
    labelled.map((one) => one.y),
    14,
    bottom,
  );
  return svg`${labelled.map(({ label }, n) => svg`<text x=${right + 6} y=${px((ys[n] ?? bottom) + 4)}>${label}</text>`)}`;
}

function marked(mark: Mark, x: Linear, y: Linear, { left, right }: Area): TemplateResult {
  const [at, value] = [x(mark.at[0]), y(mark.at[1])];
  return svg`<circle class="mark" cx=${px(at)} cy=${px(value)} r="4" /><text class="strong" x=${px(at)} y=${px(value - 12)}
    text-anchor=${anchorAt(at, mark.label, left, right)}>${mark.label}</text>`;
}

/** Lines over whole numbers, such as epochs; `mark` is one point of them that is named. */
export function lineChart(
  name: string,
  says: string,
  lines: readonly Line[],
  width: number,
  mark?: Mark,
): TemplateResult {
  const points = lines.flatMap((one) => one.points);
  const room = Math.max(40, ...lines.map(({ label }) => textWidth(label) + 12));
  const area = { left: 44, right: width - room, top: 20, bottom: height - 30 };
  const xs = points.map(([at]) => at);
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const x = scaleLinear([from, to > from ? to : from + 1], [area.left, area.right]);
  const y = scaleLinear([0, max(points, ([, value]) => value) || 1], [area.bottom, area.top]);
  const values = roundTicks(y, 4);
  const epochs = x.ticks(6).filter((tick) => Number.isInteger(tick) && tick <= to);
  const step = (epochs[1] ?? 1) - (epochs[0] ?? 0);
  const ticks = [from, ...epochs.filter((tick) => tick - from > step / 2)];
  return chart(
    name,
    says,
    width,
    height,
    svg`${valueAxis(y, area, values, number)}${nameAxis(
      ticks.map((tick) => ({ x: x(tick), text: String(tick) })),
      area,
    )}${drawn(lines, x, y)}${mark ? marked(mark, x, y, area) : nothing}${names(lines, y, area)}`,
  );
}

/** A curve in the unit square, with a dashed line for what a model that knows nothing reaches. */
export function unitChart(
  name: string,
  says: string,
  {
    points,
    baseline,
    axes,
  }: { points: readonly Point[]; baseline: readonly Point[] | null; axes: readonly [string, string] },
  width: number,
): TemplateResult {
  const side = Math.min(width, 340);
  const area = { left: 40, right: side - 12, top: 22, bottom: side - 46 };
  const x = scaleLinear([0, 1], [area.left, area.right]);
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const line = (of: readonly Point[], look: string): Part =>
    svg`<path class="line ${look}" d=${path(of, x, y)} />`;
  return chart(
    name,
    says,
    side,
    side,
    svg`${valueAxis(y, area, ticks, number)}${nameAxis(
      ticks.map((tick) => ({ x: x(tick), text: number(tick) })),
      area,
    )}<text x=${px((area.left + area.right) / 2)} y=${area.bottom + 36} text-anchor="middle">${axes[0]}</text>
      <text x=${area.left - 32} y="10">${axes[1]}</text>
      ${baseline ? line(baseline, 'plain') : nothing}${line(points, 'k0')}`,
  );
}
