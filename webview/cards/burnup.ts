/** The burn-up card: where the work stands against the plan, in words, as a chart and as a table. */
import { html } from 'lit';
import { type BurnUp, burnUpChart } from '../charts/burnup.ts';
import { heldOn, lineOn } from '../charts/series.ts';
import { dayName } from '../shared/dates.ts';
import { none, number } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { plain } from '../shared/rich.ts';
import { language, say, sayCount, sentences } from '../shared/words.ts';
import { behind, frame, type Head, sentence } from './card.ts';
import type { Scene } from './scene.ts';

export interface Standing {
  readonly done: number;
  readonly all: number;
  readonly toConfirm: number;
  readonly burnup: BurnUp | null;
}

/** What the chart says, in a sentence or three. */
export function burnUpSentence(
  { done, all, toConfirm }: Standing,
  { ahead, finish }: BurnUp,
  now: number,
): string {
  const steps = Math.round(Math.abs(ahead ?? 0));
  const place =
    ahead === null
      ? say('burn.plain', { done, all })
      : steps === 0
        ? say('burn.onPlan')
        : sayCount(ahead > 0 ? 'burn.ahead' : 'burn.behind', steps);
  const confirm = toConfirm > 0 ? sayCount('burn.confirm', toConfirm, { sum: done + toConfirm }) : '';
  const end =
    finish !== null && done < all ? say('burn.finish', { date: dayName(finish, language(), now) }) : '';
  return sentences([place, confirm, end]);
}

function description(burnup: BurnUp, now: number): string {
  const planned = burnup.plan ? lineOn(burnup.plan, burnup.today) : null;
  const n = heldOn(burnup.done, burnup.today) ?? 0;
  const values = { n, scope: burnup.scope.at(-1)?.steps ?? 0, date: dayName(burnup.today, language(), now) };
  return planned === null
    ? say('burn.description', values)
    : say('burn.description.plan', { ...values, plan: Math.round(planned) });
}

function days({ done, scope, plan, today }: BurnUp, now: number): string[][] {
  const all = [...new Set([...done, ...scope, ...(plan ?? []), { day: today }].map(({ day }) => day))].sort();
  const cell = (value: number | null): string => (value === null ? none : number(Number(value.toFixed(1))));
  return all.map((day) => [
    dayName(day, language(), now),
    ...(plan ? [cell(lineOn(plan, day))] : []),
    cell(day > today ? null : heldOn(done, day)),
    cell(heldOn(scope, day)),
  ]);
}

function columns({ plan }: BurnUp): Head[] {
  const figures = [...(plan ? [say('burn.plan')] : []), say('look.done'), say('burn.scope.head')];
  return [{ text: say('burn.date') }, ...figures.map((text) => ({ text, number: true }))];
}

/** The card. It starts with the first step that is done. */
export function burnUpCard(standing: Standing, scene: Scene, span: 's8' | 's12' = 's8'): Part {
  const { burnup } = standing;
  const title = say('burn.title');
  const { now } = scene;
  if (!burnup?.done.some((point) => point.steps > 0))
    return frame('burn', title, span, html`<p class="empty">${say('burn.empty')}</p>`);
  const says = burnUpSentence(standing, burnup, now);
  const draw = (width: number) =>
    burnUpChart(burnup, `${plain(says)} ${description(burnup, now)}`, width, now);
  return frame('burn', title, span, [
    sentence(says),
    scene.plot('burn', draw),
    behind(scene, 'burn', title, columns(burnup), () => days(burnup, now)),
  ]);
}
