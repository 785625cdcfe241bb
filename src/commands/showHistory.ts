import * as vscode from 'vscode';
import { type Commit, changesOf, commitsOf, differing } from '../checklist/history.ts';
import { type Item as Entry, itemOf } from '../checklist/progress.ts';
import { type Done, describe } from '../checklist/undo.ts';
import { titleOf } from '../guide/load.ts';
import { newest } from '../project/git.ts';
import { progressFile } from '../project/places.ts';
import { message } from '../project/words.ts';
import { Refused, trustedSession, undo } from '../views/actions.ts';
import type { App } from '../views/app.ts';
import { tell } from '../views/bulk.ts';
import type { Hub } from '../views/hub.ts';
import type { Session } from '../views/session.ts';

interface Item extends vscode.QuickPickItem {
  readonly done?: Done;
  readonly commit?: Commit;
}

/**
 * AI Venture: Show History — what this window and git's commits have changed. Picking a change of the window takes back
 * all down to it; picking a commit brings chosen steps back to what they were there.
 */
export async function showHistory({ hub }: App): Promise<void> {
  const session = await trustedSession(hub);
  const picked = await vscode.window.showQuickPick(items(hub, session), {
    title: hub.say(message('past.title')),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked?.done !== undefined) {
    await undoDownTo(hub, session, picked.done);
  } else if (picked?.commit !== undefined) {
    await restoreFrom(hub, session, picked.commit);
  }
}

async function items(hub: Hub, session: Session): Promise<Item[]> {
  const { root } = session.project;
  const [versions, shallow] = await Promise.all([
    session.git.versions(root, progressFile),
    session.git.shallow(root),
  ]);
  const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const own = session.done.map((done, index) => sessionItem(hub, done, index));
  const commits = commitsOf(versions).map((commit) => commitItem(hub, commit));
  const note = (key: 'past.none' | 'past.shallow' | 'past.newest'): Item => ({
    label: `$(info) ${hub.say(message(key, { n: newest }))}`,
    alwaysShow: true,
  });
  return [
    ...(own.length > 0 ? [separator(hub.say(message('past.session'))), ...own] : []),
    separator(hub.say(message('past.git'))),
    ...commits,
    ...(commits.length === 0 ? [note('past.none')] : []),
    ...(shallow ? [note('past.shallow')] : []),
    ...(versions.length >= newest ? [note('past.newest')] : []),
  ];
}

function sessionItem(hub: Hub, done: Done, later: number): Item {
  return {
    label: `$(discard) ${hub.say(message('past.undo', { what: hub.say(describe(done)) }))}`,
    description: [
      momentName(hub, done.at),
      ...(later > 0 ? [hub.say(message('past.later', { n: later }))] : []),
    ].join(' · '),
    done,
  };
}

function commitItem(hub: Hub, commit: Commit): Item {
  const { at, by, content } = commit;
  const [icon, detail] =
    'fault' in content
      ? [
          'warning',
          hub.say(message('past.bad', { line: content.fault.line, cause: hub.say(content.fault.message) })),
        ]
      : [
          'git-commit',
          hub.say(message('past.changed', { n: content.changed.length, steps: some(content.changed) })),
        ];
  return {
    label: `$(${icon}) ${momentName(hub, at)}`,
    description: `${by} · ${commit.commit.slice(0, 8)}`,
    detail,
    commit,
  };
}

const mostNamed = 6;

function some(ids: readonly string[]): string {
  return [...ids.slice(0, mostNamed), ...(ids.length > mostNamed ? ['…'] : [])].join(', ');
}

function momentName(hub: Hub, at: string): string {
  return new Intl.DateTimeFormat(hub.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at),
  );
}

async function undoDownTo(hub: Hub, session: Session, done: Done): Promise<void> {
  while (session.done.includes(done)) {
    vscode.window.setStatusBarMessage(await undo(hub), 5000);
  }
}

async function restoreFrom(hub: Hub, session: Session, { at, content }: Commit): Promise<void> {
  if ('fault' in content) {
    const { line, message: cause } = content.fault;
    throw new Refused(message('past.unreadable', { line, cause: hub.say(cause) }));
  }
  const ids = differing(session.readable, content.progress);
  const when = momentName(hub, at);
  if (ids.length === 0) {
    await vscode.window.showInformationMessage(hub.say(message('past.same', { when })));
    return;
  }
  const guide = await hub.guide();
  const picked = await vscode.window.showQuickPick(
    ids.map((id) => ({
      id,
      label: `${id} ${titleOf(guide, id)}`,
      description: whatChanges(hub, itemOf(session.readable, id), itemOf(content.progress, id)),
      picked: true,
    })),
    {
      title: hub.say(message('past.restore', { n: ids.length, when })),
      placeHolder: hub.say(message('bulk.ask')),
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  if (picked !== undefined && picked.length > 0) {
    await session.restore(new Map(picked.map(({ id }) => [id, itemOf(content.progress, id)])));
    tell(hub, session);
  }
}

/** What restoring a step does to it: "In progress → Done", then what else is different. */
function whatChanges(hub: Hub, now: Entry | undefined, then: Entry | undefined): string {
  const [from, to] = [now?.state ?? 'todo', then?.state ?? 'todo'];
  const changes = changesOf(now, then).map((what) => hub.say(what));
  const arrow = `${hub.say(message(`state.${from}`))} → ${hub.say(message(`state.${to}`))}`;
  // The state is what is told first where it is different.
  return (from === to ? changes : [arrow, ...changes.slice(1)]).join(' · ');
}
