/** The burn-up chart: done, plan and scope over time. */
import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area as areaOf, curveStepAfter, line as lineOf } from 'd3-shape';
import { nothing, svg, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import type { Part } from '../shared/parts.ts';
import { say } from '../shared/words.ts';
import {
  type Area,
  anchorAt,
  chart,
  type Days,
  dayAxis,
  isoDay,
  type Linear,
  px,
  roundTicks,
  timeOf,
  todayLine,
  valueAxis,
} from './chart.ts';
import { heldOn, lineOn, type Series } from './series.ts';

export type BurnUp = NonNullable<Figures<'progress'>['burnup']>;

const height = 236;
const week = 7 * 86_400_000;

interface Space {
  readonly x: Days;
  readonly y: Linear;
  readonly area: Area;
}

function space(burnup: BurnUp, width: number): Space & { readonly values: number[] } {
  const points = [burnup.done, burnup.scope, burnup.plan ?? []].flat();
  const times = [timeOf(burnup.today), ...points.map(({ day }) => timeOf(day))];
  const from = Math.min(...times);
  const area = { left: 28, right: width - 14, top: 22, bottom: height - 30 };
  const x = scaleLinear([from, Math.max(from + week, ...times)], [area.left, area.right]);
  const y = scaleLinear([0, max(points, ({ steps }) => steps) || 1], [area.bottom, area.top]);
  return { x, y, area, values: roundTicks(y, 5, true) };
}

/** A stair from the first point until the day `until`. */
function stair(series: Series, until: string, { x, y }: Space): string {
  const last = series.at(-1);
  const ends = last ? [...series, { day: until, steps: last.steps }] : [];
  return (
    lineOf<Series[number]>(
      ({ day }) => px(x(timeOf(day))),
      ({ steps }) => px(y(steps)),
    ).curve(curveStepAfter)(ends) ?? ''
  );
}

function filled(series: Series, until: string, { x, y, area }: Space): string {
  const ends = [...series, { day: until, steps: series.at(-1)?.steps ?? 0 }];
  return (
    areaOf<Series[number]>(
      ({ day }) => px(x(timeOf(day))),
      area.bottom,
      ({ steps }) => px(y(steps)),
    ).curve(curveStepAfter)(ends) ?? ''
  );
}

function planLine(plan: Series, { x, y }: Space): Part {
  const path = lineOf<Series[number]>(
    ({ day }) => px(x(timeOf(day))),
    ({ steps }) => px(y(steps)),
  )(plan);
  return svg`<path class="plan" d=${path ?? ''} />`;
}

function labels(burnup: BurnUp, { x, y, area }: Space, done: number, scope: number): TemplateResult {
  const today = x(timeOf(burnup.today));
  const late = today > area.right - 110;
  const far = isoDay(x.invert(area.left + (area.right - area.left) * 0.78));
  const planned = burnup.plan ? lineOn(burnup.plan, far) : null;
  const word = say('burn.plan');
  return svg`<text class="strong" x=${px(late ? today - 10 : today + 10)} y=${px(y(done) + (late ? -10 : 4))} text-anchor=${late ? 'end' : 'start'}>${say(
    'burn.done',
    { n: done },
  )}</text><text x=${area.right} y=${px(y(scope) - 6)} text-anchor="end">${say('burn.scope', { n: scope })}</text>${
    planned === null
      ? nothing
      : svg`<text x=${px(x(timeOf(far)) - 8)} y=${px(y(planned) - 6)} text-anchor=${anchorAt(x(timeOf(far)), word, area.left + 40, area.right) === 'start' ? 'start' : 'end'}>${word}</text>`
  }`;
}

/** Done (a stair with its area), the scope and the plan, with today. */
export function burnUpChart(burnup: BurnUp, says: string, width: number, now: number): TemplateResult {
  const at = space(burnup, width);
  const done = heldOn(burnup.done, burnup.today) ?? 0;
  const scope = burnup.scope.at(-1)?.steps ?? 0;
  const [, last] = at.x.domain();
  const end = last === undefined ? burnup.today : isoDay(last);
  const today = at.x(timeOf(burnup.today));
  return chart(
    say('burn.title'),
    says,
    width,
    height,
    svg`${valueAxis(at.y, at.area, at.values, String)}${dayAxis(at.x, at.area, now)}
      <path class="area" d=${filled(burnup.done, burnup.today, at)} /><path class="scope" d=${stair(burnup.scope, end, at)} />
      ${burnup.plan ? planLine(burnup.plan, at) : nothing}${todayLine(today, at.area, say('burn.today'))}
      <path class="done" d=${stair(burnup.done, burnup.today, at)} /><circle class="dot" cx=${px(today)} cy=${px(at.y(done))} r="5" />
      ${labels(burnup, at, done, scope)}`,
  );
}
