import * as vscode from 'vscode';
import { type Filter, filters } from '../checklist/filter.ts';
import { message } from '../project/words.ts';
import { currentSession } from '../views/actions.ts';
import type { App } from '../views/app.ts';

const icons: Readonly<Record<Filter, string>> = {
  all: 'list-unordered',
  open: 'circle-large',
  mine: 'person',
  overdue: 'warning',
  confirm: 'verified',
};

/** AI Venture: Filter Checklist… — which steps are shown: `wanted`, or what is picked. */
export async function filterChecklist({ hub }: App, wanted?: Filter): Promise<void> {
  const session = await currentSession(hub);
  const filter = wanted ?? (await pick());
  if (filter !== undefined) {
    await hub.setFilter(filter);
  }

  async function pick(): Promise<Filter | undefined> {
    const counts = await Promise.all(filters.map(async (one) => (await session.filtered(one)).length));
    const items = filters.map((one, index) => ({
      filter: one,
      label: `$(${icons[one]}) ${hub.say(message(`filter.${one}`))}`,
      description: [
        hub.say(message('bulk.count', { n: counts[index] ?? 0 })),
        ...(one === hub.filter ? [hub.say(message('pick.now'))] : []),
      ].join(' · '),
    }));
    return (await vscode.window.showQuickPick(items, { title: hub.say(message('filter.title')) }))?.filter;
  }
}
