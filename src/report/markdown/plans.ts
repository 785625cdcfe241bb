/** The cards of the plan as Markdown: each function gives the lines under one heading. */
import type { Figures } from '../model.ts';
import { type Format, table } from './format.ts';

type Lines = readonly string[];

export function progress({ sections, burnup, ...counts }: Figures<'progress'>, format: Format): Lines {
  const { say } = format;
  const { done, all, skipped, toConfirm, overdue } = counts;
  const remarks = [say('progress.say', { done, all, skipped, toConfirm, overdue })];
  if (burnup !== null && burnup.ahead !== null) {
    remarks.push(aheadOf(burnup.ahead, format));
  }
  if (burnup !== null && burnup.finish !== null) {
    remarks.push(say('progress.finish', { day: burnup.finish }));
  }
  return [
    ...remarks,
    '',
    ...table(
      [say('col.section'), say('col.done')],
      sections.map(({ id, title, done: own, all: of }) => [
        format.text(title === id ? id : `${id} ${title}`),
        `${own} / ${of}`,
      ]),
      [1],
    ),
  ];
}

function aheadOf(ahead: number, { say }: Format): string {
  const n = Math.abs(ahead);
  if (n === 0) {
    return say('progress.onPlan');
  }
  return ahead > 0
    ? say(n === 1 ? 'progress.ahead.one' : 'progress.ahead', { n })
    : say(n === 1 ? 'progress.behind.one' : 'progress.behind', { n });
}

export function money(figures: Figures<'money'>, format: Format): Lines {
  const { say } = format;
  const { currency, burn, burnFrom, training, months } = figures;
  const amount = (value: number | null) => format.money(value, currency);
  const burnWord =
    burnFrom === null ? 'money.burn' : burnFrom === 'actual' ? 'money.burnActual' : 'money.burnPlan';
  const facts: readonly (readonly [string, string])[] = [
    [say('money.asOf'), format.day(figures.asOf)],
    [say('money.cash'), amount(figures.cash)],
    [say('money.funding'), amount(figures.funding)],
    [say(burnWord), amount(burn)],
    [say('money.runway'), format.months(figures.runway)],
    [say('money.until'), format.day(figures.until)],
    [say('money.defaultAlive'), yesNo(figures.defaultAlive, format)],
    [say('money.trainingBudget'), amount(training.budget)],
    [say('money.trainingEstimate'), amount(training.estimate)],
    [say('money.trainingSearch'), amount(training.search)],
    [say('money.trainingShare'), format.percent(training.share)],
    [say('money.trainingHours'), format.number(training.gpuHours)],
    [say('money.trainingSpent'), amount(training.spent)],
  ];
  const heads = (['month', 'spent', 'income', 'training', 'planned'] as const).map((name) =>
    say(`col.${name}`),
  );
  const rows = months.map(({ month, spent, income, training: trained, planned }) => [
    month,
    ...[spent, income, trained, planned].map(amount),
  ]);
  return [
    ...(burn !== null && burn <= 0 ? [say('money.gains'), ''] : []),
    ...table([say('col.item'), say('col.value')], facts, [1]),
    ...(training.says === '' ? [] : ['', format.text(training.says)]),
    ...(rows.length === 0 ? [] : ['', ...table(heads, rows, [1, 2, 3, 4])]),
  ];
}

function yesNo(value: boolean | null, { say, none }: Format): string {
  return value === null ? none : say(value ? 'yes' : 'no');
}

export function timeline({ milestones }: Figures<'timeline'>, format: Format): Lines {
  const { say } = format;
  return table(
    (['milestone', 'from', 'to', 'owner', 'steps', 'state'] as const).map((name) => say(`col.${name}`)),
    milestones.map(({ title, from, to, owner, steps, state }) => [
      format.text(title),
      format.day(from),
      format.day(to),
      format.text(owner),
      steps.all === 0 ? format.none : `${steps.done} / ${steps.all}`,
      say(`timeline.${state}`),
    ]),
  );
}

