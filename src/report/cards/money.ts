/** Cash, what it lasts for, and what training costs against its budget. */
import { type Plan, planFile } from '../../project/plans.ts';
import { say } from '../../project/words.ts';
import type { Card, Figures } from '../model.ts';
import { cardOf, reportFile, type Sources, sumOf, words } from '../sources.ts';
import { reportWords } from '../words.ts';

type Budget = Plan<'budget'>;
type Training = Figures<'money'>['training'];

/** Months that the burn is the mean of; as many are needed before what was spent counts for more than the plan. */
const recent = 3;
/** How far ahead it is worth asking whether income overtakes cost. */
const horizonMonths = 120;
const daysAMonth = 365.25 / 12;
/** A century: what lasts longer has no last day. */
const mostMonths = 1200;

export function moneyCard(sources: Sources): Card<'money'> {
  const { plans, language } = sources;
  return cardOf<'money', Budget>(planFile('budget'), plans.budget, language, (budget) =>
    isBlank(budget) ? null : figures(budget, sources),
  );
}

function isBlank({ cash, funding, monthly, income = [], actual = [], training }: Budget): boolean {
  const amounts = [cash, funding, training.budget, ...[...monthly, ...income].map(({ amount }) => amount)];
  return actual.length === 0 && amounts.every((amount) => amount === null);
}

function figures(budget: Budget, sources: Sources): Figures<'money'> {
  const { currency, as_of: asOf, cash, funding, monthly, income = [] } = budget;
  const plannedSpend = sumOf(monthly.map(({ amount }) => amount));
  const plannedIncome = income.length === 0 ? 0 : sumOf(income.map(({ amount }) => amount));
  const months = [...(budget.actual ?? [])].sort((a, b) => (a.month < b.month ? -1 : 1));
  const known = months.flatMap(({ month, spent, income: came }) =>
    // A month without income written down is one without income: the careful reading.
    spent === null ? [] : [{ month, spent, income: came ?? 0 }],
  );
  const last = known.length < recent ? [] : known.slice(-recent);
  const burn = netBurn(last, plannedSpend, plannedIncome);
  return {
    currency,
    asOf,
    cash,
    funding,
    burn,
    burnFrom: burn === null ? null : last.length > 0 ? 'actual' : 'plan',
    ...runwayOf(cash, burn, asOf),
    defaultAlive: isDefaultAlive(cash, last),
    lines: monthly.map(({ name, amount }) => ({ name: words(name), amount })),
    income: income.map(({ name, amount }) => ({ name: words(name), amount })),
    plannedSpend,
    plannedIncome,
    months: months.map(({ month, spent, income: came, training }) => ({
      month,
      spent,
      income: came,
      training,
      planned: plannedSpend,
    })),
    training: trainingOf(budget, sources),
  };
}

export interface Month {
  /** `2026-10`. */
  readonly month: string;
  readonly spent: number;
  readonly income: number;
}

/** Net a month: the mean of the months given, else what is planned; null where neither is known. */
export function netBurn(
  months: readonly Month[],
  plannedSpend: number | null,
  plannedIncome: number | null,
): number | null {
  if (months.length > 0) {
    return months.reduce((sum, { spent, income }) => sum + spent - income, 0) / months.length;
  }
  return plannedSpend === null || plannedIncome === null ? null : plannedSpend - plannedIncome;
}

/** Months that cash lasts, to a tenth, rounded down and at most a century; and the last day of them. */
export function runwayOf(
  cash: number | null,
  burn: number | null,
  asOf: string | null,
): { readonly runway: number | null; readonly until: string | null } {
  if (cash === null || burn === null || burn <= 0) {
    return { runway: null, until: null };
  }
  const exact = Math.min(cash / burn, mostMonths);
  const days = Math.floor(exact * daysAMonth);
  const until =
    asOf === null || exact === mostMonths
      ? null
      : new Date(Date.parse(asOf) + days * 86_400_000).toISOString().slice(0, 10);
  const tenths = Math.floor(exact * 10) / 10;
  // A quotient that was rounded up on its way here would promise cash that is not there.
  return { runway: tenths * burn <= cash ? tenths : Math.max(0, Math.floor(exact * 10 - 1) / 10), until };
}

/**
 * Whether the company reaches profit on the cash that is left, if cost stays what it is and income grows as it does
 * (P. Graham, Default Alive or Default Dead?, 2015). Null without three months of figures, or where growth from
 * nothing has no rate.
 */
export function isDefaultAlive(cash: number | null, months: readonly Month[]): boolean | null {
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined || months.length < recent) {
    return null;
  }
  const cost = months.reduce((sum, { spent }) => sum + spent, 0) / months.length;
  if (last.income >= cost) {
    return true;
  }
  if (cash === null || (first.income === 0 && last.income > 0)) {
    return null;
  }
  const span = Math.max(1, monthsBetween(first.month, last.month));
  const growth = first.income === 0 ? 0 : (last.income / first.income) ** (1 / span) - 1;
  let left = cash;
  let income = last.income;
  for (let month = 0; growth > 0 && month < horizonMonths; month++) {
    income *= 1 + growth;
    if (income >= cost) {
      return true;
    }
    left += income - cost;
    if (left < 0) {
      return false;
    }
  }
  return false;
}

function monthsBetween(from: string, to: string): number {
  const count = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return count(to) - count(from);
}

function trainingOf(budget: Budget, sources: Sources): Training {
  const cost = sources.reports.cost;
  const found = cost.kind === 'ok' ? cost.value.result : undefined;
  // An estimate in other money says nothing of this budget.
  const report = found !== undefined && sameMoney(found.currency, budget.currency) ? found : undefined;
  const { budget: limit, gpu } = budget.training;
  const spent = (budget.actual ?? []).flatMap(({ training }) => (training === null ? [] : [training]));
  const estimate = report?.run.amount ?? null;
  const share = estimate === null || limit === null || limit === 0 ? null : estimate / limit;
  return {
    budget: limit,
    estimate,
    search: report?.tuning.amount ?? null,
    gpuHours: report?.run.gpu_hours ?? null,
    spent: sumOf(spent),
    share,
    gpu: report?.gpu ?? words(gpu),
    from: report?.mfu_from ?? null,
    says: remark(budget, share, sources),
  };
}

function sameMoney(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Why there is no estimate, or what does not fit; '' where all is well. */
function remark(budget: Budget, share: number | null, { reports, language }: Sources): string {
  const speak = reportWords(language);
  const { cost } = reports;
  switch (cost.kind) {
    case 'missing':
      return speak('money.noEstimate');
    case 'invalid': {
      const { line, message } = cost;
      return speak('problem', { file: reportFile('cost'), line, says: say(message, language) });
    }
    case 'ok': {
      const { result } = cost.value;
      if (!sameMoney(result.currency, budget.currency)) {
        return speak('money.otherCurrency', { currency: result.currency });
      }
      if (result.run.amount === null) {
        return speak('money.noPrice');
      }
      return share !== null && share > 1 ? speak('money.overBudget') : '';
    }
  }
}
