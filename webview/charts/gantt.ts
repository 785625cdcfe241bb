/** The timeline: a bar a milestone, what it waits for, and today. States are told by fill, mark and word. */
import { scaleLinear } from 'd3-scale';
import { nothing, svg, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { none } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { say, tell } from '../shared/words.ts';
import { type Area, chart, type Days, dayAxis, px, textWidth, timeOf, todayLine, wrap } from './chart.ts';

type Timeline = Figures<'timeline'>;
type Milestone = Timeline['milestones'][number];

const bar = 14;
const day = 86_400_000;
/** Under this width names stand above their bars. */
const narrow = 620;

interface Layout {
  readonly x: Days;
  readonly area: Area;
  readonly stacked: boolean;
  readonly row: number;
  readonly names: number;
}

function layout({ start, end, today, milestones }: Timeline, width: number): Layout {
  const stacked = width < narrow;
  const names = stacked ? width : Math.min(300, Math.round(width * 0.3));
  const tall = milestones.some(({ title }) => wrap(title, names).length > 1);
  const row = stacked ? 46 : tall ? 52 : 40;
  const area = {
    left: stacked ? 4 : names + 12,
    right: width - 12,
    top: 34,
    bottom: 34 + milestones.length * row,
  };
  const from = Math.min(timeOf(start), timeOf(today));
  const to = Math.max(timeOf(end ?? start), timeOf(today), from + 14 * day);
  return { x: scaleLinear([from, to], [area.left, area.right]), area, stacked, row, names };
}

const middleOf = (at: number, { area, row, stacked }: Layout): number =>
  area.top + at * row + (stacked ? 32 : row / 2);

function name(one: Milestone, at: number, place: Layout): TemplateResult {
  const { owner, state, steps } = one;
  const count = steps.all > 0 ? say('gantt.steps', { done: steps.done, all: steps.all }) : '';
  const about = [owner || tell('none'), count, tell(`timeline.${state}`)].filter(Boolean).join(' · ');
  const top = place.area.top + at * place.row;
  if (place.stacked) {
    const [title = ''] = wrap(one.title, Math.max(80, place.names - textWidth(about) - 24), 1);
    return svg`<text class="strong" x="4" y=${top + 16}>${title}</text><text x=${place.area.right} y=${top + 16} text-anchor="end">${about}</text>`;
  }
  const title = wrap(one.title, place.names);
  const [line = ''] = wrap(about, place.names, 1);
  const first = middleOf(at, place) - (title.length > 1 ? 10 : 3);
  return svg`${title.map((words, n) => svg`<text class="strong" x="0" y=${first + n * 13}>${words}</text>`)}<text x="0" y=${
    first + (title.length - 1) * 13 + 14
  }>${line}</text>`;
}

function bars({ from, to, state, steps }: Milestone, at: number, place: Layout): Part {
  const y = middleOf(at, place);
  if (to === null) return svg`<text x=${place.area.left} y=${y + 4}>${none} ${say('gantt.noDate')}</text>`;
  const right = place.x(timeOf(to));
  const left = Math.min(place.x(timeOf(from ?? to)), right - 6);
  const done = state === 'done' ? 1 : steps.all > 0 ? steps.done / steps.all : 0;
  return svg`<rect class="span ${state}" x=${px(left)} y=${px(y - bar / 2)} width=${px(right - left)} height=${bar} rx="3" />${
    done > 0
      ? svg`<rect class="bar b0" x=${px(left)} y=${px(y - bar / 2)} width=${px((right - left) * done)} height=${bar} rx="3" />`
      : nothing
  }${state === 'late' ? svg`<path class="warn" d="M${px(right + 4)} ${px(y + 5)}l5.5 -10.5l5.5 10.5z" />` : nothing}`;
}

/** From the end of what comes first to the beginning of what waits for it. */
function waits(one: Milestone, at: number, milestones: readonly Milestone[], place: Layout): Part {
  const { from, to } = one;
  if (to === null) return nothing;
  const found = milestones.flatMap((other, n) =>
    other.to !== null && one.depends.includes(other.id) ? [{ end: other.to, n }] : [],
  );
  return svg`${found.map(({ end, n }) => {
    const [x, begin] = [px(place.x(timeOf(end))), px(place.x(timeOf(from ?? to)))];
    const down = n < at;
    const leave = px(middleOf(n, place) + (down ? bar / 2 : -bar / 2));
    const y = px(middleOf(at, place));
    if (begin > x + 6)
      return svg`<path class="wait" d="M${x} ${leave}V${y}H${begin - 4}" /><path class="head" d="M${begin} ${y}l-5 -3v6z" />`;
    const top = px(y + (down ? -bar / 2 : bar / 2));
    return svg`<path class="wait" d="M${x} ${leave}V${top + (down ? -4 : 4)}" /><path class="head" d="M${x} ${top}l-3 ${down ? -5 : 5}h6z" />`;
  })}`;
}

/** Bars from begin to date, arrows from what comes first, today. */
export function ganttChart(timeline: Timeline, says: string, width: number, now: number): TemplateResult {
  const { milestones, today } = timeline;
  const place = layout(timeline, width);
  const { area, x, row } = place;
  return chart(
    tell('section.timeline'),
    says,
    width,
    area.bottom + 30,
    svg`${milestones.map(
      (_, at) =>
        svg`<line class="grid" x1="0" x2=${area.right} y1=${area.top + at * row} y2=${area.top + at * row} />`,
    )}<line class="axis" x1=${area.left} x2=${area.right} y1=${area.bottom} y2=${area.bottom} />
      ${dayAxis(x, area, now)}${todayLine(x(timeOf(today)), area, say('burn.today'))}
      ${milestones.map((one, at) => waits(one, at, milestones, place))}
      ${milestones.map((one, at) => svg`${bars(one, at, place)}${name(one, at, place)}`)}`,
  );
}
