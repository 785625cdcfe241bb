/** Rules over the documents and plan files that the founder writes, and over the quality report. */
import {
  type Budget,
  budgetSchema,
  countPlaceholders,
  goalsSchema,
  type Risks,
  risksSchema,
  type Timeline,
  teamSchema,
  timelineSchema,
} from '../../project/plans.ts';
import { message } from '../../project/words.ts';
import { invalid, type Look, missing, proposed, type Rule, type StepEvidence } from '../look.ts';
import { parameter } from './parameter.ts';

const daysAMonth = 365.25 / 12;

/** Whether the founder has filled a field in. */
export const given = (value: string | number | null): boolean =>
  value !== null && String(value).trim() !== '';

/** Undefined where a document is there and has no placeholder left; else what is wanting. */
async function unfinished(look: Look, file: string): Promise<StepEvidence | undefined> {
  const text = await look.text(file);
  if (text === undefined) {
    return missing(file, message('file.missing'));
  }
  if (text.trim() === '') {
    return missing(file, message('document.empty'));
  }
  const left = countPlaceholders(text);
  return left === 0 ? undefined : missing(file, message('document.left', { n: left }));
}

/** A document without a placeholder left. */
export const document: Rule = async (look, { file }) =>
  (await unfinished(look, file)) ?? proposed(file, message('document.ok'));

/** A finished charter, and at least one goal that can be measured, dated and owned. */
export const goals: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.plan(file, goalsSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const measurable = read.value.goals.filter(
    ({ metric, target, by, owner }) => given(metric) && target !== null && by !== null && given(owner),
  );
  if (measurable.length === 0) {
    return missing(file, message('goals.none'));
  }
  const rest = await unfinished(look, parameter(evidence, 'document'));
  return rest ?? proposed(file, message('goals.ok', { n: measurable.length }));
};

