/** What other files know that a plan file may name: people, milestones, steps. Tolerant of files that are half-written. */
import { definition, stepsOf } from '../checklist/definition.ts';
import { type PlanName, planFile } from '../project/plans.ts';
import { parseYaml } from '../project/yaml.ts';

export interface Named {
  readonly id: string;
  readonly title: string;
}

/** A person of the team and the roles that they hold. */
export interface Person {
  readonly name: string;
  readonly roles: readonly string[];
}

export interface Facts {
  readonly people: readonly Person[];
  readonly milestones: readonly Named[];
  /** Every step of the checklist, titles in the view's language. */
  readonly steps: readonly Named[];
  /** Local day, ISO. */
  readonly today: string;
}

/** Texts of the plan files that are there. */
export type PlanTexts = { readonly [Name in PlanName]?: string };

/** What the texts say; a text that does not parse adds nothing. */
export function factsOf(texts: PlanTexts, titleOf: (id: string) => string, today: string): Facts {
  const roles = entriesOf(texts.team, 'roles');
  const names = [...new Set(roles.map(({ person }) => person).filter((name) => name !== ''))];
  return {
    people: names.map((name) => ({
      name,
      roles: roles.filter(({ person }) => person === name).map(({ title, id }) => title || id),
    })),
    milestones: entriesOf(texts.timeline, 'milestones').filter(({ id }) => id !== ''),
    steps: stepsOf(definition).map(({ id }) => ({ id, title: titleOf(id) })),
    today,
  };
}

interface Entry extends Named {
  readonly person: string;
}

function entriesOf(text: string | undefined, list: string): readonly Entry[] {
  const parsed = text === undefined ? undefined : parseYaml(text);
  const whole = parsed?.ok === true ? parsed.parsed.value : undefined;
  const entries = get(whole, list);
  const words = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  return (Array.isArray(entries) ? entries : []).map((entry: unknown) => ({
    id: words(get(entry, 'id')),
    title: words(get(entry, 'title')),
    person: words(get(entry, 'person')),
  }));
}

/** The value of a key, undefined where `value` has none. */
export function get(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

/** How many steps are named for one place of a file. */
const most = 5;

/**
 * Ids of the steps that rest on a plan file: those that rest on what one of `names` calls (a list of the file, a role, a
 * sign, a kind of risk) where there are such, else all; at most five.
 */
export function stepsUsing(plan: PlanName, names: readonly unknown[]): readonly string[] {
  const file = planFile(plan);
  const using = stepsOf(definition).filter(
    ({ files, evidence }) => files.includes(file) || Object.values(evidence).includes(file),
  );
  const precise = using.filter(({ evidence }) =>
    Object.entries(evidence).some(([key, value]) => key !== 'rule' && names.includes(value)),
  );
  return (precise.length > 0 ? precise : using).slice(0, most).map(({ id }) => id);
}
