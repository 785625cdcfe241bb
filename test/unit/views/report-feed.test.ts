import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { definitionFor } from '../../../src/checklist/definition.ts';
import { statusOf } from '../../../src/checklist/overview.ts';
import { nodeFiles } from '../../../src/project/files.ts';
import { noGit } from '../../../src/project/git.ts';
import { readProject } from '../../../src/project/project.ts';
import type { ReportModel } from '../../../src/report/model.ts';
import { ReportFeed, type Source } from '../../../src/views/report-feed.ts';
import { samples } from '../checklist/samples.ts';
import { Folder } from '../project/folder.ts';

/** Longer than the feed rests and reads. */
const settled = 600;

describe('the report behind the Progress page', () => {
  let folder: Folder;
  let sent: ReportModel[];
  let feed: ReportFeed;
  beforeEach(async () => {
    folder = new Folder().project();
    samples(folder);
    const project = await readProject(nodeFiles, folder.root);
    const definition = definitionFor([]);
    const progress = { version: 1, items: {} } as const;
    const source: Source = {
      language: 'en',
      session: {
        project,
        definition,
        progress: { kind: 'ok', progress, text: undefined },
        git: noGit,
        history: async () => [],
        sections: () => statusOf(definition, progress, new Map(), new Date()),
      },
      guide: async () => ({ language: 'en', chapters: [], sections: [], links: [] }),
    };
    sent = [];
    feed = new ReportFeed(source, (model) => sent.push(model));
  });
  afterEach(() => {
    feed.dispose();
    folder.remove();
  });

  it('is sent once however often something may have changed, and again only where something has', async () => {
    feed.call();
    feed.call();
    await wait(settled);
    assert.equal(sent.length, 1);
    feed.call();
    await wait(settled);
    assert.equal(sent.length, 1, 'nothing has changed');
    folder.write('plan/goals.yaml', 'goals: [\n');
    feed.call();
    await wait(settled);
    const goals = sent[1]?.goals;
    assert.ok(goals && 'problem' in goals && goals.problem.file === 'plan/goals.yaml');
  });

  it('is there at once for a page that begins anew', async () => {
    feed.call();
    await wait(settled);
    feed.restart();
    assert.equal(sent.length, 2);
    await wait(settled);
    assert.equal(sent.length, 2);
  });
});
