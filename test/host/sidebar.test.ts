/** The Checklist view over real files, watchers and workspace folders. */
import assert from 'node:assert/strict';
import { existsSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  clear,
  eventually,
  folder,
  items,
  makeProject,
  type OpenView,
  openView,
  read,
  remove,
  write,
} from './support.ts';

const report = (result: object) => ({
  schema: 'ai-venture/data@1',
  at: new Date(Date.now() - 7_200_000).toISOString(),
  git: '',
  config_sha256: '',
  inputs: {},
  result: { sources: null, clean: null, split: null, normalize: null, augment: null, ...result },
});
const cleaned = report({ clean: { rows_in: 10, rows_kept: 9, dropped: { duplicate: 1 }, filled: {} } });

describe('the checklist view', () => {
  let open: OpenView;
  const view = () => open.view;
  beforeEach(async () => {
    clear();
    makeProject('Acme Reviews');
    open = await openView();
    await view().checklist('the checklist');
  });
  afterEach(() => {
    open.dispose();
    clear();
  });

  it('paints the checklist, in a page that lets nothing else in', () => {
    // A machine that is slow to read sees the skeleton first; a view that comes back never does.
    view().show(false);
    const { html, options } = view().webview as { html: string; options: vscode.WebviewOptions };
    assert.equal(view().drawn.state, 'checklist');
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    const [, nonce = ''] = /script-src 'nonce-([A-Za-z0-9+/=]{22,})'(?:;|$)/.exec(policy) ?? [];
    assert.ok(policy.startsWith("default-src 'none'; ") && nonce !== '', policy);
    assert.doesNotMatch(policy, /unsafe|\*|https?:(?!\/\/views\.test)/);
    assert.doesNotMatch(html, /\son\w+=|\sstyle=|javascript:/);
    assert.deepEqual(
      options.localResourceRoots?.map(({ path }) => path.split('/').slice(-2).join('/')),
      ['dist/webview'],
    );
    assert.equal(options.enableCommandUris, false);
  });

  it('keeps hostile text as text', async () => {
    const name = '</script><script>alert(1)</script> {{7*7}} "; import os #';
    makeProject(name);
    await view().checklist('the name', ({ project }) => project.name === name);
    view().show(false);
    assert.equal(view().drawn.state === 'checklist' && view().drawn.state, 'checklist');
    assert.doesNotMatch(view().webview.html, /<script>alert/);
  });

  it('ticks on disk, offers to undo, and undoes', async () => {
    view().send({ type: 'tick', id: '5.1.1', done: true });
    const { done } = await view().checklist('the tick', () => view().step('5.1.1')?.justDone === true);
    assert.equal(done, 1);
    assert.equal(items()['5.1.1']?.['state'], 'done');
    view().send({ type: 'undo' });
    await view().checklist('the undo', () => view().step('5.1.1')?.state === 'todo');
    assert.equal(items()['5.1.1'], undefined);
  });

  it('filters, and remembers it for the project', async () => {
    write('.ai-venture/progress.json', {
      version: 1,
      items: { '5.1.1': { due: '2020-01-01' }, '5.1.2': { due: '2199-01-01' } },
    });
    await view().checklist('the due date', () => view().step('5.1.1')?.due === '2020-01-01');
    await open.hub.setFilter('overdue');
    const { filter } = await view().checklist('the filter', (model) => model.filter.kind === 'overdue');
    assert.deepEqual([filter.shown, filter.of], [1, 20]);
    assert.deepEqual([view().step('5.1.1')?.shown, view().step('5.1.2')?.shown], [true, false]);
    const again = await openView(open.memory);
    await again.view.checklist('the filter again', (model) => model.filter.kind === 'overdue');
    again.dispose();
  });

  it('heads chapters where a project tracks several, and follows its choice', async () => {
    const project = JSON.parse(read('.ai-venture/project.json'));
    write('.ai-venture/project.json', { ...project, plan: ['management'] });
    const { chapters } = await view().checklist('the chapters', (model) => model.chapters.length > 0);
    assert.deepEqual(
      chapters.map(({ id }) => id),
      ['5', '3'],
    );
    assert.ok(chapters.every(({ title }) => /^[A-Z]/.test(title)));
    write('.ai-venture/project.json', project);
    await view().checklist('one chapter', (model) => model.chapters.length === 0);
  });

  it('accepts many steps as one change, and goes back change by change', async () => {
    const sources = [{ name: 'digits', path: '', license: 'CC BY 4.0', rows: 10, sha256: 'a'.repeat(64) }];
    write('reports/data.json', report({ ...cleaned.result, sources }));
    await view().checklist('two proposals', ({ toConfirm }) => toConfirm === 2);
    const { session } = open.hub;
    assert.ok(session);
    view().send({ type: 'tick', id: '5.1.1', done: true });
    await view().checklist('the tick', ({ done }) => done === 1);
    assert.deepEqual(await session.accept(['5.2.1', '5.2.2', '5.2.3']), ['5.2.3']);
    const { undo } = await view().checklist('both ticks', ({ done }) => done === 3);
    assert.equal(undo, 'accept 2 steps');
    view().send({ type: 'undo' });
    await view().checklist('both taken back', ({ done }) => done === 1);
    assert.deepEqual(Object.keys(items()), ['5.1.1']);
    const said = view().messages.findLast(({ type }) => type === 'said');
    assert.equal(said?.type === 'said' && said.message, 'Undone: accept 2 steps');
    view().send({ type: 'undo' });
    await view().checklist('the first too', ({ done }) => done === 0);
    view().send({ type: 'undo' });
    await eventually('nothing left', () =>
      view().messages.some((one) => one.type === 'failed' && one.message === 'There is nothing to undo.'),
    );
  });

  it('loses no tick of two windows', async () => {
    const other = await openView();
    for (const [one, id] of [
      [view(), '5.1.1'],
      [other.view, '5.1.2'],
      [view(), '5.1.3'],
      [other.view, '5.2.1'],
    ] as const) {
      one.send({ type: 'tick', id, done: true });
    }
    await eventually('four ticks on disk', () => Object.keys(items()).length === 4);
    for (const one of [view(), other.view]) {
      await one.checklist('four ticks shown', ({ done }) => done === 4);
    }
    other.dispose();
  });

  it('shows a change from outside within a second', async () => {
    const start = Date.now();
    write('.ai-venture/progress.json', { version: 1, items: { '5.1.1': { state: 'doing', owner: 'Ravi' } } });
    await view().checklist('the change', () => view().step('5.1.1')?.owner === 'Ravi');
    assert.ok(Date.now() - start < 1000, `${Date.now() - start} ms`);
  });

  it('follows a file that is replaced, as git does it', async () => {
    write('outside', JSON.stringify({ version: 1, items: { '5.1.2': { state: 'done' } } }));
    renameSync(join(folder, 'outside'), join(folder, '.ai-venture/progress.json'));
    await view().checklist('the change', ({ done }) => done === 1);
  });

  it('proposes what a report supports, badges it, takes it with file and hash, and sees it go stale', async () => {
    write('reports/data.json', cleaned);
    const { toConfirm } = await view().checklist(
      'the proposal',
      () => view().step('5.2.2')?.evidence?.kind === 'proposed',
    );
    assert.equal(toConfirm, 1);
    assert.deepEqual(view().badge, { value: 1, tooltip: 'Steps to confirm: 1' });
    assert.equal(view().step('5.2.2')?.evidence?.says, '9 of 10 rows kept');
    assert.equal(items()['5.2.2'], undefined, 'evidence proposes, it does not tick');
    view().send({ type: 'accept', id: '5.2.2' });
    await view().checklist('the tick', () => view().step('5.2.2')?.state === 'done');
    assert.match(items()['5.2.2']?.['note'] ?? '', /^reports\/data\.json sha256:[0-9a-f]{12}$/);
    assert.equal(view().badge, undefined);
    write('reports/data.json', { ...cleaned, inputs: { 'configs/data.yaml': 'a'.repeat(64) } });
    await view().checklist('stale', () => view().step('5.2.2')?.evidence?.kind === 'stale');
  });

  it('accepts nothing that is not proposed any more', async () => {
    view().send({ type: 'accept', id: '5.2.2' });
    const failed = await eventually('the refusal', () =>
      view().messages.find(({ type }) => type === 'failed'),
    );
    assert.match(failed.type === 'failed' ? failed.message : '', /has changed since/);
    assert.deepEqual(items(), {});
  });

  it('shows a file that cannot be read with its line, and the rest as ever', async () => {
    write('reports/tuning.json', '{\n  "schema": "ai-venture/tuning@1",\n  "at": 7\n}\n');
    await view().checklist('invalid', () => view().step('5.3.2')?.evidence?.kind === 'invalid');
    const evidence = view().step('5.3.2')?.evidence;
    assert.deepEqual(evidence?.kind === 'invalid' && [evidence.line, evidence.says], [
      3,
      '“at” must be text',
    ]);
  });

  it('never writes to a progress file that it cannot read, and goes on once it can', async () => {
    const broken = '{\n  "version": 1,\n  "items": {\n    "5.1.1": { "state": "done"\n';
    write('.ai-venture/progress.json', broken);
    await eventually('broken', () => view().model.state === 'broken');
    const { model } = view();
    assert.deepEqual(model.state === 'broken' && [model.file, model.line, model.conflict], [
      '.ai-venture/progress.json',
      5,
      false,
    ]);
    view().send({ type: 'tick', id: '5.1.2', done: true });
    await eventually('the refusal', () => view().messages.find(({ type }) => type === 'failed'));
    assert.equal(read('.ai-venture/progress.json'), broken);
    write('.ai-venture/progress.json', '{ "version": 1, "items": { "5.1.1": { "state": "done" } } }');
    await view().checklist('mended', ({ done }) => done === 1);
  });

  it('recognizes a conflict', async () => {
    write('.ai-venture/progress.json', '{\n<<<<<<< HEAD\n=======\n>>>>>>> x\n}\n');
    await eventually('the conflict', () => view().model.state === 'broken' && view().model);
    assert.equal(
      view().model.state === 'broken' &&
        'conflict' in view().model &&
        (view().model as { conflict: boolean }).conflict,
      true,
    );
  });

  it('drops messages that are none, and steps that are none', async () => {
    for (const message of [
      null,
      7,
      {},
      { type: 'tick' },
      { type: 'tick', id: '../x', done: true },
      { type: 'run', id: '5.2.2', index: -1 },
    ]) {
      view().send(message as object);
    }
    view().send({ type: 'tick', id: '8.8.8', done: true });
    await eventually('the refusal', () => view().messages.find(({ type }) => type === 'failed'));
    assert.deepEqual(items(), {});
  });

  it('opens no file outside the project', async () => {
    symlinkSync('/etc', join(folder, 'outside'));
    for (const file of ['../../etc/hostname', '/etc/hostname', 'outside/hostname', 'none.md']) {
      const before = view().messages.filter(({ type }) => type === 'failed').length;
      view().send({ type: 'openFile', file });
      await eventually(file, () => view().messages.filter(({ type }) => type === 'failed').length > before);
    }
    remove('outside');
  });

  it('sends the detail of a step that is opened, and again when it changes', async () => {
    write('src/acme_reviews/data/clean.py', '');
    view().send({ type: 'openStep', id: '5.2.2' });
    const detail = () => {
      const sent = view().messages.findLast(({ type }) => type === 'detail');
      return sent?.type === 'detail' ? sent.detail : undefined;
    };
    const first = await eventually('the detail', detail);
    assert.deepEqual(first.files, [{ path: 'src/acme_reviews/data/clean.py', exists: true }]);
    assert.deepEqual(first.commands, [{ label: 'data clean', command: 'python -m acme_reviews data clean' }]);
    assert.match(first.guide, /^<p>/);
    view().send({ type: 'edit', id: '5.2.2', field: 'owner', value: ' Mei ' });
    await eventually('saved', () => view().messages.some(({ type }) => type === 'saved'));
    await eventually('its history', () => detail()?.history.some(({ what }) => what === 'assigned Mei'));
  });

  it('refuses a due date that is none', async () => {
    view().send({ type: 'edit', id: '5.2.2', field: 'due', value: '2026-02-30' });
    const failed = await eventually('the refusal', () =>
      view().messages.find(({ type }) => type === 'failed'),
    );
    assert.deepEqual(failed, { type: 'failed', id: '5.2.2', message: 'A due date looks like 2026-12-01.' });
  });

  it('changes and runs nothing in a workspace that is not trusted', async () => {
    const session = open.hub.session;
    assert.ok(session);
    Object.defineProperty(session, 'trusted', { value: false });
    write('.ai-venture/progress.json', { version: 1, items: { '5.1.1': { state: 'done' } } });
    const { trusted } = await view().checklist('the reading', ({ done }) => done === 1);
    assert.equal(trusted, false);
    const before = read('.ai-venture/progress.json');
    let started = false;
    const listener = vscode.tasks.onDidStartTask(() => {
      started = true;
    });
    view().send({ type: 'tick', id: '5.1.2', done: true });
    view().send({ type: 'run', id: '5.2.2', index: 0 });
    await eventually(
      'both refused',
      () => view().messages.filter(({ type }) => type === 'failed').length === 2,
    );
    listener.dispose();
    assert.equal(read('.ai-venture/progress.json'), before);
    assert.equal(started, false);
  });

  it('speaks the language of the setting, and paints anew when it changes', async () => {
    const settings = vscode.workspace.getConfiguration('aiVenture');
    try {
      await settings.update('language', 'zh-cn', vscode.ConfigurationTarget.Workspace);
      await eventually('the page in Chinese', () => view().webview.html.includes('<html lang="zh-cn">'));
      const title = view().drawn.state === 'checklist' && view().drawn;
      assert.equal(title && title.state === 'checklist' && title.sections[1]?.title, '数据收集与预处理');
    } finally {
      await settings.update('language', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('says so when the project goes and when one comes', async () => {
    remove('.ai-venture');
    await eventually('none', () => view().model.state === 'none');
    makeProject('Another');
    await view().checklist('another', ({ project }) => project.name === 'Another');
  });
});

/** The editor takes one change of folders at a time. */
async function changeFolders(change: () => boolean): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listener.dispose();
      resolve();
    });
  });
  assert.ok(change());
  await changed;
}

