/** Rules of the plan modules: what is written, decided and entered for management, market, money and failure. */
import {
  budgetSchema,
  complianceSchema,
  countPlaceholders,
  type Funding,
  feedbackSchema,
  fundingSchema,
  premortemSchema,
  teamSchema,
} from '../../project/plans.ts';
import { message } from '../../project/words.ts';
import { type Look, localDate, missing, proposed, type Rule, type StepEvidence } from '../look.ts';
import { parameter } from './parameter.ts';
import { given } from './plan.ts';

const dayMs = 86_400_000;
/** Feedback that nobody has looked at for longer than this has been forgotten. */
const feedbackDays = 14;

const late = (file: string, name: string, date: string): StepEvidence => ({
  kind: 'stale',
  file,
  says: message('module.late', { name, date }),
  at: null,
});

/** The part of a document under the heading that starts with `heading` is written, and nothing in it is left open. */
export const passage: Rule = async (look, evidence) => {
  const { file } = evidence;
  const heading = parameter(evidence, 'heading');
  const text = await look.text(file);
  if (text === undefined) {
    return missing(file, message('file.missing'));
  }
  const found = passageOf(text, heading);
  if (found === undefined) {
    return missing(file, message('passage.none', { heading }));
  }
  if (found.trim() === '') {
    return missing(file, message('passage.empty', { heading }));
  }
  const left = countPlaceholders(found);
  return left === 0
    ? proposed(file, message('passage.ok', { heading }))
    : missing(file, message('document.left', { n: left }));
};