export function goals({ goals: list, met: count }: Figures<'goals'>, format: Format): Lines {
  const { say } = format;
  return [
    say('goals.say', { met: count, all: list.length }),
    '',
    ...table(
      (['goal', 'metric', 'target', 'value', 'by', 'owner', 'met'] as const).map((name) =>
        say(`col.${name}`),
      ),
      list.map(({ title, metricLabel, target, direction, value, by, owner, met, late }) => [
        format.text(title),
        format.text(metricLabel),
        target === null ? format.none : `${direction === 'lower' ? '≤' : '≥'} ${format.number(target)}`,
        format.number(value),
        format.day(by, late),
        format.text(owner),
        yesNo(met, format),
      ]),
      [2, 3],
    ),
  ];
}

export function risks(figures: Figures<'risks'>, format: Format): Lines {
  const { say } = format;
  const { incomplete, reviewsPassed: passed, highest } = figures;
  const n = figures.risks.length;
  return [
    say('risks.say', { n, highest: highest ?? format.none, incomplete, passed }),
    '',
    ...table(
      (['risk', 'kind', 'likelihood', 'impact', 'score', 'owner', 'response', 'review'] as const).map(
        (name) => say(`col.${name}`),
      ),
      figures.risks.map(
        ({ title, kindLabel, likelihood, impact, score, owner, response, review, reviewPassed }) => [
          format.text(title),
          format.text(kindLabel),
          ...[likelihood, impact, score].map((one) => format.number(one)),
          format.text(owner),
          format.text(response),
          format.day(review, reviewPassed),
        ],
      ),
      [2, 3, 4],
    ),
  ];
}

export function team({ roles, people, open, late }: Figures<'team'>, format: Format): Lines {
  const { say } = format;
  return [
    say('team.say', { people: people.length, roles: roles.length, open, late }),
    '',
    ...table(
      [say('col.role'), say('col.person'), say('col.by')],
      roles.map(({ title, person, by, late: isLate }) => [
        format.text(title),
        person === '' ? say('open') : format.text(person),
        format.day(by, isLate),
      ]),
    ),
  ];
}

export function compliance({ items, done, late }: Figures<'compliance'>, format: Format): Lines {
  const { say } = format;
  return [
    say('compliance.say', { done, all: items.length, late }),
    '',
    ...table(
      (['duty', 'law', 'owner', 'due', 'state'] as const).map((name) => say(`col.${name}`)),
      items.map(({ title, law, owner, due, state, late: isLate }) => [
        format.text(title),
        format.text(law),
        format.text(owner),
        format.day(due, isLate),
        say(`duty.${state}`),
      ]),
    ),
  ];
}

export function feedback({ items, ...counts }: Figures<'feedback'>, format: Format): Lines {
  const { say } = format;
  return [
    say('feedback.say', { all: items.length, ...counts }),
    '',
    ...table(
      (['date', 'source', 'text', 'state', 'action'] as const).map((name) => say(`col.${name}`)),
      items.map(({ at, source, text, state, action }) => [
        format.text(at),
        format.text(source),
        format.text(text),
        say(`feedback.${state}`),
        format.text(action),
      ]),
    ),
  ];
}

export function premortem(figures: Figures<'premortem'>, format: Format): Lines {
  const { say } = format;
  const { signs, seen, watching, reviewsPassed: passed } = figures;
  return [
    say('premortem.say', { seen, watching, passed }),
    '',
    ...table(
      (['risk', 'sign', 'threshold', 'owner', 'review', 'state'] as const).map((name) => say(`col.${name}`)),
      signs.map(({ title, sign, threshold, owner, review, reviewPassed, stateLabel }) => [
        format.text(title),
        format.text(sign),
        format.text(threshold),
        format.text(owner),
        format.day(review, reviewPassed),
        stateLabel,
      ]),
    ),
  ];
}
