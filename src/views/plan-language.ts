/** Completion, hover, problems and quick fixes in the plan files, for founders without an extension for YAML. */
import * as vscode from 'vscode';
import { type Suggestion, scalar, suggest } from '../plan-language/completion.ts';
import type { Finding, Fix } from '../plan-language/findings.ts';
import { hoverAt, hoverCommands } from '../plan-language/hover.ts';
import { addPerson } from '../plan-language/team-edit.ts';
import { planWords } from '../plan-language/words.ts';
import type { Project } from '../project/project.ts';
import type { Hub } from './hub.ts';
import {
  planPlace,
  planSelector,
  planUri,
  positionsIn,
  readFacts,
  readPlans,
  stepTitles,
} from './plan-files.ts';
import { PlanProblems } from './plan-problems.ts';

/** After which signs values are offered without being asked for. */
const triggers = [' ', '"', '[', ','];

/** Starts all of it; it ends with the extension. */
export function startPlanLanguage(hub: Hub): void {
  const problems = new PlanProblems(hub);
  hub.context.subscriptions.push(
    problems,
    vscode.languages.registerCompletionItemProvider(
      planSelector,
      { provideCompletionItems: (document, position) => completions(hub, document, position) },
      ...triggers,
    ),
    vscode.languages.registerHoverProvider(planSelector, {
      provideHover: (document, position) => hover(hub, document, position),
    }),
    vscode.languages.registerCodeActionsProvider(
      planSelector,
      { provideCodeActions: (document, range, context) => fixes(hub, problems, document, range, context) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

async function completions(
  hub: Hub,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  await hub.whenReady();
  const place = planPlace(hub, document.uri);
  if (place === undefined) {
    return [];
  }
  const facts = await readFacts(hub, place.project);
  const offset = document.offsetAt(position);
  return suggest(place.plan, document.getText(), offset, facts, hub.language).map((one, index) =>
    completionItem(document, one, index),
  );
}

const itemKinds = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  entry: vscode.CompletionItemKind.Snippet,
} as const;

function completionItem(
  document: vscode.TextDocument,
  one: Suggestion,
  index: number,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label: one.label, description: one.detail }, itemKinds[one.kind]);
  item.documentation = one.about;
  item.range = rangeIn(document, one);
  item.insertText = new vscode.SnippetString(one.insert);
  item.filterText = one.filter;
  item.sortText = String(index).padStart(4, '0');
  if (one.again) {
    item.command = { command: 'editor.action.triggerSuggest', title: '' };
  }
  return item;
}

function rangeIn(
  document: vscode.TextDocument,
  { from, to }: { readonly from: number; readonly to: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(from), document.positionAt(to));
}

async function hover(
  hub: Hub,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  await hub.whenReady();
  const place = planPlace(hub, document.uri);
  if (place === undefined) {
    return undefined;
  }
  const steps = [...(await stepTitles(hub))].map(([id, title]) => ({ id, title }));
  const found = hoverAt(place.plan, document.getText(), document.offsetAt(position), steps, hub.language);
  if (found === undefined) {
    return undefined;
  }
  const words = new vscode.MarkdownString(found.markdown);
  words.isTrusted = { enabledCommands: [...hoverCommands] };
  return new vscode.Hover(words, rangeIn(document, found));
}

async function fixes(
  hub: Hub,
  problems: PlanProblems,
  document: vscode.TextDocument,
  range: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): Promise<vscode.CodeAction[]> {
  const place = planPlace(hub, document.uri);
  if (place === undefined) {
    return [];
  }
  const touched = problems.in(document).filter((one) => rangeIn(document, one).intersection(range));
  const made = await Promise.all(
    touched.map(async (finding) => {
      const own = diagnostics.filter(
        ({ code, range: marked }) =>
          code === finding.message.key && marked.isEqual(rangeIn(document, finding)),
      );
      const edits = await Promise.all(
        finding.fixes.map((fix) => edit(hub, place.project, document, finding, fix)),
      );
      return edits
        .filter((one) => one !== undefined)
        .map((one, index) => action(one.title, one.edit, own, index === 0));
    }),
  );
  return made.flat();
}

function action(
  title: string,
  edited: vscode.WorkspaceEdit,
  diagnostics: vscode.Diagnostic[],
  isPreferred: boolean,
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  return Object.assign(made, { edit: edited, diagnostics, isPreferred });
}

/** What a fix would change and what it is called; undefined where the file that it changes is not as it must be. */
async function edit(
  hub: Hub,
  project: Project,
  document: vscode.TextDocument,
  finding: Finding,
  fix: Fix,
): Promise<{ readonly title: string; readonly edit: vscode.WorkspaceEdit } | undefined> {
  const say = planWords(hub.language);
  const made = new vscode.WorkspaceEdit();
  if (fix.kind === 'rename') {
    made.replace(document.uri, rangeIn(document, finding), scalar(fix.to));
    return { title: say('fix.rename', { to: fix.to }), edit: made };
  }
  const { team } = await readPlans(project);
  const added = team === undefined ? undefined : addPerson(team, fix.person);
  if (team === undefined || added === undefined) {
    return undefined;
  }
  const position = positionsIn(team);
  const range = new vscode.Range(position(added.from), position(added.to));
  made.replace(planUri(project, 'team'), range, added.text);
  return { title: say('fix.addPerson', { name: fix.person }), edit: made };
}
