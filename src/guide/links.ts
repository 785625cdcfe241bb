/** Links of the compiled guide, from both of their ends: made when the guide is built, looked up when it is read. */
import { type Guide, type GuideLink, htmlOf } from './model.ts';

/** A heading that leads to a file. */
export interface Explanation {
  readonly id: string;
  /** The heading names the key itself, not only the file. */
  readonly exact: boolean;
}

/** Every link in the text of `guide`, in reading order. */
export function linksIn({ chapters, sections }: Pick<Guide, 'chapters' | 'sections'>): readonly GuideLink[] {
  const headings = [...chapters, ...sections.flatMap((section) => [section, ...section.points])];
  return headings.flatMap((heading) => linksUnder(heading.id, htmlOf(heading)));
}

function linksUnder(from: string, html: string): readonly GuideLink[] {
  const found = new Map<string, GuideLink>();
  const keys = keysIn(html);
  for (const [, name, target = ''] of html.matchAll(/data-(step|guide|file)="([^"]*)"/g)) {
    const kind = name === 'file' ? 'file' : 'heading';
    // Only a heading of the guide explains keys, and only those of a configuration.
    const own = kind === 'file' && target.endsWith('.yaml') ? keys : [];
    found.set(`${kind} ${target}`, { from, kind, to: target, keys: [...own] });
  }
  return [...found.values()];
}

/** Words that stand as inline code, such as `split.train` or `source: image-folder`, and keys of YAML blocks. */
function keysIn(html: string): readonly string[] {
  const inline = [...html.matchAll(/<code(?: lang="en")?>([a-z][\w.]*)(?::[^<]*|=[^<]*)?<\/code>/g)];
  const set = [...html.matchAll(/--set ([a-z][\w.]*)=/g)];
  const blocks = [...html.matchAll(/<code class="language-yaml"[^>]*>([^<]*)<\/code>/g)];
  const yaml = blocks.flatMap(([, text = '']) => [...text.matchAll(/^\s*(?:- )?([a-z]\w*):/gm)]);
  return [...new Set([...inline, ...set, ...yaml].map(([, key = '']) => key))];
}

/** Ids of the headings outside of `page` that lead to it or to one of its points, in reading order. */
export function linkedFrom(guide: Guide, page: string, points: readonly string[]): readonly string[] {
  const own = new Set([page, ...points]);
  const from = guide.links.filter(
    ({ from, kind, to }) => kind === 'heading' && own.has(to) && !own.has(from),
  );
  return [...new Set(from.map((link) => link.from))];
}

/** Files that the text under these headings leads to, each once. */
export function filesOf(guide: Guide, ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  const found = guide.links.filter(({ from, kind }) => kind === 'file' && wanted.has(from));
  return [...new Set(found.map(({ to }) => to))];
}

/**
 * Headings whose text leads to `file` (a path with `{package}`), those first that name the key at `path`, such as
 * `['split', 'train']`, the more exactly the earlier.
 */
export function explaining(guide: Guide, file: string, path: readonly string[]): readonly Explanation[] {
  return guide.links
    .filter(({ kind, to }) => kind === 'file' && to === file)
    .map(({ from, keys }) => ({ id: from, fit: Math.max(0, ...keys.map((key) => fitOf(key, file, path))) }))
    .sort((a, b) => b.fit - a.fit)
    .map(({ id, fit }) => ({ id, exact: fit > 0 }));
}

/** 3 for the whole path, with or without the name of the file before it, 2 for its end, 1 for a part around it. */
function fitOf(key: string, file: string, path: readonly string[]): number {
  const whole = path.join('.');
  const stem = /([^/]+)\.yaml$/.exec(file)?.[1] ?? '';
  if (key === whole || key === `${stem}.${whole}`) {
    return 3;
  }
  const last = path.at(-1) ?? '';
  if (key === last || key.endsWith(`.${last}`)) {
    return 2;
  }
  return path.length > 1 && (key === path[0] || key === path.slice(0, -1).join('.')) ? 1 : 0;
}
