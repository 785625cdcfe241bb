/** The money card: how long the cash lasts, the months so far against the plan, and what training costs. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { monthChart } from '../charts/bars.ts';
import { money, months, none, number, percent } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { plain, richText } from '../shared/rich.ts';
import { say, sentences, tell } from '../shared/words.ts';
import { behind, type Cell, dayText, facts, flag, heads, sentence, shareLine } from './card.ts';
import type { Scene } from './scene.ts';

type Money = Figures<'money'>;

function runwayWords({ runway, until, burn }: Money, scene: Scene): string {
  if (burn !== null && burn <= 0) return tell('money.gains');
  if (runway === null) return say('money.unknown');
  const value = months(runway);
  return until === null
    ? say('money.lasts', { months: value })
    : say('money.lastsUntil', { months: value, date: dayText(until, scene) });
}

function aliveFlag({ defaultAlive }: Money): Cell {
  if (defaultAlive === null) return none;
  return defaultAlive ? flag(['pass', 'c-ok'], tell('yes')) : flag(['warning', 'c-warn'], tell('no'));
}

function cash(figures: Money, scene: Scene): TemplateResult {
  const { currency, burnFrom, burn, asOf, funding } = figures;
  const burnWord =
    burnFrom === null ? 'money.burn' : burnFrom === 'actual' ? 'money.burnActual' : 'money.burnPlan';
  return facts([
    [tell('money.runway'), html`<strong class="big">${months(figures.runway)}</strong>`],
    [tell('money.until'), dayText(figures.until, scene)],
    [tell('money.cash'), money(figures.cash, currency)],
    [tell('money.asOf'), dayText(asOf, scene)],
    [tell(burnWord), money(burn, currency)],
    [tell('money.funding'), money(funding, currency)],
    [tell('money.defaultAlive'), aliveFlag(figures)],
  ]);
}

function training({ training: cost, currency }: Money): TemplateResult {
  const from = cost.from === null ? '' : say(cost.from === 'measured' ? 'money.measured' : 'money.assumed');
  return html`<div><h3>${say('money.training')}</h3>${facts([
    [tell('money.trainingEstimate'), money(cost.estimate, currency)],
    [tell('money.trainingBudget'), money(cost.budget, currency)],
    [tell('money.trainingShare'), percent(cost.share)],
  ])}${cost.share === null ? nothing : shareLine(cost.share)}${facts([
    [tell('money.trainingSearch'), money(cost.search, currency)],
    [
      tell('money.trainingHours'),
      cost.gpu ? `${number(cost.gpuHours)} · ${cost.gpu}` : number(cost.gpuHours),
    ],
    [tell('money.trainingSpent'), money(cost.spent, currency)],
  ])}${from ? html`<p class="note">${from}</p>` : nothing}${
    cost.says ? html`<p class="note">${flag(['info', 'c-info'], plain(cost.says))}</p>` : nothing
  }</div>`;
}

function monthWords({ months: all, currency }: Money): string {
  const known = all.filter(({ spent, planned }) => spent !== null && planned !== null);
  if (known.length === 0) return '';
  const spent = known.reduce((sum, one) => sum + (one.spent ?? 0), 0);
  const planned = known.reduce((sum, one) => sum + (one.planned ?? 0), 0);
  const word = spent > planned ? 'money.over' : spent < planned ? 'money.under' : 'money.asPlanned';
  return say(word, {
    n: known.length,
    spent: money(spent, currency),
    difference: money(Math.abs(spent - planned), currency),
  });
}

/** The newest months that have room beside each other. */
const mostMonths = 18;

function monthly(figures: Money, scene: Scene): Part {
  const { months: all, currency } = figures;
  if (all.length === 0) return html`<p class="empty">${richText(say('money.noMonths'))}</p>`;
  const shown = all.slice(-mostMonths);
  const words = { spent: tell('col.spent'), income: tell('col.income'), planned: say('money.plannedSpend') };
  const title = say('money.months');
  const says = monthWords(figures);
  const columns = heads(
    ['month', 'spent', 'income', 'training', 'planned'],
    ['spent', 'income', 'training', 'planned'],
  );
  return html`<h3>${title}</h3>${sentence(says)}${scene.plot('months', (width) =>
    monthChart(
      title,
      plain(says),
      shown.map(({ month, ...amounts }) => ({ label: month, ...amounts })),
      words,
      width,
    ),
  )}${behind(scene, 'months', title, columns, () =>
    all.map(({ month, spent, income, training: trained, planned }) => [
      month,
      ...[spent, income, trained, planned].map((one) => money(one, currency)),
    ]),
  )}`;
}

function planned(figures: Money, scene: Scene): Part {
  const { lines, income, currency, plannedSpend, plannedIncome } = figures;
  if (lines.length + income.length === 0) return nothing;
  const title = say('money.planned');
  const part = (of: Money['lines'], sum: number | null, kind: string): Cell[][] =>
    of.length === 0
      ? []
      : [
          ...of.map(({ name, amount }) => [name || none, kind, money(amount, currency)]),
          [
            html`<strong>${tell('funding.sum')}</strong>`,
            kind,
            html`<strong>${money(sum, currency)}</strong>`,
          ],
        ];
  const rows = () => [
    ...part(lines, plannedSpend, tell('col.spent')),
    ...part(income, plannedIncome, tell('col.income')),
  ];
  return behind(scene, 'planned', title, heads(['item', 'kind', 'amount'], ['amount']), rows, title);
}

export function moneyBody(figures: Money, scene: Scene): TemplateResult {
  const alive =
    figures.defaultAlive === null ? '' : say(figures.defaultAlive ? 'money.alive' : 'money.notAlive');
  return html`${sentence(sentences([runwayWords(figures, scene), alive]))}<div class="split three"><div>${cash(figures, scene)}</div>${training(
    figures,
  )}<div class="wide">${monthly(figures, scene)}${planned(figures, scene)}</div></div>`;
}
