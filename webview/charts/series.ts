/** Series over days: what holds on a day, and what a line says of it. Pure. */
import { bisectRight } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { timeOf } from './chart.ts';

export type Series = readonly { readonly day: string; readonly steps: number }[];

const days = (series: Series): string[] => series.map(({ day }) => day);

/** The value that holds on a day: that of the last point on or before it; null before the first. */
export const heldOn = (series: Series, day: string): number | null =>
  series[bisectRight(days(series), day) - 1]?.steps ?? null;

/** The value of a line through points on a day; null outside. */
export function lineOn(series: Series, day: string): number | null {
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last || day < first.day || day > last.day) return null;
  const held = series[bisectRight(days(series), day) - 1];
  if (held?.day === day) return held.steps;
  return scaleLinear(
    series.map((point) => timeOf(point.day)),
    series.map((point) => point.steps),
  )(timeOf(day));
}
