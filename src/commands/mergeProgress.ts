import { mergeTexts, splitConflict } from '../checklist/merge.ts';
import { ChangedSince } from '../checklist/store.ts';
import { progressFile } from '../project/places.ts';
import { message } from '../project/words.ts';
import { Refused, trustedSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { previewMerge } from '../views/merge-preview.ts';

/** AI Venture: Merge Progress File — both versions of a conflicted file, shown side by side before it is saved. */
export async function mergeProgress({ hub }: App): Promise<void> {
  const session = await trustedSession(hub);
  const read = await session.store.read();
  const marked = read.kind === 'broken' ? splitConflict(read.text) : undefined;
  if (read.kind !== 'broken' || marked === undefined) {
    throw new Refused(message('merge.none'));
  }
  const { root } = session.project;
  // What git holds has the common base, which the marks in the file mostly lack.
  const staged = await session.git.conflict(root, progressFile);
  const merged = (staged && mergeTexts(staged)) ?? mergeTexts(marked);
  if (merged === undefined) {
    throw new Refused(message('merge.cannot'));
  }
  const [title, question] = [hub.say(message('merge.title')), hub.say(message('merge.ask'))];
  try {
    await previewMerge(hub, { root, merged, title, question }, async () => {
      await session.store.resolve(read.text, merged);
      session.reload();
    });
  } catch (error) {
    throw error instanceof ChangedSince ? new Refused(message('merge.since')) : error;
  }
}
