import * as vscode from 'vscode';
import { titleOf } from '../guide/load.ts';
import { message } from '../project/words.ts';
import { accept, trustedSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { calledOn } from './pickStep.ts';

/** AI Venture: Accept Evidence — of the step it was called on, or of those that are picked among what waits. */
export async function acceptEvidence({ hub }: App, target: unknown): Promise<void> {
  const given = calledOn(target);
  if (given !== undefined) {
    await accept(hub, given);
    return;
  }
  const session = await trustedSession(hub);
  const guide = await hub.guide();
  const waiting = session.sections().flatMap(({ steps }) =>
    steps.flatMap(({ definition: { id }, evidence }) =>
      evidence?.kind === 'proposed'
        ? [
            {
              id,
              label: `${id} ${titleOf(guide, id)}`,
              description: evidence.file,
              detail: hub.say(evidence.says),
            },
          ]
        : [],
    ),
  );
  const title = hub.say(message('badge', { n: waiting.length }));
  const picked = await vscode.window.showQuickPick(waiting, { title, canPickMany: true });
  for (const { id } of picked ?? []) {
    await accept(hub, id);
  }
}
