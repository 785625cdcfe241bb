/** What the Guide panel shows. Pure: no editor, no file. */
import { definition, stepsOf } from '../checklist/definition.ts';
import type { StepStatus } from '../checklist/overview.ts';
import { filesOf, linkedFrom } from '../guide/links.ts';
import {
  type GuidePageSource,
  openingOf,
  pageHtml,
  pageOf,
  pagesOf,
  pointsOf,
  titleOf,
} from '../guide/load.ts';
import type { Guide } from '../guide/model.ts';
import { searchGuide } from '../guide/search.ts';
import type { Language } from '../l10n.ts';
import { fillPackage, type Project } from '../project/project.ts';
import { commandLine, commandsOf, evidenceModel } from './checklist-model.ts';
import type { GuidePage, ToView } from './protocol.ts';

/** What is known of a project for a page; undefined where the window has none. */
export interface GuideProject {
  readonly project: Project;
  readonly trusted: boolean;
  readonly steps: readonly StepStatus[];
  /** Whether each file that a step names is there, by its path with the package filled in. */
  readonly exists: (step: StepStatus) => ReadonlyMap<string, boolean>;
}

/** Where the reader is, and where they could go from there; ids of headings, '' where there is nothing. */
export interface Reading {
  /** Heading to scroll to. */
  readonly anchor: string;
  readonly back: string;
  readonly forward: string;
  readonly resume: string;
}

const noProject: Project = { root: '', name: '', packageName: '', task: '', plan: [] };

export function guidePage(
  page: GuidePageSource,
  guide: Guide,
  language: Language,
  known: GuideProject | undefined,
  reading: Reading,
): GuidePage {
  const pages = pagesOf(guide);
  const at = pages.indexOf(page);
  const named = (id: string | undefined) =>
    id === undefined || id === '' ? null : { id, title: titleOf(guide, id) };
  const [chapter = page.id] = page.id.split('.');
  const html = pageHtml(page, known?.project.packageName ?? '');
  return {
    id: page.id,
    title: page.title,
    chapter: { id: chapter, title: titleOf(guide, chapter) },
    html,
    points: pointsOf(page).map(({ id, title }) => ({ id, title, step: stepOf(id, language, known) })),
    sections: page.id === chapter ? sectionsOf(chapter, guide, known) : [],
    targets: targetsOf(html, guide),
    related: relatedTo(page, guide, known),
    previous: named(pages[at - 1]?.id),
    next: named(pages[at + 1]?.id),
    back: named(reading.back),
    forward: named(reading.forward),
    resume: named(reading.resume),
    live: known?.trusted ?? false,
    anchor: reading.anchor,
  };
}

function stepOf(
  id: string,
  language: Language,
  known: GuideProject | undefined,
): GuidePage['points'][number]['step'] {
  const step = known?.steps.find(({ definition: { id: own } }) => own === id);
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

/** The sections of a chapter, each with how many of its steps are done. */
function sectionsOf(chapter: string, guide: Guide, known: GuideProject | undefined): GuidePage['sections'] {
  return guide.sections
    .filter(({ id }) => id.startsWith(`${chapter}.`))
    .map(({ id, title }) => {
      const steps = (known?.steps ?? []).filter(({ definition: { id: own } }) => own.startsWith(`${id}.`));
      const counted = steps.filter(({ state }) => state !== 'skipped');
      return { id, title, done: counted.filter(({ state }) => state === 'done').length, all: counted.length };
    });
}

function targetsOf(html: string, guide: Guide): GuidePage['targets'] {
  const ids = new Set([...html.matchAll(/data-(?:step|guide)="([^"]*)"/g)].map(([, id = '']) => id));
  return [...ids].map((id) => ({ id, title: titleOf(guide, id), opening: openingOf(guide, id) }));
}

/** What belongs to a page: who leads to it, and the steps, files and commands that it explains. */
function relatedTo(
  page: GuidePageSource,
  guide: Guide,
  known: GuideProject | undefined,
): GuidePage['related'] {
  const points = pointsOf(page).map(({ id }) => id);
  const steps = stepsOf(definition).filter(({ id }) => points.includes(id));
  const project = known?.project ?? noProject;
  const files = [...steps.flatMap((step) => step.files), ...filesOf(guide, [page.id, ...points])];
  return {
    from: linkedFrom(guide, page.id, points).map((id) => ({ id, title: titleOf(guide, id) })),
    steps: steps.map(({ id }) => ({ id, title: titleOf(guide, id) })),
    files: [...new Set(files)].map((path) => fillPackage(path, project)).sort(),
    commands: steps.flatMap(({ id, commands }) =>
      commands.map((command, index) => ({ id, index, command: commandLine(command, project) })),
    ),
  };
}

/** What a search finds, as the panel lists it. */
export function resultsModel(guide: Guide, query: string): Extract<ToView, { type: 'results' }> {
  const { results, total } = searchGuide(guide, query);
  return {
    type: 'results',
    query,
    total,
    results: results.map(({ id, title, line, marks }) => {
      const page = pageOf(guide, id);
      return {
        id,
        title,
        page: page === undefined || page.id === id ? '' : `${page.id} ${page.title}`,
        line,
        marks: { title: marks.title.map(asPair), line: marks.line.map(asPair) },
      };
    }),
  };
}

const asPair = ([start, end]: readonly [number, number]): [number, number] => [start, end];
