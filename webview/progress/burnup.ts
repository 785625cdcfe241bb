/** The burn-up chart: done, plan and scope over time, with its sentence and its table. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ProgressModel } from '../../src/views/protocol.ts';
import { dayName } from '../shared/dates.ts';
import type { Part } from '../shared/parts.ts';
import { richText } from '../shared/rich.ts';
import { language, say, sayCount } from '../shared/words.ts';
import {
  dayNumber,
  dayTicks,
  heldOn,
  isoDay,
  line,
  lineOn,
  type Scale,
  scale,
  stair,
  ticks,
} from './geometry.ts';
import { plot } from './plot.ts';

type Progress = Extract<ProgressModel, { state: 'progress' }>;
export type BurnUp = NonNullable<Progress['burnup']>;
type Series = readonly { day: string; steps: number }[];

const height = 236;

/** What the chart says, in a sentence or three. */
export function burnUpSentence(model: Progress, burnup: BurnUp, now: number): string {
  const { ahead, finish } = burnup;
  const steps = Math.round(Math.abs(ahead ?? 0));
  const place =
    ahead === null
      ? say('burn.plain', { done: model.done, all: model.all })
      : steps === 0
        ? say('burn.onPlan')
        : sayCount(ahead > 0 ? 'burn.ahead' : 'burn.behind', steps);
  const confirm =
    model.toConfirm > 0
      ? sayCount('burn.confirm', model.toConfirm, { sum: model.done + model.toConfirm })
      : '';
  const end =
    finish !== null && model.done < model.all
      ? say('burn.finish', { date: dayName(finish, language(), now) })
      : '';
  return [place, confirm, end].filter(Boolean).join(language() === 'en' ? ' ' : '');
}

interface Space {
  x: Scale;
  y: Scale;
  from: number;
  to: number;
  right: number;
  bottom: number;
}

function space(burnup: BurnUp, width: number, top: number): Space {
  const all = [burnup.done, burnup.scope, burnup.plan ?? []].flat().map((point) => dayNumber(point.day));
  const today = dayNumber(burnup.today);
  const from = Math.min(today, ...all);
  const to = Math.max(from + 7, today, ...all);
  const [right, bottom] = [width - 14, height - 30];
  return { x: scale([from, to], [28, right]), y: scale([0, top], [bottom, 22]), from, to, right, bottom };
}

const dots = (series: Series, { x, y }: Space) =>
  series.map((point) => ({ x: x(dayNumber(point.day)), y: y(point.steps) }));

function axes(
  { x, y, from, to, right, bottom }: Space,
  values: readonly number[],
  now: number,
): TemplateResult {
  // A label with its year is about 64 px wide, and the outermost two are moved inwards by half of that.
  const labels = dayTicks(from, to, Math.max(2, Math.floor((right - 28) / 112)));
  return svg`${values.map(
    (
      value,
    ) => svg`<line class=${value === 0 ? 'axis' : 'grid'} x1="28" x2=${right} y1=${y(value)} y2=${y(value)} /><text
      x="20" y=${y(value) + 4} text-anchor="end">${value}</text>`,
  )}${labels.map(
    (day, n) =>
      svg`<text x=${x(day)} y=${bottom + 18} text-anchor=${n === 0 ? 'start' : right - x(day) < 24 ? 'end' : 'middle'}>${dayName(
        isoDay(day),
        language(),
        now,
      )}</text>`,
  )}`;
}

function labels(burnup: BurnUp, at: Space, done: number, scope: number): TemplateResult {
  const today = at.x(dayNumber(burnup.today));
  const late = today > at.right - 110;
  const planDay = isoDay(Math.round(at.from + (at.to - at.from) * 0.78));
  const planned = burnup.plan ? lineOn(burnup.plan, planDay) : null;
  return svg`<text x=${today - 6} y=${late ? at.bottom - 6 : 12} text-anchor=${today < 80 ? 'start' : 'end'}>${say('burn.today')}</text>
    <text class="strong" x=${late ? today - 10 : today + 10} y=${at.y(done) + (late ? -10 : 4)} text-anchor=${late ? 'end' : 'start'}>${say(
      'burn.done',
      { n: done },
    )}</text>
    <text x=${at.right} y=${at.y(scope) - 6} text-anchor="end">${say('burn.scope', { n: scope })}</text>
    ${
      planned === null
        ? nothing
        : svg`<text x=${at.x(dayNumber(planDay)) - 10} y=${at.y(planned) - 4} text-anchor="end">${say('burn.plan')}</text>`
    }`;
}

