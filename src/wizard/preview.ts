/** The files of a project before they are written: read-only documents in the editor's own viewers. */
import * as vscode from 'vscode';
import type { Plan } from '../generator/generate.ts';
import { sizeText } from '../generator/words.ts';
import type { Item } from './items.ts';
import { pick, pickMany } from './quick-input.ts';
import type { WizardTranslator } from './words.ts';

export const previewScheme = 'ai-venture-preview';

/** Serves what the plan that is looked at would write. */
export class Preview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(previewScheme, this);
  readonly onDidChange = this.#changed.event;
  #texts = new Map<string, string>();

  /** The documents show `plan` from now on, those that are open too. */
  show(plan: Plan): void {
    const decoder = new TextDecoder();
    const before = this.#texts;
    this.#texts = new Map(plan.files.map((file) => [file.path, decoder.decode(file.bytes)]));
    for (const [path, text] of this.#texts) {
      if (before.has(path) && before.get(path) !== text) {
        this.#changed.fire(this.uri(path));
      }
    }
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: previewScheme, path: `/${path}` });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path.slice(1)) ?? '';
  }

  /** Closes what was opened: what it showed is on disk now, or nowhere. */
  async close(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter((tab) => isPreview(tab.input)));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function isPreview(input: unknown): boolean {
  const uris: vscode.Uri[] = [];
  if (input instanceof vscode.TabInputText) {
    uris.push(input.uri);
  } else if (input instanceof vscode.TabInputTextDiff) {
    uris.push(input.modified);
  } else if (
    typeof input === 'object' &&
    input !== null &&
    'textDiffs' in input &&
    Array.isArray(input.textDiffs)
  ) {
    // The multi-file editor: its class is not in the stable API.
    uris.push(...input.textDiffs.map((diff: vscode.TabInputTextDiff) => diff.modified));
  }
  return uris.some((uri) => uri.scheme === previewScheme);
}

function targetUri(plan: Plan, path: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.file(plan.inspection.target), path);
}

/** Opens the existing file beside the one that would take its place. */
export async function compare(
  plan: Plan,
  path: string,
  preview: Preview,
  say: WizardTranslator,
): Promise<void> {
  const title = say('compareTitle', { file: path });
  const options = { preview: true, preserveFocus: true };
  await vscode.commands.executeCommand(
    'vscode.diff',
    targetUri(plan, path),
    preview.uri(path),
    title,
    options,
  );
}

type PreviewChoice = { readonly all: true } | { readonly all: false; readonly path: string };

/** The list of files; each opens while the list stays, until Back or Escape. */
export async function browse(
  plan: Plan,
  name: string,
  preview: Preview,
  say: WizardTranslator,
): Promise<void> {
  const conflicts = new Set(plan.inspection.conflicts.map((conflict) => conflict.path));
  const note = (path: string) => {
    if (conflicts.has(path)) {
      return `$(warning) ${say('fileConflict')}`;
    }
    return say(plan.inspection.same.has(path) ? 'fileSame' : 'fileNew');
  };
  const items: Item<PreviewChoice>[] = [
    { label: `$(diff-multiple) ${say('previewAll')}`, value: { all: true } },
    ...plan.files.map((file) => ({
      label: `$(file) ${file.path}`,
      description: `${note(file.path)} · ${sizeText(file.bytes.length)}`,
      value: { all: false, path: file.path } as const,
    })),
  ];
  let last = '';
  for (;;) {
    const outcome = await pick<PreviewChoice>(
      { title: say('title'), question: say('previewQuestion'), position: undefined, canGoBack: true },
      items,
      (choice) => !choice.all && choice.path === last,
    );
    if (outcome.kind !== 'value') {
      return;
    }
    const choice = outcome.value;
    if (choice.all) {
      await openAll(plan, conflicts, name, preview, say);
    } else if (conflicts.has(choice.path)) {
      await compare(plan, choice.path, preview, say);
    } else {
      await vscode.window.showTextDocument(preview.uri(choice.path), { preview: true, preserveFocus: true });
    }
    last = choice.all ? '' : choice.path;
  }
}

async function openAll(
  plan: Plan,
  conflicts: ReadonlySet<string>,
  name: string,
  preview: Preview,
  say: WizardTranslator,
): Promise<void> {
  const resources = plan.files
    .filter((file) => !plan.inspection.same.has(file.path))
    .map((file) => [
      targetUri(plan, file.path),
      conflicts.has(file.path) ? targetUri(plan, file.path) : undefined,
      preview.uri(file.path),
    ]);
  await vscode.commands.executeCommand('vscode.changes', say('previewTitle', { name }), resources);
}

/** Which of the files that exist are to be replaced; undefined where the person went back. All the others are kept. */
export async function chooseReplaced(
  plan: Plan,
  preview: Preview,
  say: WizardTranslator,
): Promise<readonly string[] | undefined> {
  const items = plan.inspection.conflicts.map(
    ({ path }): Item<string> => ({
      label: path,
      button: { icon: 'diff', tooltip: say('compare') },
      value: path,
    }),
  );
  const frame = {
    title: say('title'),
    question: say('conflictsQuestion'),
    position: undefined,
    canGoBack: true,
  };
  const outcome = await pickMany(frame, items, {
    onItem: (path) => void compare(plan, path, preview, say),
  });
  return outcome.kind === 'value' ? outcome.value : undefined;
}
