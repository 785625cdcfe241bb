/** Scales, ticks and paths of the charts, in pixels of the space they are drawn in. Pure. */

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
export interface Dot {
  x: number;
  y: number;
}
export type Scale = (value: number) => number;

const dayLength = 86_400_000;

/** Whole days since 1970 of an ISO date. */
export const dayNumber = (isoDate: string): number =>
  Math.round(Date.parse(`${isoDate}T00:00:00Z`) / dayLength);

/** The ISO date of a day number. */
export const isoDay = (day: number): string => new Date(day * dayLength).toISOString().slice(0, 10);

/** A linear scale; a domain without extent maps to its start. */
export function scale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain;
  const factor = to === from ? 0 : (range[1] - range[0]) / (to - from);
  return (value) => range[0] + (value - from) * factor;
}

/** The step of 1, 2 or 5 times a power of ten that cuts `extent` into at most `most` parts. */
export function niceStep(extent: number, most: number): number {
  if (!(extent > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(extent / most));
  const step = [1, 2, 5, 10].find((times) => extent / (times * power) <= most + 1e-9) ?? 10;
  return step * power;
}

/** Round values from 0 to the first at or above `max`, so that the topmost line closes the chart. */
export function ticks(max: number, most: number, whole = false): number[] {
  const step = whole ? Math.max(1, niceStep(max, most)) : niceStep(max, most);
  const count = Math.max(1, Math.ceil(max / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

const daySteps = [1, 2, 7, 14, 28, 56, 91, 182, 364, 728];

/** Days to label between two days, at most `most`, whole weeks apart where there are many. */
export function dayTicks(from: number, to: number, most: number): number[] {
  const step =
    daySteps.find((days) => Math.floor((to - from) / days) + 1 <= most) ?? Math.ceil((to - from) / most) + 1;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
}

const at = ({ x, y }: Dot): string => `${Number(x.toFixed(1))} ${Number(y.toFixed(1))}`;

/** A line through points. */
export const line = (dots: readonly Dot[]): string =>
  dots.map((dot, n) => `${n === 0 ? 'M' : 'L'}${at(dot)}`).join('');

/** A stair: each value holds until the next, the last one until `until`. */
export function stair(dots: readonly Dot[], until: number): string {
  const [first, ...rest] = dots;
  if (!first) return '';
  const steps = rest.map(({ x, y }) => `H${Number(x.toFixed(1))}V${Number(y.toFixed(1))}`).join('');
  return `M${at(first)}${steps}H${Number(until.toFixed(1))}`;
}

/** The value that holds on a day: that of the last point on or before it; null before the first. */
export function heldOn(series: readonly { day: string; steps: number }[], day: string): number | null {
  return series.filter((point) => point.day <= day).at(-1)?.steps ?? null;
}

/** The value of a line through points on a day; null outside. */
export function lineOn(series: readonly { day: string; steps: number }[], day: string): number | null {
  const before = series.filter((point) => point.day <= day).at(-1);
  const after = series.find((point) => point.day >= day);
  if (!before || !after) return null;
  if (before.day === after.day) return before.steps;
  const [from, to] = [dayNumber(before.day), dayNumber(after.day)];
  return before.steps + ((dayNumber(day) - from) / (to - from)) * (after.steps - before.steps);
}

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