/** What stands between the heading that starts with `id` and the next one of its level or above. */
export function passageOf(markdown: string, id: string): string | undefined {
  const lines = markdown.split(/\r?\n/);
  let fenced = false;
  let level = 0;
  const body: string[] = [];
  for (const line of lines) {
    fenced = /^\s*(?:```|~~~)/.test(line) ? !fenced : fenced;
    const [, marks = '', words = ''] = (fenced ? null : /^(#{1,6})\s+(.*)$/.exec(line)) ?? [];
    if (level > 0 && marks !== '' && marks.length <= level) {
      return body.join('\n');
    }
    if (level > 0) {
      body.push(line);
    } else if (words === id || words.startsWith(`${id} `)) {
      level = marks.length;
    }
  }
  return level > 0 ? body.join('\n') : undefined;
}

/** A role of the team is described, and has a person, or a day to find one by. */
export const role: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.plan(file, teamSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const wanted = parameter(evidence, 'role');
  const found = read.value.roles.find(({ id }) => id === wanted);
  if (found === undefined) {
    return missing(file, message('role.none', { role: wanted }));
  }
  const name = found.title || found.id;
  if (typeof found['duties'] !== 'string' || found['duties'].trim() === '') {
    return missing(file, message('role.duties', { name }));
  }
  if (given(found.person)) {
    return proposed(file, message('role.ok', { name, person: found.person ?? '' }));
  }
  if (found.by === null) {
    return missing(file, message('team.open', { name }));
  }
  return found.by < look.today
    ? late(file, name, found.by)
    : proposed(file, message('role.planned', { name, date: found.by }));
};

/** Every duty of the law has an owner and a day, or is done; none is open past its day. */
export const compliance: Rule = async (look, { file }) => {
  const read = await look.plan(file, complianceSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const { items } = read.value;
  if (items.length === 0) {
    return missing(file, message('compliance.none'));
  }
  const open = items.filter(({ state }) => state === 'open');
  const blank = open.find(({ owner, due }) => !given(owner) || due === null);
  if (blank !== undefined) {
    return missing(file, message('compliance.blank', { name: blank.title || blank.id }));
  }
  const past = open.find(({ due }) => due !== null && due < look.today);
  return past === undefined
    ? proposed(file, message('compliance.ok', { done: items.length - open.length, all: items.length }))
    : late(file, past.title || past.id, past.due ?? '');
};

/** Users have said something, and nothing of it has lain unread for two weeks. */
export const feedback: Rule = async (look, { file }) => {
  const read = await look.plan(file, feedbackSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const { items } = read.value;
  if (items.length === 0) {
    return missing(file, message('feedback.none'));
  }
  const oldest = localDate(new Date(look.now.getTime() - feedbackDays * dayMs));
  const unread = items.filter(({ state, at }) => state === 'new' && (at ?? '') < oldest).length;
  return unread === 0
    ? proposed(file, message('feedback.ok', { n: items.length }))
    : missing(file, message('feedback.unread', { n: unread, days: feedbackDays }));
};

type Part = 'goal' | 'cap_table' | 'rounds' | 'channels' | 'investors' | 'use' | 'receivables';

/** What a part of the funding plan lacks: the first entry that is not filled in, or '' where there is none at all. */
const lacking: Readonly<Record<Part, (funding: Funding) => string | undefined>> = {
  goal: ({ goal }) =>
    (['amount', 'milestone', 'months', 'margin_months'] as const).find((name) => !given(goal[name])),
  cap_table: ({ cap_table: list }) => firstBlank(list, ({ holder, share }) => [holder, share]),
  rounds: ({ rounds: list }) => firstBlank(list, ({ title, amount, date }) => [title, amount, date]),
  channels: ({ channels: list }) => firstBlank(list, ({ title, owner, by }) => [title, owner, by]),
  investors: ({ investors: list }) => firstBlank(list, ({ name, kind, owner }) => [name, kind, owner]),
  use: ({ use: list }) => firstBlank(list, ({ name, amount, milestone }) => [name, amount, milestone]),
  receivables: ({ receivables: list }) =>
    firstBlank(list, ({ customer, amount, due }) => [customer, amount, due]),
};

function firstBlank<Entry extends object>(
  list: readonly Entry[],
  fields: (entry: Entry) => readonly (string | number | null)[],
): string | undefined {
  const blank = list.findIndex((entry) => !fields(entry).every(given));
  if (list.length === 0) {
    return '';
  }
  return blank < 0 ? undefined : String(blank + 1);
}

/** One part of the funding plan is filled in, and no invoice has gone unpaid past its day. */
export const funding: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.plan(file, fundingSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const part = parameter(evidence, 'part') as Part;
  const blank = lacking[part](read.value);
  if (blank !== undefined) {
    return missing(
      file,
      blank === '' ? message('funding.none', { part }) : message('funding.blank', { part, entry: blank }),
    );
  }
  const unpaid = read.value.receivables.find(
    ({ paid, due }) => part === 'receivables' && !paid && due !== null && due < look.today,
  );
  if (unpaid !== undefined) {
    return late(file, unpaid.customer || unpaid.id, unpaid.due ?? '');
  }
  const list = read.value[part];
  return proposed(
    file,
    Array.isArray(list) ? message('funding.ok', { part, n: list.length }) : message('funding.goal'),
  );
};

/** What the last full month really cost has been entered. */
export const actual: Rule = async (look, { file }) => {
  const read = await look.plan(file, budgetSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const wanted = monthBefore(look);
  const entry = (read.value.actual ?? []).find(({ month }) => month === wanted);
  return entry === undefined || entry.spent === null
    ? missing(file, message('actual.none', { month: wanted }))
    : proposed(
        file,
        message('actual.ok', { month: wanted, spent: entry.spent, currency: read.value.currency }),
      );
};

function monthBefore({ now }: Look): string {
  return localDate(new Date(now.getFullYear(), now.getMonth() - 1, 1)).slice(0, 7);
}

/** The early sign of a failure can be seen, somebody looks, and the look is not overdue. */
export const sign: Rule = async (look, evidence) => {
  const { file } = evidence;
  const read = await look.plan(file, premortemSchema);
  if (read.kind === 'instead') {
    return read.instead;
  }
  const id = parameter(evidence, 'sign');
  const found = read.value.signs.find((one) => one.id === id);
  if (found === undefined) {
    return missing(file, message('sign.none', { id }));
  }
  const name = found.title || found.id;
  const field = (['sign', 'threshold', 'file', 'owner', 'review'] as const).find((key) => !given(found[key]));
  if (field !== undefined) {
    return missing(file, message('risks.blank', { name, field }));
  }
  if (found.state === 'seen') {
    return { kind: 'stale', file, says: message('sign.seen', { name }), at: null };
  }
  return found.review !== null && found.review < look.today && found.state === 'watching'
    ? late(file, name, found.review)
    : proposed(file, message('sign.ok', { name, threshold: found.threshold ?? '' }));
};
