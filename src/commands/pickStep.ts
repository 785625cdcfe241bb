/** Which step a command is for: the row it was called on, or the one that the person picks. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { titleOf } from '../guide/load.ts';
import { message } from '../project/words.ts';
import { currentSession } from '../views/actions.ts';
import type { Hub } from '../views/hub.ts';

const calledOnSchema = z.object({ stepId: z.string() });

/** The id in what the menu of a row hands over; undefined where there is none. */
export function calledOn(target: unknown): string | undefined {
  const parsed = calledOnSchema.safeParse(target);
  return parsed.success ? parsed.data.stepId : undefined;
}

/** The id of a step; undefined where the person leaves without picking one. Rejects where there is no project. */
export async function pickStep(hub: Hub, target: unknown): Promise<string | undefined> {
  const given = calledOn(target);
  if (given !== undefined) {
    return given;
  }
  const session = await currentSession(hub);
  const guide = await hub.guide();
  const items = session.sections().flatMap(({ id: section, steps }) =>
    steps.map(({ definition: { id }, state }) => ({
      id,
      label: `${id} ${titleOf(guide, id)}`,
      description: hub.say(message(`state.${state}`)),
      detail: titleOf(guide, section),
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: hub.say(message('step.title')),
    matchOnDescription: true,
  });
  return picked?.id;
}
