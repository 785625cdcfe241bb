/** The compiled guide of one language, looked up by id, and as HTML for a page or for a step in the sidebar. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../l10n.ts';
import { linesOf } from './markup.ts';
import {
  type Guide,
  type GuideChapter,
  type GuidePart,
  type GuidePoint,
  type GuideSection,
  guideSchema,
} from './model.ts';

/** Reads `<folder>/<language>.json`. Rejects where the build has not put it there. */
export async function loadGuide(folder: string, language: Language): Promise<Guide> {
  return guideSchema.parse(JSON.parse(await readFile(join(folder, `${language}.json`), 'utf8')));
}

/** What a page of the guide shows: a section with its points, or the opening of a chapter, which has none. */
export type GuidePageSource = GuideSection | GuideChapter;

/** Every page in reading order: each chapter's opening, then its sections. */
export function pagesOf(guide: Guide): readonly GuidePageSource[] {
  return guide.chapters.flatMap((chapter) => [
    chapter,
    ...guide.sections.filter((section) => section.id.startsWith(`${chapter.id}.`)),
  ]);
}

/** The page that holds `id`, be it of a chapter, a section or a point; undefined where there is none. */
export function pageOf(guide: Guide, id: string): GuidePageSource | undefined {
  const pages = pagesOf(guide);
  return (
    pages.find((page) => page.id === id) ??
    guide.sections.find((section) => section.points.some((point) => point.id === id))
  );
}

export function pointsOf(page: GuidePageSource): readonly GuidePoint[] {
  return 'points' in page ? page.points : [];
}

export function pointOf(guide: Guide, id: string): GuidePoint | undefined {
  return indexOf(guide).points.get(id);
}

/** Title of a chapter, section or point; the id itself where the guide has none. */
export function titleOf(guide: Guide, id: string): string {
  return indexOf(guide).headings.get(id)?.title ?? id;
}

/** The first sentence below the heading of a chapter, section or point; '' where the guide has none. */
export function openingOf(guide: Guide, id: string): string {
  const heading = indexOf(guide).headings.get(id);
  const html = heading === undefined ? '' : 'lead' in heading ? heading.lead : heading.opening;
  return firstSentence(linesOf(html)[0] ?? '');
}

interface Index {
  readonly points: ReadonlyMap<string, GuidePoint>;
  readonly headings: ReadonlyMap<string, GuideChapter | GuideSection | GuidePoint>;
}

const indexes = new WeakMap<Guide, Index>();

/** Every step of the checklist asks for its title each time it is shown. */
function indexOf(guide: Guide): Index {
  const known = indexes.get(guide);
  if (known !== undefined) {
    return known;
  }
  const points = guide.sections.flatMap((section) => section.points);
  const headings = [...guide.chapters, ...guide.sections, ...points];
  const made = {
    points: new Map(points.map((point) => [point.id, point])),
    headings: new Map(headings.map((heading) => [heading.id, heading])),
  };
  indexes.set(guide, made);
  return made;
}

function firstSentence(line: string): string {
  return /^.*?(?:[.!?](?=\s|$)|[。！？])/.exec(line)?.[0] ?? line;
}

/** The whole page as one article. `packageName` must be an identifier: it is put in as it stands. */
export function pageHtml(page: GuidePageSource, packageName: string): string {
  const lead = page.lead.replace(/^<p>/, '<p class="lead">');
  const parts = 'parts' in page ? page.parts : [];
  const about = (kinds: readonly GuidePart['kind'][]) =>
    parts.filter(({ kind }) => kinds.includes(kind)).map((part) => partHtml(part, 'h2'));
  return withPackage(
    [
      `<h1 id="${page.id}">${numbered(page)}</h1>`,
      lead,
      ...about(['todo', 'yours']),
      ...pointsOf(page).map(pointHtml),
      ...about(['wrong', 'done', 'try', 'sources']),
    ].join('\n'),
    packageName,
  );
}

function pointHtml(point: GuidePoint): string {
  const heading = point.id.split('.').length > 3 ? 'h3' : 'h2';
  return `<section class="point" data-id="${point.id}">
<${heading} id="${point.id}">${numbered(point)}</${heading}>
${point.opening}
${point.parts.map((part) => partHtml(part, 'h3')).join('\n')}
</section>`;
}

export interface StepHtml {
  readonly guide: string;
  readonly more: string;
  readonly doneWhen: string;
}

/** One point, cut up as the opened step of the sidebar shows it. */
export function stepHtml(point: GuidePoint, packageName: string): StepHtml {
  const html = (kind: GuidePart['kind']) => point.parts.find((part) => part.kind === kind)?.html ?? '';
  const folded = point.parts.filter(({ kind }) => kind === 'yours' || kind === 'wrong');
  return {
    guide: withPackage(`${point.opening}\n${html('todo')}`, packageName),
    more: withPackage(folded.map((part) => partHtml(part, 'h4')).join('\n'), packageName),
    doneWhen: withPackage(html('done'), packageName),
  };
}

function partHtml({ kind, title, html }: GuidePart, heading: 'h2' | 'h3' | 'h4'): string {
  const group = kind === 'try' || kind === 'sources' ? 'extra' : 'callout';
  return `<section class="${group} ${kind}"><${heading}>${escapeHtml(title)}</${heading}>\n${html}\n</section>`;
}

function numbered({ id, title }: { readonly id: string; readonly title: string }): string {
  return `<span class="num">${id}</span> <span class="title">${escapeHtml(title)}</span>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function withPackage(html: string, packageName: string): string {
  return html.replaceAll('{package}', /^\w+$/.test(packageName) ? packageName : 'your_package');
}
