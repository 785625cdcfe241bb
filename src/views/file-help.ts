/** What the editor says in files of a project: which step and which section of the guide they belong to. Reads only. */
import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { definitionFor } from '../checklist/definition.ts';
import type { StepState } from '../checklist/progress.ts';
import { ProgressStore } from '../checklist/store.ts';
import { explaining } from '../guide/links.ts';
import { openingOf, titleOf } from '../guide/load.ts';
import { keyAt, stepsNaming } from '../guide/named.ts';
import { nodeFiles } from '../project/files.ts';
import { type Project, projectOf } from '../project/project.ts';
import { message } from '../project/words.ts';
import type { Hub } from './hub.ts';

/** Above a file stand at most this many steps, over a key at most this many sections. */
const mostSteps = 3;
const mostSections = 3;

const icons: Readonly<Record<StepState, string>> = {
  todo: 'circle-large-outline',
  doing: 'play-circle',
  done: 'pass-filled',
  skipped: 'circle-slash',
};

/** Registers CodeLens and hover as soon as the window has a project; until then the editor asks us nothing. */
export function startFileHelp(hub: Hub): void {
  let started = false;
  const start = () => {
    if (!started && hub.projects.length > 0) {
      started = true;
      hub.context.subscriptions.push(...register(hub));
    }
  };
  hub.context.subscriptions.push(hub.onDidChange(start));
  hub.whenReady().then(start, (error: unknown) => console.error(error));
}

function register(hub: Hub): readonly vscode.Disposable[] {
  const changed = new vscode.EventEmitter<void>();
  return [
    changed,
    hub.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(
      { scheme: 'file' },
      { onDidChangeCodeLenses: changed.event, provideCodeLenses: ({ uri }) => lensesFor(hub, uri) },
    ),
    vscode.languages.registerHoverProvider(
      { scheme: 'file', pattern: '**/configs/**/*.yaml' },
      { provideHover: (document, position) => keyHover(hub, document, position) },
    ),
  ];
}

interface ProjectFile {
  readonly project: Project;
  /** Relative to the project, POSIX. */
  readonly path: string;
}

async function fileOf(hub: Hub, fsPath: string): Promise<ProjectFile | undefined> {
  await hub.whenReady();
  const project = projectOf(hub.projects, fsPath);
  return project === undefined
    ? undefined
    : { project, path: relative(project.root, fsPath).split(sep).join('/') };
}

/** On the first line, for each step that names the file, its section of the guide and its state. */
export async function lensesFor(hub: Hub, uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const wanted = vscode.workspace.getConfiguration('aiVenture', uri).get('codeLens', true);
  const file = wanted ? await fileOf(hub, uri.fsPath) : undefined;
  if (file === undefined) {
    return [];
  }
  const { project, path } = file;
  const steps = stepsNaming(definitionFor(project.plan), path, project.packageName).slice(0, mostSteps);
  if (steps.length === 0) {
    return [];
  }
  const [guide, states] = await Promise.all([hub.guide(), statesOf(hub, project)]);
  const top = new vscode.Range(0, 0, 0, 0);
  return steps.flatMap(({ id }) => {
    const state = states(id);
    const step = { id, title: titleOf(guide, id) };
    return [
      new vscode.CodeLens(top, {
        title: `$(book) ${hub.say(message('lens.guide', step))}`,
        tooltip: openingOf(guide, id),
        command: 'aiVenture.openInGuide',
        arguments: [{ stepId: id }],
      }),
      new vscode.CodeLens(top, {
        title: `$(${icons[state]}) ${hub.say(message(`state.${state}`))}`,
        tooltip: hub.say(message('lens.step', step)),
        command: 'aiVenture.showStep',
        arguments: [id],
      }),
    ];
  });
}

/** The state of each step by its id. Of a project that is not the one being worked on, the file is read for it. */
async function statesOf(hub: Hub, project: Project): Promise<(id: string) => StepState> {
  const { session } = hub;
  if (session?.project.root === project.root) {
    const { items } = session.readable;
    return (id) => items[id]?.state ?? 'todo';
  }
  const read = await new ProgressStore(project.root, nodeFiles).read();
  return (id) => (read.kind === 'ok' ? (read.progress.items[id]?.state ?? 'todo') : 'todo');
}

/** The sections that explain a key of a configuration; undefined where the guide does not lead to its file. */
export async function keyHover(
  hub: Hub,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const lines = Array.from({ length: position.line + 1 }, (_, index) => document.lineAt(index).text);
  const key = keyAt(lines, position.line, position.character);
  const file = key === undefined ? undefined : await fileOf(hub, document.uri.fsPath);
  if (key === undefined || file === undefined) {
    return undefined;
  }
  const guide = await hub.guide();
  const found = explaining(guide, file.path, key.path).slice(0, mostSections);
  if (found.length === 0) {
    return undefined;
  }
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: ['aiVenture.openInGuide'] };
  text.appendText(hub.say(message('hover.key', { key: key.path.join('.') })));
  for (const { id } of found) {
    const link = `command:aiVenture.openInGuide?${encodeURIComponent(JSON.stringify([{ stepId: id }]))}`;
    text.appendMarkdown(`\n\n[${id} ${escaped(titleOf(guide, id))}](${link})  \n`);
    text.appendText(openingOf(guide, id));
  }
  const { line } = position;
  return new vscode.Hover(text, new vscode.Range(line, key.from, line, key.to));
}

const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!<>&]/g, '\\$&');