function description(burnup: BurnUp, done: number, scope: number, now: number): string {
  const planned = burnup.plan ? lineOn(burnup.plan, burnup.today) : null;
  const values = { n: done, scope, date: dayName(burnup.today, language(), now) };
  return planned === null
    ? say('burn.description', values)
    : say('burn.description.plan', { ...values, plan: Math.round(planned) });
}

function chart(burnup: BurnUp, width: number, now: number): TemplateResult {
  const most = Math.max(...[burnup.done, burnup.scope, burnup.plan ?? []].flat().map((point) => point.steps));
  const values = ticks(most, 5, true);
  const at = space(burnup, width, values.at(-1) ?? most);
  const today = at.x(dayNumber(burnup.today));
  const done = heldOn(burnup.done, burnup.today) ?? 0;
  const scope = burnup.scope.at(-1)?.steps ?? 0;
  const path = stair(dots(burnup.done, at), today);
  const start = at.x(dayNumber(burnup.done[0]?.day ?? burnup.today));
  return html`<svg class="chart" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="burn-t burn-d">
    <title id="burn-t">${say('burn.title')}</title><desc id="burn-d">${description(burnup, done, scope, now)}</desc>
    ${axes(at, values, now)}
    <path class="area" d="${path}V${at.bottom}H${start}Z" />
    <path class="scope" d=${stair(dots(burnup.scope, at), at.right)} />
    ${burnup.plan ? svg`<path class="plan" d=${line(dots(burnup.plan, at))} />` : nothing}
    <line class="today" x1=${today} x2=${today} y1="16" y2=${at.bottom} />
    <path class="done" d=${path} /><circle class="dot" cx=${today} cy=${at.y(done)} r="5" />
    ${labels(burnup, at, done, scope)}</svg>`;
}

const cell = (value: number | null): TemplateResult =>
  html`<td class="num">${value === null ? '–' : Number(value.toFixed(1))}</td>`;

function table(burnup: BurnUp, now: number): TemplateResult {
  const plan = burnup.plan;
  const days = [
    ...new Set([...burnup.done, ...(plan ?? []), { day: burnup.today }].map(({ day }) => day)),
  ].sort();
  return html`<details class="data"><summary>${say('asTable')}</summary><div class="scroll" role="region" tabindex="0" aria-label=${say('table.of', { name: say('burn.title') })}><table>
    <thead><tr><th scope="col">${say('burn.date')}</th>${plan ? html`<th scope="col" class="num">${say('burn.plan')}</th>` : nothing}
      <th scope="col" class="num">${say('look.done')}</th><th scope="col" class="num">${say('burn.scope.head')}</th></tr></thead>
    <tbody>${days.map(
      (day) =>
        html`<tr><td>${dayName(day, language(), now)}</td>${plan ? cell(lineOn(plan, day)) : nothing}${cell(
          day > burnup.today ? null : heldOn(burnup.done, day),
        )}${cell(heldOn(burnup.scope, day))}</tr>`,
    )}</tbody></table></div></details>`;
}

/** The card. It starts with the first step that is done. */
export function burnUpCard(model: Progress, now: number): Part {
  const burnup = model.burnup;
  const started = burnup?.done.some((point) => point.steps > 0) === true;
  return html`<section class="card s8" aria-labelledby="h-burn"><h2 id="h-burn">${say('burn.title')}</h2>${
    burnup && started
      ? html`<p class="say">${richText(burnUpSentence(model, burnup, now))}</p>
          ${plot('burn', (width) => chart(burnup, width, now))}${table(burnup, now)}`
      : html`<p class="empty">${say('burn.empty')}</p>`
  }</section>`;
}
