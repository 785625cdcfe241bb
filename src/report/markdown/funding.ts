/** The funding card as Markdown. */
import type { Figures } from '../model.ts';
import { type Format, table } from './format.ts';

type Lines = readonly string[];
type Funding = Figures<'funding'>;

export function funding(figures: Funding, format: Format): Lines {
  const parts = [goal, holders, rounds, pipeline, channels, use, receivables];
  return parts.flatMap((part) => {
    const lines = part(figures, format);
    return lines.length === 0 ? [] : [...lines, ''];
  });
}

function goal({ currency, asOf, goal: wanted, used, left }: Funding, format: Format): Lines {
  const { say } = format;
  const amount = (value: number | null) => format.money(value, currency);
  return table(
    [say('col.item'), say('col.value')],
    [
      [say('money.asOf'), format.day(asOf)],
      [say('funding.goal'), amount(wanted.amount)],
      [say('funding.milestone'), format.text(wanted.milestone)],
      [say('funding.lasts'), format.months(wanted.months)],
      [say('funding.margin'), format.months(wanted.marginMonths)],
      [say('funding.closed'), amount(wanted.closed)],
      [say('funding.planned'), amount(wanted.planned)],
      [say('funding.used'), amount(used)],
      [say('funding.left'), amount(left)],
    ],
    [1],
  );
}

function holders({ holders: list, sum }: Funding, format: Format): Lines {
  const { say } = format;
  const after = list.reduce<number | null>(
    (total, one) => (total === null || one.after === null ? null : total + one.after),
    0,
  );
  return list.length === 0
    ? []
    : table(
        [say('col.holder'), say('col.now'), say('col.after')],
        [
          ...list.map(({ holder, now, after: later }) => [
            format.text(holder),
            format.percent(now),
            format.percent(later),
          ]),
          [say('funding.sum'), format.percent(sum), format.percent(after)],
        ],
        [1, 2],
      );
}

function rounds({ rounds: list, currency }: Funding, format: Format): Lines {
  const { say } = format;
  const heads = (
    ['round', 'instrument', 'amount', 'preMoney', 'pool', 'share', 'date', 'state'] as const
  ).map((name) => say(`col.${name}`));
  const rows = list.map(
    ({ title, instrumentLabel, amount, preMoney, pool, share, date, stateLabel, late }) => [
      format.text(title),
      instrumentLabel,
      format.money(amount, currency),
      format.money(preMoney, currency),
      format.percent(pool),
      format.percent(share),
      format.day(date, late),
      stateLabel,
    ],
  );
  return list.length === 0 ? [] : table(heads, rows, [2, 3, 4, 5]);
}

/** Only stages in which somebody is. */
function pipeline({ pipeline: stages }: Funding, format: Format): Lines {
  const { say } = format;
  const rows = stages
    .filter(({ investors }) => investors.length > 0)
    .map(({ label, investors }) => [
      label,
      String(investors.length),
      investors.map(({ name }) => format.text(name)).join(', '),
    ]);
  return rows.length === 0 ? [] : table([say('col.stage'), '', say('col.investors')], rows, [1]);
}

function channels({ channels: list }: Funding, format: Format): Lines {
  const { say } = format;
  const rows = list.map(({ title, owner, by, late }) => [
    format.text(title),
    format.text(owner),
    format.day(by, late),
  ]);
  return list.length === 0 ? [] : table([say('col.channel'), say('col.owner'), say('col.by')], rows);
}

function use({ use: list, currency }: Funding, format: Format): Lines {
  const { say } = format;
  const rows = list.map(({ name, amount, milestone }) => [
    format.text(name),
    format.money(amount, currency),
    format.text(milestone),
  ]);
  return list.length === 0 ? [] : table([say('col.use'), say('col.amount'), say('col.milestone')], rows, [1]);
}

function receivables({ receivables: list, currency }: Funding, format: Format): Lines {
  const { say } = format;
  const rows = list.map(({ customer, amount, due, paid, late }) => [
    format.text(customer),
    format.money(amount, currency),
    format.day(due, late),
    say(paid ? 'yes' : 'no'),
  ]);
  const heads = (['customer', 'amount', 'due', 'paid'] as const).map((name) => say(`col.${name}`));
  return list.length === 0 ? [] : table(heads, rows, [1]);
}
