/** Who holds the company now and after the rounds that are planned, who may pay, and what the money is for. */
import { soldShare } from '../../project/plan-checks.ts';
import { type Plan, planFile } from '../../project/plans.ts';
import type { Card, Figures } from '../model.ts';
import { cardOf, isPast, readable, type Sources, sumOf, words } from '../sources.ts';
import { type ReportWords, reportWords } from '../words.ts';

type Funding = Plan<'funding'>;
type Round = Funding['rounds'][number];
type Shown = Figures<'funding'>;

const stages = ['listed', 'contacted', 'met', 'diligence', 'term-sheet', 'closed', 'declined'] as const;
/** Stages in which nobody is waited for. */
const over = new Set<(typeof stages)[number]>(['closed', 'declined']);

export function fundingCard(sources: Sources): Card<'funding'> {
  const { plans, language } = sources;
  return cardOf<'funding', Funding>(planFile('funding'), plans.funding, language, (funding) =>
    isBlank(funding) ? null : figures(funding, sources),
  );
}

function isBlank({
  goal,
  cap_table: table,
  rounds,
  channels,
  investors,
  use,
  receivables,
}: Funding): boolean {
  const filled = [
    goal.amount,
    goal.months,
    ...table.map(({ share }) => share),
    ...use.map(({ amount }) => amount),
  ];
  const lists = [rounds, channels, investors, receivables];
  return filled.every((one) => one === null) && lists.every((list) => list.length === 0);
}

function figures(funding: Funding, { plans, today, language }: Sources): Shown {
  const speak = reportWords(language);
  const milestones = readable(plans.timeline)?.milestones ?? [];
  const titleOf = (id: string | null) => words(milestones.find((one) => one.id === id)?.title) || words(id);
  const { goal, rounds, use } = funding;
  const used = sumOf(use.map(({ amount }) => amount));
  return {
    currency: funding.currency,
    asOf: funding.as_of,
    goal: {
      amount: goal.amount,
      milestone: titleOf(goal.milestone),
      months: goal.months,
      marginMonths: goal.margin_months,
      closed: amountOf(rounds.filter(({ state }) => state === 'closed')),
      planned: amountOf(rounds.filter(({ state }) => state !== 'closed')),
    },
    holders: holdersOf(funding, speak),
    sum: sumOf(funding.cap_table.map(({ share }) => share)),
    rounds: rounds.map((round) => roundOf(round, speak, today)),
    channels: funding.channels.map(({ id, title, owner, by }) => ({
      id,
      title: words(title) || id,
      owner: words(owner),
      by,
      late: isPast(by, today),
    })),
    pipeline: stages.map((stage) => ({
      stage,
      label: speak(`stage.${stage}`),
      investors: funding.investors
        .filter((one) => one.stage === stage)
        .map(({ id, name, kind, owner, next }) => ({
          id,
          name: words(name) || id,
          kind: words(kind),
          owner: words(owner),
          next,
          late: !over.has(stage) && isPast(next, today),
        })),
    })),
    use: use.map(({ name, amount, milestone }) => ({
      name: words(name),
      amount,
      milestone: titleOf(milestone),
    })),
    used,
    left: used === null || goal.amount === null ? null : goal.amount - used,
    receivables: funding.receivables.map(({ id, customer, amount, due, paid }) => ({
      id,
      customer: words(customer) || id,
      amount,
      due,
      paid,
      late: !paid && isPast(due, today),
    })),
  };
}

function amountOf(rounds: readonly Round[]): number {
  return rounds.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

function roundOf(round: Round, speak: ReportWords, today: string): Shown['rounds'][number] {
  const { id, title, instrument, amount, pre_money: preMoney, pool, date, state } = round;
  return {
    id,
    title: words(title) || id,
    instrument,
    instrumentLabel: speak(`instrument.${instrument}`),
    amount,
    preMoney,
    pool,
    share: soldShare(round),
    date,
    state,
    stateLabel: speak(`round.${state}`),
    late: state !== 'closed' && isPast(date, today),
  };
}

/**
 * Shares of today, and after the rounds that are not closed. SAFEs and notes become shares together at the next round
 * of equity, before its money and its pool; each takes its part of all that there is then, so that they do not dilute
 * one another. What is closed already stands in the cap table.
 */
function holdersOf({ cap_table: table, rounds }: Funding, speak: ReportWords): Shown['holders'] {
  const today = table.map(({ holder, share }, index) => ({
    holder: words(holder) || String(index + 1),
    now: share,
  }));
  const after = dilute(
    today.map(({ holder, now }) => ({ holder, share: now })),
    rounds.filter(({ state }) => state !== 'closed'),
    (name) => speak('pool', { round: name }),
  );
  return after.map(({ holder, share }, index) => ({
    holder,
    now: index < today.length ? (today[index]?.now ?? null) : 0,
    after: share,
  }));
}

export interface Holding {
  readonly holder: string;
  /** Part of 1; null where unknown. */
  readonly share: number | null;
}

/** `holders` after `rounds`, in the order of their dates, with those who come in. All null where one is unknown. */
export function dilute(
  holders: readonly Holding[],
  rounds: readonly Round[],
  poolName: (round: string) => string,
): readonly Holding[] {
  let now: readonly Holding[] = holders;
  for (const group of groupsOf([...rounds].sort(byDate))) {
    const joining = group.flatMap((round): readonly Holding[] => {
      const name = words(round.title) || round.id;
      const pool = round.pool ?? 0;
      return [
        { holder: name, share: soldShare(round) },
        ...(pool > 0 ? [{ holder: poolName(name), share: pool }] : []),
      ];
    });
    const taken = sumOf(joining.map(({ share }) => share));
    const left = taken === null || taken >= 1 ? null : 1 - taken;
    now = [
      ...now.map(({ holder, share }) => ({
        holder,
        share: share === null || left === null ? null : share * left,
      })),
      ...joining,
    ];
  }
  const known = now.every(({ share }) => share !== null);
  return known ? now : now.map(({ holder }) => ({ holder, share: null }));
}

/** A round of equity by itself; the SAFEs and notes between two of them together; what buys no share not at all. */
function groupsOf(rounds: readonly Round[]): readonly (readonly Round[])[] {
  const groups: Round[][] = [];
  let converting: Round[] = [];
  for (const round of rounds) {
    if (round.instrument === 'equity') {
      groups.push(converting, [round]);
      converting = [];
    } else if (soldShare(round) !== 0) {
      converting.push(round);
    }
  }
  return [...groups, converting].filter((group) => group.length > 0);
}

/** A round without a date comes last. */
function byDate(a: Round, b: Round): number {
  return (a.date ?? '9999').localeCompare(b.date ?? '9999');
}
