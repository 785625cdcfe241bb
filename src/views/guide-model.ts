/** What the Guide panel shows. Pure: no editor, no file. */
import type { StepStatus } from '../checklist/overview.ts';
import { type GuidePageSource, pageHtml, pagesOf, pointsOf, titleOf } from '../guide/load.ts';
import type { Guide } from '../guide/model.ts';
import type { Language } from '../l10n.ts';
import type { Project } from '../project/project.ts';
import { commandsOf, evidenceModel } from './checklist-model.ts';
import type { GuidePage } from './protocol.ts';

/** What is known of a project for a page; undefined where the window has none. */
export interface GuideProject {
  readonly project: Project;
  readonly trusted: boolean;
  readonly steps: readonly StepStatus[];
  /** Whether each file that a step names is there, by its path with the package filled in. */
  readonly exists: (step: StepStatus) => ReadonlyMap<string, boolean>;
}

export function guidePage(
  page: GuidePageSource,
  guide: Guide,
  language: Language,
  known: GuideProject | undefined,
  anchor: string,
): GuidePage {
  const pages = pagesOf(guide);
  const at = pages.indexOf(page);
  const neighbor = (index: number) => {
    const found = pages[index];
    return found === undefined ? null : { id: found.id, title: found.title };
  };
  const [chapter = page.id] = page.id.split('.');
  return {
    id: page.id,
    title: page.title,
    chapter: { id: chapter, title: titleOf(guide, chapter) },
    html: pageHtml(page, known?.project.packageName ?? ''),
    points: pointsOf(page).map(({ id, title }) => ({ id, title, step: stepOf(id, language, known) })),
    previous: at > 0 ? neighbor(at - 1) : null,
    next: neighbor(at + 1),
    live: known?.trusted ?? false,
    anchor,
  };
}

function stepOf(
  id: string,
  language: Language,
  known: GuideProject | undefined,
): GuidePage['points'][number]['step'] {
  const step = known?.steps.find(({ definition }) => definition.id === id);
  if (step === undefined || known === undefined) {
    return null;
  }
  const { file } = step.definition.evidence;
  return {
    state: step.state,
    owner: step.owner,
    due: step.due,
    evidence: step.evidence === undefined ? null : evidenceModel(step.evidence, language),
    files: [...known.exists(step)].map(([path, exists]) => ({ path, exists })),
    commands: commandsOf(step, known.project),
    report: file.startsWith('reports/') ? file : null,
  };
}
