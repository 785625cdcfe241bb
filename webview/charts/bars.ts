/** Bars: months side by side, values of names below each other, and shares of a whole. */
import { max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { nothing, svg, type TemplateResult } from 'lit';
import { number, short } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { type Area, chart, nameAxis, px, roundTicks, textWidth, valueAxis, wrap } from './chart.ts';

export interface MonthBars {
  readonly label: string;
  readonly spent: number | null;
  readonly income: number | null;
  readonly planned: number | null;
}

const monthsHeight = 220;

/** A key under a chart: what each look stands for. */
function key(
  items: readonly { look: string; word: string; line?: boolean }[],
  { left }: Area,
  y: number,
): TemplateResult {
  let x = left;
  return svg`${items.map(({ look, word, line }) => {
    const at = x;
    x += textWidth(word) + 42;
    return svg`${
      line
        ? svg`<line class=${look} x1=${px(at)} x2=${px(at + 16)} y1=${y - 4} y2=${y - 4} />`
        : svg`<rect class="bar ${look}" x=${px(at)} y=${y - 9} width="14" height="10" />`
    }<text x=${px(at + 20)} y=${y}>${word}</text>`;
  })}`;
}

/** What went out and came in a month, each month with a dashed line for what was planned to go out. */
export function monthChart(
  name: string,
  says: string,
  rows: readonly MonthBars[],
  words: { readonly spent: string; readonly income: string; readonly planned: string },
  width: number,
): TemplateResult {
  const area = { left: 52, right: width - 8, top: 14, bottom: monthsHeight - 52 };
  const most =
    max(rows.flatMap(({ spent, income, planned }) => [spent ?? 0, income ?? 0, planned ?? 0])) || 1;
  const y = scaleLinear([0, most], [area.bottom, area.top]);
  const values = roundTicks(y, 4);
  const places = rows.map((_, at) => at);
  const x = scaleBand(places, [area.left, area.right]).paddingInner(0.3).paddingOuter(0.2);
  const bar = (value: number | null, at: number, half: number, look: string): Part =>
    value === null
      ? nothing
      : svg`<rect class="bar ${look}" x=${px((x(at) ?? 0) + (half * x.bandwidth()) / 2 + half)} y=${px(y(value))}
          width=${px(Math.max(1, x.bandwidth() / 2 - 1))} height=${px(area.bottom - y(value))} />`;
  return chart(
    name,
    says,
    width,
    monthsHeight,
    svg`${valueAxis(y, area, values, short)}${nameAxis(
      rows.map(({ label }, at) => ({ x: (x(at) ?? 0) + x.bandwidth() / 2, text: label })),
      area,
    )}${rows.map(
      ({ spent, income, planned }, at) =>
        svg`${bar(spent, at, 0, 'b0')}${bar(income, at, 1, 'b1')}${
          planned === null
            ? nothing
            : svg`<line class="limit" x1=${px((x(at) ?? 0) - 3)} x2=${px((x(at) ?? 0) + x.bandwidth() + 3)} y1=${px(y(planned))} y2=${px(y(planned))} />`
        }`,
    )}${key(
      [
        { look: 'b0', word: words.spent },
        { look: 'b1', word: words.income },
        { look: 'limit', word: words.planned, line: true },
      ],
      area,
      monthsHeight - 8,
    )}`,
  );
}

export interface NamedValue {
  readonly name: string;
  readonly value: number;
  /** Past the threshold: a mark beside the value says so. */
  readonly over: boolean;
}

const rowHeight = 24;

/** A bar a name, the highest first, and a dashed line at the threshold. */
export function valueBars(
  name: string,
  says: string,
  rows: readonly NamedValue[],
  limit: { readonly value: number; readonly word: string },
  width: number,
): TemplateResult {
  const height = rows.length * rowHeight + 34;
  const left = Math.min(width * 0.4, Math.max(...rows.map((row) => textWidth(row.name) + 12), 60));
  const area = { left, right: width - 60, top: 28, bottom: height - 6 };
  const x = scaleLinear(
    [0, Math.max(limit.value, max(rows, ({ value }) => value) ?? 0) || 1],
    [area.left, area.right],
  );
  const at = px(x(limit.value));
  return chart(
    name,
    says,
    width,
    height,
    svg`${rows.map(({ name: row, value, over }, n) => {
      const top = area.top + n * rowHeight;
      const end = x(Math.max(0, value));
      return svg`<text x=${px(left - 8)} y=${top + 16} text-anchor="end">${wrap(row, left - 10, 1)[0] ?? ''}</text><rect
        class="bar ${over ? 'b2' : 'b0'}" x=${px(left)} y=${top + 5} width=${px(Math.max(1, end - left))} height="14" />
        ${over ? svg`<path class="warn" d="M${px(end + 8)} ${top + 17}l5 -10l5 10z" />` : nothing}<text class=${over ? 'strong' : ''}
        x=${px(end + (over ? 22 : 8))} y=${top + 16}>${number(value)}</text>`;
    })}<line class="limit" x1=${at} x2=${at} y1=${area.top - 4} y2=${area.bottom} /><text x=${at} y="12" text-anchor=${
      at > width - textWidth(limit.word) / 2 ? 'end' : at < textWidth(limit.word) / 2 ? 'start' : 'middle'
    }>${limit.word}</text>`,
  );
}

const stackBar = 28;

/** Shares of a whole, a bar a state; each part carries the number that the table beside it has. */
export function shareBars(
  name: string,
  says: string,
  bars: readonly { readonly label: string; readonly shares: readonly (number | null)[] }[],
  width: number,
): TemplateResult {
  const left = Math.min(width * 0.32, Math.max(...bars.map(({ label }) => textWidth(label) + 12)));
  const parts = (bars[0]?.shares ?? []).map((_, at) => at);
  const stacked = stack<(typeof bars)[number], number>()
    .keys(parts)
    .value((bar, part) => bar.shares[part] ?? 0)([...bars]);
  const whole = Math.max(1, max(stacked.flat(), ([, to]) => to) ?? 1);
  const x = scaleLinear([0, whole], [left, width - 2]);
  const height = bars.length * (stackBar + 14) + 4;
  return chart(
    name,
    says,
    width,
    height,
    svg`${bars.map(({ label }, n) => {
      const lines = wrap(label, left - 8);
      const middle = n * (stackBar + 14) + stackBar / 2 + 4;
      return svg`${lines.map((line, at) => svg`<text x="0" y=${px(middle + 4 + (at - (lines.length - 1) / 2) * 13)}>${line}</text>`)}`;
    })}${stacked.map((series, part) =>
      series.map(([from, to], n) => {
        const wide = x(to) - x(from);
        const top = n * (stackBar + 14) + 4;
        return wide < 0.5
          ? nothing
          : svg`<rect class="bar part p${part % 6}" x=${px(x(from))} y=${top} width=${px(Math.max(0.5, wide - 1))} height=${stackBar} />${
              wide > 18
                ? svg`<text class="strong" x=${px(x(from) + wide / 2)} y=${top + stackBar / 2 + 4} text-anchor="middle">${part + 1}</text>`
                : nothing
            }`;
      }),
    )}`,
  );
}