describe('several projects', () => {
  beforeEach(() => {
    clear();
    makeProject('Reviews', 'apps/reviews');
    makeProject('Search', 'apps/search');
  });
  afterEach(clear);

  it('are offered, each with its own progress, and the choice is remembered', async () => {
    write('apps/search/.ai-venture/progress.json', { version: 1, items: { '5.1.1': { state: 'done' } } });
    const open = await openView();
    const { model } = open.view;
    assert.ok(model.state === 'chooser');
    assert.deepEqual(
      model.projects.map(({ name, path, done, all }) => [name, path, done, all]),
      [
        ['Reviews', 'apps/reviews', 0, 20],
        ['Search', 'apps/search', 1, 20],
      ],
    );
    const [, search] = model.projects;
    open.view.send({ type: 'chooseProject', id: search?.id ?? '' });
    const { project } = await open.view.checklist('Search', ({ done }) => done === 1);
    assert.deepEqual([project.name, project.switchable], ['Search', true]);
    open.view.send({ type: 'tick', id: '5.1.2', done: true });
    await eventually('the tick', () => items('apps/search')['5.1.2']);
    assert.deepEqual(items('apps/reviews'), {});
    open.dispose();
    const again = await openView(open.memory);
    await again.view.checklist('Search again', ({ project: { name } }) => name === 'Search');
    again.dispose();
  });

  it('come with a folder that is added to the workspace', async () => {
    remove('apps/search');
    const open = await openView();
    await open.view.checklist('Reviews', ({ project }) => !project.switchable);
    const other = `${folder}-other`;
    const count = vscode.workspace.workspaceFolders?.length ?? 0;
    const { mkdirSync, rmSync, cpSync } = await import('node:fs');
    mkdirSync(other);
    cpSync(join(folder, 'apps/reviews/.ai-venture'), join(other, '.ai-venture'), { recursive: true });
    try {
      await changeFolders(() =>
        vscode.workspace.updateWorkspaceFolders(count, 0, { uri: vscode.Uri.file(other) }),
      );
      await open.view.checklist('the switch', ({ project }) => project.switchable);
      assert.equal(open.hub.projects.length, 2);
    } finally {
      await changeFolders(() => vscode.workspace.updateWorkspaceFolders(count, 1));
      rmSync(other, { recursive: true });
      open.dispose();
    }
    assert.ok(existsSync(folder));
  });
});
