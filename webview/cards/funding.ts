/** The funding card: the goal, who holds the company before and after, who may pay, and what for. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { shareBars } from '../charts/bars.ts';
import { money, months, none, percent } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { say, tell } from '../shared/words.ts';
import { behind, dayText, dueText, facts, flag, heads, sentence, table } from './card.ts';
import { counts } from './plan.ts';
import type { Scene } from './scene.ts';

type Funding = Figures<'funding'>;

function goal({ goal: wanted, asOf, currency, used, left }: Funding, scene: Scene): TemplateResult {
  return facts([
    [tell('funding.goal'), money(wanted.amount, currency)],
    [tell('funding.milestone'), wanted.milestone || none],
    [tell('funding.lasts'), months(wanted.months)],
    [tell('funding.margin'), months(wanted.marginMonths)],
    [tell('funding.closed'), money(wanted.closed, currency)],
    [tell('funding.planned'), money(wanted.planned, currency)],
    [tell('funding.used'), money(used, currency)],
    [tell('funding.left'), money(left, currency)],
    [tell('money.asOf'), dayText(asOf, scene)],
  ]);
}

function capTable({ holders, sum }: Funding, scene: Scene): Part {
  if (holders.length === 0) return nothing;
  const title = say('funding.cap');
  const bars = [
    { label: tell('col.now'), shares: holders.map(({ now }) => now) },
    { label: tell('col.after'), shares: holders.map(({ after }) => after) },
  ];
  const after = holders.reduce<number | null>(
    (total, one) => (total === null || one.after === null ? null : total + one.after),
    0,
  );
  const rows = holders.map(({ holder, now, after: later }, at) => [
    `${at + 1} ${holder}`,
    percent(now),
    percent(later),
  ]);
  const says = say('funding.capSay');
  return html`<h3>${title}</h3>${sentence(says)}${scene.plot('cap', (width) => shareBars(title, says, bars, width))}${table(
    title,
    heads(['holder', 'now', 'after'], ['now', 'after']),
    [...rows, [html`<strong>${tell('funding.sum')}</strong>`, percent(sum), percent(after)]],
  )}`;
}

function rounds({ rounds: list, currency }: Funding, scene: Scene): Part {
  if (list.length === 0) return nothing;
  const figures = ['amount', 'preMoney', 'pool', 'share'] as const;
  const columns = heads(['round', 'instrument', ...figures, 'date', 'state'], figures);
  const rows = list.map((one) => [
    one.title,
    one.instrumentLabel,
    money(one.amount, currency),
    money(one.preMoney, currency),
    percent(one.pool),
    percent(one.share),
    dueText(one.date, one.late, scene),
    one.stateLabel,
  ]);
  const title = say('funding.rounds');
  return html`<h3>${title}</h3>${table(title, columns, rows)}`;
}

function pipeline({ pipeline: stages, channels }: Funding, scene: Scene): Part {
  const people = stages.flatMap(({ label, investors }) => investors.map((one) => ({ ...one, label })));
  if (people.length + channels.length === 0) return nothing;
  const title = say('funding.pipeline');
  const late = people.filter((one) => one.late).length;
  const rows = () =>
    people.map(({ name, label, kind, owner, next, late: isLate }) => [
      name,
      label,
      kind || none,
      owner || none,
      dueText(next, isLate, scene),
    ]);
  const columns = [...heads(['investors', 'stage', 'kind', 'owner']), { text: say('funding.next') }];
  return html`<h3>${title}</h3>${sentence(say('funding.pipelineSay', { n: people.length, late }))}${counts(
    stages.map(({ label, investors }) => [label, investors.length] as const),
  )}${people.length > 0 ? behind(scene, 'pipeline', title, columns, rows) : nothing}${
    channels.length > 0
      ? table(
          say('funding.channels'),
          heads(['channel', 'owner', 'by']),
          channels.map(({ title: name, owner, by, late: isLate }) => [
            name,
            owner || none,
            dueText(by, isLate, scene),
          ]),
        )
      : nothing
  }`;
}

function spending({ use, receivables, currency }: Funding, scene: Scene): Part {
  const paid = (done: boolean): TemplateResult =>
    done ? flag(['pass', 'c-ok'], tell('yes')) : flag(['circle-large', 'muted'], tell('no'));
  return html`${
    use.length > 0
      ? behind(
          scene,
          'use',
          say('funding.use'),
          heads(['use', 'amount', 'milestone'], ['amount']),
          () =>
            use.map(({ name, amount, milestone }) => [
              name || none,
              money(amount, currency),
              milestone || none,
            ]),
          say('funding.use'),
        )
      : nothing
  }${
    receivables.length > 0
      ? behind(
          scene,
          'receivables',
          say('funding.receivables'),
          heads(['customer', 'amount', 'due', 'paid'], ['amount']),
          () =>
            receivables.map((one) => [
              one.customer,
              money(one.amount, currency),
              dueText(one.due, one.late, scene),
              paid(one.paid),
            ]),
          say('funding.receivables'),
        )
      : nothing
  }`;
}

export function fundingBody(figures: Funding, scene: Scene): TemplateResult {
  const { goal: wanted, currency } = figures;
  const says =
    wanted.amount === null
      ? ''
      : say('funding.say', { goal: money(wanted.amount, currency), closed: money(wanted.closed, currency) });
  return html`${sentence(says)}<div class="split"><div>${goal(figures, scene)}</div><div>${capTable(figures, scene)}</div></div>${rounds(
    figures,
    scene,
  )}${pipeline(figures, scene)}${spending(figures, scene)}`;
}
