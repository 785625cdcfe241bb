/** The quick inputs for an owner and for a due date: what is worth offering, and whatever else is typed. */
import * as vscode from 'vscode';
import { type DueChoice, dueChoices, isDate } from '../checklist/due.ts';
import { samePerson } from '../checklist/filter.ts';
import { type OwnerChoice, ownerChoices } from '../checklist/owners.ts';
import { today } from '../generator/today.ts';
import { factsOf } from '../plan-language/facts.ts';
import { nodeFiles } from '../project/files.ts';
import { timelineSchema } from '../project/plans.ts';
import { readShape } from '../project/shape.ts';
import { message } from '../project/words.ts';
import type { Hub } from './hub.ts';
import { readPlans } from './plan-files.ts';
import type { Session } from './session.ts';

interface Choice extends vscode.QuickPickItem {
  /** What picking it answers; absent where it only says something. */
  readonly value?: string;
}

interface Asked {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice[];
  /** What a typed text stands for; undefined where none of the choices has to be added for it. */
  typed(text: string): Choice | undefined;
}

/** Asks for one of the choices or for a text; undefined where the person leaves. */
function ask({ title, placeholder, choices, typed }: Asked): Promise<string | undefined> {
  return new Promise((resolve) => {
    const input = vscode.window.createQuickPick<Choice>();
    const show = (text: string) => {
      const own = typed(text.trim());
      // Last, so that the beginning of a name that is offered means that name.
      input.items = own === undefined ? choices : [...choices, own];
    };
    input.title = title;
    input.placeholder = placeholder;
    input.matchOnDescription = true;
    input.ignoreFocusOut = true;
    show('');
    input.onDidChangeValue(show);
    input.onDidAccept(() => {
      const [picked] = input.activeItems;
      if (picked?.value !== undefined) {
        resolve(picked.value);
        input.hide();
      }
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

/** Asks who owns a step or several; '' stands for nobody. Undefined where the person leaves. */
export async function pickOwner(
  hub: Hub,
  session: Session,
  title: string,
  current: string,
): Promise<string | undefined> {
  const [user, authors, texts] = await Promise.all([
    session.userName(),
    session.git.authors(session.project.root),
    readPlans(session.project),
  ]);
  const team = factsOf(texts, (id) => id, today()).people;
  const owners = Object.values(session.readable.items).flatMap(({ owner }) => owner ?? []);
  const people = ownerChoices({ user, team, owners, authors });
  const nobody: Choice = { label: `$(circle-slash) ${hub.say(message('assign.nobody'))}`, value: '' };
  return ask({
    title,
    placeholder: hub.say(message('assign.prompt')),
    choices: [...people.map((one) => ownerItem(hub, one, current)), nobody],
    typed: (text) =>
      text === '' || people.some(({ name }) => samePerson(name, text))
        ? undefined
        : { label: hub.say(message('assign.typed', { name: text })), value: text, alwaysShow: true },
  });
}

function ownerItem(hub: Hub, { name, from, roles }: OwnerChoice, current: string): Choice {
  const described =
    roles.length > 0 && from !== 'you' ? roles : [hub.say(message(`assign.${from}`)), ...roles];
  return {
    label: `$(person) ${name}`,
    description: [...described, ...(samePerson(name, current) ? [hub.say(message('pick.now'))] : [])].join(
      ' · ',
    ),
    value: name,
  };
}

/** Asks for the due date of the steps `ids`; '' stands for none. Undefined where the person leaves. */
export async function pickDue(
  hub: Hub,
  session: Session,
  title: string,
  ids: readonly string[],
  current: string,
): Promise<string | undefined> {
  const timeline = await readShape(nodeFiles, session.project.root, 'plan/timeline.yaml', timelineSchema);
  const milestones = timeline.kind === 'ok' ? timeline.value.milestones : [];
  const dated = milestones.flatMap(({ id, title: name, date, steps = [] }) =>
    date === null ? [] : [{ title: name || id, date, steps }],
  );
  const choices = dueChoices(today(), dated, ids).map((choice) => dueItem(hub, choice));
  const none: Choice = { label: `$(circle-slash) ${hub.say(message('due.none'))}`, value: '' };
  const now = current === '' ? '' : hub.say(message('due.now', { date: dayName(hub, current) }));
  return ask({
    title,
    placeholder: [hub.say(message('due.prompt')), now].filter(Boolean).join(' '),
    choices: [...choices, none],
    typed: (text) => typedDate(hub, text),
  });
}

function dueItem(hub: Hub, { kind, date, title }: DueChoice): Choice {
  const label =
    kind === 'milestone' ? `$(milestone) ${title}` : `$(calendar) ${hub.say(message(`due.${kind}`))}`;
  return { label, description: `${date} · ${dayName(hub, date)}`, value: date };
}

/** What begins like a date but is none in the calendar says so rather than to match nothing. */
function typedDate(hub: Hub, text: string): Choice | undefined {
  if (isDate(text)) {
    return { label: `$(calendar) ${text}`, description: dayName(hub, text), value: text, alwaysShow: true };
  }
  return /^\d{4}\D?\d/.test(text)
    ? { label: `$(warning) ${hub.say(message('save.due'))}`, alwaysShow: true }
    : undefined;
}

function dayName(hub: Hub, date: string): string {
  const format = { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(hub.language, format).format(new Date(date));
}
