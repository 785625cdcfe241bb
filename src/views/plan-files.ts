/** The plan files of the window's projects as they stand in the editor: with what is typed and not saved yet. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { definition, stepsOf } from '../checklist/definition.ts';
import { today } from '../generator/today.ts';
import { titleOf } from '../guide/load.ts';
import { type Facts, factsOf, type PlanTexts } from '../plan-language/facts.ts';
import { nodeFiles } from '../project/files.ts';
import { type PlanName, planFile, planNames } from '../project/plans.ts';
import { type Project, resolveInside } from '../project/project.ts';
import type { Hub } from './hub.ts';

export interface PlanPlace {
  readonly project: Project;
  readonly plan: PlanName;
}

/** Every document that can be a plan file. */
export const planSelector: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: `**/plan/{${planNames.join(',')}}.yaml`,
};

/** Which plan of which project `uri` is; undefined where it is none. */
export function planPlace(hub: Hub, uri: vscode.Uri): PlanPlace | undefined {
  if (uri.scheme !== 'file') {
    return undefined;
  }
  for (const project of hub.projects) {
    const plan = planNames.find((name) => planUri(project, name).fsPath === uri.fsPath);
    if (plan !== undefined) {
      return { project, plan };
    }
  }
  return undefined;
}

export function planUri({ root }: Project, plan: PlanName): vscode.Uri {
  return vscode.Uri.file(join(root, ...planFile(plan).split('/')));
}

/** Texts of the plan files of a project. One that cannot be read is left out: the checklist says why. */
export async function readPlans(project: Project): Promise<PlanTexts> {
  const texts = await Promise.all(
    planNames.map(async (name) => [name, await readPlan(project, name).catch(() => undefined)] as const),
  );
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

async function readPlan(project: Project, plan: PlanName): Promise<string | undefined> {
  const uri = planUri(project, plan);
  const open = vscode.workspace.textDocuments.find(
    (document) => document.uri.scheme === 'file' && document.uri.fsPath === uri.fsPath && !document.isClosed,
  );
  const place = await resolveInside(nodeFiles, project.root, planFile(plan));
  // The editor keeps a document for minutes after its tab was closed, also where its file has gone since.
  if (open !== undefined && (open.isDirty || place !== undefined)) {
    return open.getText();
  }
  return place === undefined ? undefined : nodeFiles.read(place);
}

/** What the plan files of a project may name. */
export async function readFacts(hub: Hub, project: Project): Promise<Facts> {
  const [texts, titles] = await Promise.all([readPlans(project), stepTitles(hub)]);
  return factsOf(texts, (id) => titles.get(id) ?? id, today());
}

/** Titles of the steps in the language of the views; none where our own files are gone, which others tell. */
export async function stepTitles(hub: Hub): Promise<ReadonlyMap<string, string>> {
  const guide = await hub.guide().catch(() => undefined);
  const ids = guide === undefined ? [] : stepsOf(definition).map(({ id }) => id);
  return new Map(ids.map((id) => [id, guide === undefined ? id : titleOf(guide, id)]));
}

/** From offsets to positions in a text that no editor may have open. */
export function positionsIn(text: string): (offset: number) => vscode.Position {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    const line = (next < 0 ? starts.length : next) - 1;
    return new vscode.Position(line, offset - (starts[line] ?? 0));
  };
}
