/** Roles and who holds them; goals and whether they are met. */
import { type Plan, planFile } from '../../project/plans.ts';
import type { Card, Figures } from '../model.ts';
import { cardOf, isPast, type ReportResults, readable, type Sources, words } from '../sources.ts';
import { metricLabel } from '../words.ts';
import { directionOf } from './metric.ts';

export function teamCard({ plans, today, language }: Sources): Card<'team'> {
  return cardOf<'team', Plan<'team'>>(planFile('team'), plans.team, language, ({ roles }) =>
    roles.length === 0 ? null : teamFigures(roles, today),
  );
}

function teamFigures(source: Plan<'team'>['roles'], today: string): Figures<'team'> {
  const roles = source.map(({ id, title, person, by }) => ({
    id,
    title: words(title) || id,
    person: words(person),
    by,
    late: words(person) === '' && isPast(by, today),
  }));
  const names = [...new Set(roles.map(({ person }) => person))].filter((name) => name !== '');
  return {
    roles,
    people: names.map((name) => ({
      name,
      roles: roles.filter(({ person }) => person === name).map(({ title }) => title),
    })),
    open: roles.filter(({ person }) => person === '').length,
    late: roles.filter(({ late }) => late).length,
  };
}

export function goalsCard(sources: Sources): Card<'goals'> {
  const { plans, language } = sources;
  return cardOf<'goals', Plan<'goals'>>(planFile('goals'), plans.goals, language, ({ goals }) =>
    goals.length === 0 ? null : goalFigures(goals, sources),
  );
}

function goalFigures(
  source: Plan<'goals'>['goals'],
  { reports, language, today }: Sources,
): Figures<'goals'> {
  const target = readable(reports.metrics)?.result.target ?? null;
  const goals = source.map(({ id, title, metric, target: wanted, by, owner }) => {
    const name = words(metric);
    const direction = directionOf(name, target) ?? 'higher';
    const value = reached(name, reports);
    const met =
      value === null || wanted === null ? null : direction === 'lower' ? value <= wanted : value >= wanted;
    return {
      id,
      title: words(title) || id,
      metric: name,
      metricLabel: metricLabel(name, language),
      target: wanted,
      direction,
      by,
      owner: words(owner),
      value,
      met,
      late: met !== true && isPast(by, today),
    };
  });
  return { goals, met: goals.filter(({ met }) => met === true).length };
}

/** What the model has reached: a metric of the test split, or the latency of the server. */
function reached(metric: string, { metrics, deployment }: ReportResults): number | null {
  const found = readable(metrics)?.result.metrics ?? {};
  if (Object.hasOwn(found, metric)) {
    return found[metric]?.value ?? null;
  }
  const latency = readable(deployment)?.result.latency_ms;
  switch (metric) {
    case 'latency_ms.p50':
      return latency?.p50 ?? null;
    case 'latency_ms.p99':
      return latency?.p99 ?? null;
    default:
      return null;
  }
}