/** Every milestone has a date, an owner, and its place in time. */
export const timeline: Rule = async (look, { file }) => {
  const read = await look.plan(file, timelineSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  return incomplete(file, read.value, read.lineOf) ?? scheduled(file, read.value);
};

function scheduled(file: string, { milestones }: Timeline): StepEvidence {
  return proposed(file, message('timeline.ok', { n: milestones.length, end: milestones.at(-1)?.date ?? '' }));
}

function incomplete(
  file: string,
  { start, milestones }: Timeline,
  lineOf: (path: readonly PropertyKey[]) => number,
): StepEvidence | undefined {
  if (milestones.length === 0) {
    return missing(file, message('timeline.none'));
  }
  let before = start;
  for (const [index, { id, title, date, owner }] of milestones.entries()) {
    const name = title || id;
    if (date === null) {
      return missing(file, message('timeline.date', { name }));
    }
    if (!given(owner)) {
      return missing(file, message('timeline.owner', { name }));
    }
    if (date < before) {
      return invalid(
        file,
        lineOf(['milestones', index, 'date']),
        message('timeline.order', { name, date, before }),
      );
    }
    before = date;
  }
  return undefined;
}

/** What the plan costs until its last milestone is there, and every role has a person or a date to find one by. */
export const resources: Rule = async (look, evidence) => {
  const { file } = evidence;
  const budget = await look.plan(file, budgetSchema);
  if (budget.kind === 'instead') {
    return budget.instead;
  }
  const teamFile = parameter(evidence, 'team');
  const team = await look.plan(teamFile, teamSchema);
  if (team.kind === 'instead') {
    return team.instead;
  }
  const blank = blankAmount(budget.value);
  if (blank !== undefined) {
    return missing(file, message('budget.blank', { name: blank }));
  }
  const open = team.value.roles.find(({ person, by }) => !given(person) && by === null);
  if (open !== undefined || team.value.roles.length === 0) {
    return missing(
      teamFile,
      message(open === undefined ? 'team.none' : 'team.open', { name: open?.title || open?.id || '' }),
    );
  }
  const time = await look.plan(parameter(evidence, 'timeline'), timelineSchema);
  const end = time.kind === 'ok' ? (time.value.milestones.at(-1)?.date ?? null) : null;
  const { needs, has, months } = costs(budget.value, end);
  const { currency } = budget.value;
  if (needs > has) {
    return missing(file, message('budget.short', { needs, has, months, currency }));
  }
  return proposed(file, message('budget.ok', { needs, has, months, currency }));
};

function blankAmount({ as_of: asOf, cash, funding, monthly, training }: Budget): string | undefined {
  const amounts: readonly (readonly [string, unknown])[] = [
    ['as_of', asOf],
    ['cash', cash],
    ['funding', funding],
    ['training.budget', training.budget],
    ...monthly.map(({ name, amount }) => [name || 'monthly', amount] as const),
  ];
  return monthly.length === 0 ? 'monthly' : amounts.find(([, amount]) => amount === null)?.[0];
}

/** Money until `end` (ISO date; one month where it is null or past): what is needed, what is there. */
export function costs(budget: Budget, end: string | null): { needs: number; has: number; months: number } {
  const days = end === null ? 0 : (Date.parse(end) - Date.parse(budget.as_of ?? end)) / 86_400_000;
  const months = Math.max(1, Math.ceil(days / daysAMonth));
  const monthly = budget.monthly.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  return {
    months,
    needs: monthly * months + (budget.training.budget ?? 0),
    has: (budget.cash ?? 0) + (budget.funding ?? 0),
  };
}

/** The plan is finished, and where it gives the date of a milestone, it is the date of the timeline. */
export const plan: Rule = async (look, evidence) => {
  const { file } = evidence;
  const rest = await unfinished(look, file);
  if (rest !== undefined) {
    return rest;
  }
  const timelineFile = parameter(evidence, 'timeline');
  const time = await look.plan(timelineFile, timelineSchema);
  if (time.kind === 'instead') {
    return time.instead;
  }
  const budget = await look.plan(parameter(evidence, 'budget'), budgetSchema);
  if (budget.kind === 'instead') {
    return budget.instead;
  }
  const lines = ((await look.text(file)) ?? '').split('\n');
  for (const { title, date } of time.value.milestones) {
    const index = lines.findIndex(
      (line) => given(title) && line.includes(title ?? '') && /\d{4}-\d{2}-\d{2}/.test(line),
    );
    if (index >= 0 && date !== null && !lines[index]?.includes(date)) {
      return invalid(
        file,
        index + 1,
        message('plan.differs', { name: title ?? '', date, file: timelineFile }),
      );
    }
  }
  return proposed(file, message('plan.ok', { n: time.value.milestones.length }));
};

/** Every risk is weighed, owned, answered, and to be looked at again on a day that has not passed. */
export const risks: Rule = async (look, { file }) => {
  const read = await look.plan(file, risksSchema);
  return read.kind === 'instead' ? read.instead : judgeRisks(look, file, read.value.risks);
};

/** The same of the risks of one kind, of which there is at least one. */
export const risk: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.plan(file, risksSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const kind = parameter(evidence, 'risk');
  return judgeRisks(
    look,
    file,
    read.value.risks.filter((one) => one.kind === kind),
    kind,
  );
};

function judgeRisks(look: Look, file: string, list: Risks['risks'], kind = ''): StepEvidence {
  if (list.length === 0) {
    return missing(file, kind === '' ? message('risks.none') : message('risk.none', { kind }));
  }
  for (const one of list) {
    const field = (['likelihood', 'impact', 'owner', 'response', 'review'] as const).find(
      (name) => !given(one[name]),
    );
    if (field !== undefined) {
      return missing(file, message('risks.blank', { name: one.title || one.id, field }));
    }
  }
  const late = list.find(({ review }) => review !== null && review < look.today);
  if (late !== undefined) {
    const says = message('risks.late', { name: late.title || late.id, date: late.review ?? '' });
    return { kind: 'stale', file, says, at: null };
  }
  const highest = Math.max(...list.map(({ likelihood, impact }) => (likelihood ?? 0) * (impact ?? 0)));
  return proposed(file, message('risks.ok', { n: list.length, highest }));
}

/** Lint, types and tests passed on a commit that is named, and the quality document is finished. */
export const quality: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.report('quality', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { git, at, result } = read.report;
  const failed = (['lint', 'types', 'tests'] as const).find((check) => !result[check].passed);
  if (failed !== undefined) {
    return missing(file, message('quality.failed', { tool: result[failed].tool || failed }));
  }
  if (result.tests.count === 0) {
    return missing(file, message('quality.noTests'));
  }
  if (git === '') {
    return missing(file, message('quality.commit'));
  }
  const rest = await unfinished(look, parameter(evidence, 'document'));
  return (
    rest ?? proposed(file, message('quality.ok', { n: result.tests.count, commit: git.slice(0, 7) }), at)
  );
};
