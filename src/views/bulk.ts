/** Changes of many steps at once: of a section, of a chapter, or of all that the filter shows. Each is one change. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { samePerson } from '../checklist/filter.ts';
import type { StepStatus } from '../checklist/overview.ts';
import { describe } from '../checklist/undo.ts';
import { titleOf } from '../guide/load.ts';
import type { Guide } from '../guide/model.ts';
import { type Message, message } from '../project/words.ts';
import { Refused, trustedSession } from './actions.ts';
import type { Hub } from './hub.ts';
import { pickDue, pickOwner } from './pickers.ts';
import type { Session } from './session.ts';

/** The heading that a menu was opened on. */
const headingSchema = z.object({ headingId: z.string() });

interface Scope {
  /** What the steps are called together. */
  readonly name: string;
  readonly steps: readonly StepStatus[];
}

/** Assigns the open steps of a section, or of what the filter shows, to one person. */
export async function assignAll(hub: Hub, target: unknown): Promise<void> {
  const session = await trustedSession(hub);
  const scope = await pickScope(hub, session, target, isOpen);
  if (scope === undefined) {
    return;
  }
  const owner = await pickOwner(hub, session, titled(hub, 'assign.title', scope), '');
  if (owner === undefined) {
    return;
  }
  const name = owner.trim();
  const steps = scope.steps.filter(
    (step) => step.owner === '' || name === '' || !samePerson(step.owner, name),
  );
  const ask = (n: number) =>
    name === '' ? message('bulk.unassign', { n }) : message('bulk.assign', { n, owner: name });
  const ids = await confirm(hub, steps, ask, ({ owner: now }) => now);
  await change(hub, session, ids, { owner: name });
}

/** Sets the due date of the open steps of a section, or of what the filter shows. */
export async function setDueOfAll(hub: Hub, target: unknown): Promise<void> {
  const session = await trustedSession(hub);
  const scope = await pickScope(hub, session, target, isOpen);
  if (scope === undefined) {
    return;
  }
  const all = scope.steps.map(({ definition: { id } }) => id);
  const due = await pickDue(hub, session, titled(hub, 'due.title', scope), all, '');
  if (due === undefined) {
    return;
  }
  const steps = scope.steps.filter((step) => step.due !== due);
  const ask = (n: number) => (due === '' ? message('bulk.undue', { n }) : message('bulk.due', { n, due }));
  const ids = await confirm(hub, steps, ask, ({ due: now }) => now);
  await change(hub, session, ids, { due });
}

/** Ticks every step of a section, or of what the filter shows, whose evidence is there. */
export async function acceptAll(hub: Hub, target: unknown): Promise<void> {
  const session = await trustedSession(hub);
  const scope = await pickScope(hub, session, target, isProposed);
  if (scope !== undefined) {
    await acceptPicked(hub, session, scope.steps, true);
  }
}

/** Asks which of the steps that wait are to be ticked, and ticks those as one change. */
export async function acceptPicked(
  hub: Hub,
  session: Session,
  steps: readonly StepStatus[],
  picked: boolean,
): Promise<void> {
  const ask = (n: number) => message('bulk.accept', { n });
  const says = ({ evidence }: StepStatus) =>
    evidence === undefined ? '' : `${evidence.file} · ${hub.say(evidence.says)}`;
  const ids = await confirm(hub, steps, ask, says, picked);
  if (ids === undefined || ids.length === 0) {
    return;
  }
  const left = await session.accept(ids);
  if (left.length === ids.length) {
    throw new Refused(message('save.evidence'));
  }
  if (left.length > 0) {
    await vscode.window.showWarningMessage(hub.say(message('bulk.left', { steps: left.join(', ') })));
  }
  tell(hub, session);
}

const isOpen = ({ state }: StepStatus): boolean => state === 'todo' || state === 'doing';
const isProposed = ({ evidence }: StepStatus): boolean => evidence?.kind === 'proposed';

function titled(hub: Hub, key: 'assign.title' | 'due.title', { name }: Scope): string {
  return hub.say(message(key, { step: name }));
}

/**
 * The steps that a command is for, of those that `suits`: under the heading that it was called on, or of what the
 * person picks. A filter narrows both: what is not on screen is not changed. Undefined where the person leaves.
 */
async function pickScope(
  hub: Hub,
  session: Session,
  target: unknown,
  suits: (step: StepStatus) => boolean,
): Promise<Scope | undefined> {
  const [guide, filtered] = await Promise.all([hub.guide(), session.filtered(hub.filter)]);
  const steps = filtered.filter(suits);
  const heading = headingSchema.safeParse(target);
  const scope = heading.success
    ? under(heading.data.headingId, steps, guide)
    : await askScope(hub, session, steps, guide);
  if (scope?.steps.length === 0) {
    throw new Refused(message('bulk.none'));
  }
  return scope;
}

function under(id: string, steps: readonly StepStatus[], guide: Guide): Scope {
  return {
    name: `${id} ${titleOf(guide, id)}`,
    steps: steps.filter((step) => step.definition.id.startsWith(`${id}.`)),
  };
}

async function askScope(
  hub: Hub,
  session: Session,
  steps: readonly StepStatus[],
  guide: Guide,
): Promise<Scope | undefined> {
  const whole: Scope = {
    name: hub.say(message(hub.filter === 'all' ? 'bulk.all' : `filter.${hub.filter}`)),
    steps,
  };
  const sections = session.sections().map(({ id }) => under(id, steps, guide));
  const items = [whole, ...sections]
    .filter((scope) => scope.steps.length > 0)
    .map((scope) => ({
      label: scope.name,
      description: hub.say(message('bulk.count', { n: scope.steps.length })),
      scope,
    }));
  if (items.length === 0) {
    return whole;
  }
  const title = hub.say(message('bulk.title'));
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.scope;
}

/**
 * The one confirmation: every step that would change, counted, each of which can be left out. Undefined where the
 * person leaves.
 */
async function confirm(
  hub: Hub,
  steps: readonly StepStatus[],
  ask: (n: number) => Message,
  now: (step: StepStatus) => string,
  picked = true,
): Promise<readonly string[] | undefined> {
  if (steps.length === 0) {
    throw new Refused(message('bulk.same'));
  }
  const guide = await hub.guide();
  const items = steps.map((step) => ({
    id: step.definition.id,
    label: `${step.definition.id} ${titleOf(guide, step.definition.id)}`,
    description: now(step),
    picked,
  }));
  const answer = await vscode.window.showQuickPick(items, {
    title: hub.say(ask(steps.length)),
    placeHolder: hub.say(message('bulk.ask')),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return answer?.map(({ id }) => id);
}

async function change(
  hub: Hub,
  session: Session,
  ids: readonly string[] | undefined,
  patch: { readonly owner: string } | { readonly due: string },
): Promise<void> {
  if (ids !== undefined && ids.length > 0) {
    await session.patch(new Map(ids.map((id) => [id, patch])));
    tell(hub, session);
  }
}

/** Says in the status bar what was done: the view says it only to those who see it. */
export function tell(hub: Hub, { recent }: Session): void {
  if (recent !== undefined) {
    vscode.window.setStatusBarMessage(
      hub.say(message('change.made', { what: hub.say(describe(recent)) })),
      5000,
    );
  }
}
