/** What is wrong in the plan files of every project of the window, in the Problems panel, as one types. */
import * as vscode from 'vscode';
import { definition, stepsOf } from '../checklist/definition.ts';
import { factsOf, type PlanTexts } from '../plan-language/facts.ts';
import { type Finding, findingsOf } from '../plan-language/findings.ts';
import { planNames } from '../project/plans.ts';
import type { Project } from '../project/project.ts';
import { Debounced } from './debounced.ts';
import type { Hub } from './hub.ts';
import { planPlace, planUri, positionsIn, readPlans } from './plan-files.ts';

/** Long enough for a word to be typed, short enough to be there when one looks up. */
const delayMs = 200;

const steps = new Set(stepsOf(definition).map(({ id }) => id));

export class PlanProblems implements vscode.Disposable {
  private readonly hub: Hub;
  private readonly shown = vscode.languages.createDiagnosticCollection('ai-venture-plan');
  private readonly soon = new Debounced(delayMs, () => this.check());
  private readonly disposables: readonly vscode.Disposable[];
  /** What was last looked at, so that a tick in the checklist does not parse all plans again. */
  private seen = '';
  private looked: ReadonlyMap<string, Looked> = new Map();

  constructor(hub: Hub) {
    this.hub = hub;
    const watcher = vscode.workspace.createFileSystemWatcher('**/plan/*.yaml');
    const onFile = () => this.soon.call();
    const onDocument = ({ uri }: vscode.TextDocument) => planPlace(hub, uri) && this.soon.call();
    this.disposables = [
      this.shown,
      this.soon,
      watcher,
      watcher.onDidChange(onFile),
      watcher.onDidCreate(onFile),
      watcher.onDidDelete(onFile),
      vscode.workspace.onDidChangeTextDocument(({ document }) => onDocument(document)),
      vscode.workspace.onDidOpenTextDocument(onDocument),
      vscode.workspace.onDidCloseTextDocument(onDocument),
      hub.onDidChange(onFile),
    ];
    this.soon.call();
  }

  dispose(): void {
    for (const one of this.disposables) {
      one.dispose();
    }
  }

  /** What was found in a document; nothing where it has changed since, so that no place in it is wrong. */
  in(document: vscode.TextDocument): readonly Finding[] {
    const looked = this.looked.get(document.uri.toString());
    return looked?.text === document.getText() ? looked.findings : [];
  }

  private async check(): Promise<void> {
    await this.hub.whenReady();
    const { projects, language } = this.hub;
    const texts = await Promise.all(
      projects.map(async (project) => [project, await readPlans(project)] as const),
    );
    const state = JSON.stringify([language, texts.map(([{ root }, plans]) => [root, plans])]);
    if (state === this.seen) {
      return;
    }
    this.seen = state;
    const looked = texts.flatMap(([project, plans]) => look(project, plans));
    this.looked = new Map(looked.map((one) => [one.uri.toString(), one]));
    this.shown.clear();
    this.shown.set(looked.map((one) => [one.uri, this.diagnostics(one)]));
  }

  private diagnostics({ text, findings }: Looked): vscode.Diagnostic[] {
    const position = positionsIn(text);
    return findings.map((finding) => this.diagnostic(finding, position));
  }

  private diagnostic(finding: Finding, position: (offset: number) => vscode.Position): vscode.Diagnostic {
    const severity =
      finding.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
    const range = new vscode.Range(position(finding.from), position(finding.to));
    const made = new vscode.Diagnostic(range, this.hub.say(finding.message), severity);
    made.source = 'AI Venture';
    made.code = finding.message.key;
    return made;
  }
}

/** A file as it was looked at. */
interface Looked {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly findings: readonly Finding[];
}

function look(project: Project, texts: PlanTexts): readonly Looked[] {
  const { people } = factsOf(texts, (id) => id, '');
  const findings = findingsOf(texts, { steps, people });
  return planNames.flatMap((name) => {
    const own = findings.get(name) ?? [];
    return own.length === 0 ? [] : [{ uri: planUri(project, name), text: texts[name] ?? '', findings: own }];
  });
}
