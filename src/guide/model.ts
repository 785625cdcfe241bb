/** The compiled guide: what `compile.ts` makes of the Markdown at build time, and `load.ts` reads at run time. */
import * as z from 'zod/mini';
import { type Language, languages } from '../l10n.ts';

/** The parts of a section or a point, in the order in which they stand. */
export const partKinds = ['todo', 'yours', 'wrong', 'done', 'try', 'sources'] as const;

/** Their headings. A heading of a part has one of these titles and no number. */
export const partTitles: Readonly<Record<Language, Readonly<Record<(typeof partKinds)[number], string>>>> = {
  en: {
    todo: 'What to do',
    yours: 'How your project does it',
    wrong: 'What goes wrong',
    done: 'Done when',
    try: 'Try it',
    sources: 'Sources',
  },
  'zh-cn': {
    todo: '要做什么',
    yours: '你的项目如何实现',
    wrong: '常见问题',
    done: '完成标准',
    try: '试一试',
    sources: '来源',
  },
};

const partSchema = z.object({ kind: z.enum(partKinds), title: z.string(), html: z.string() });

const pointSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** HTML of what stands before the first part. */
  opening: z.string(),
  parts: z.array(partSchema),
});

const sectionSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** HTML of what stands before the first part or point. */
  lead: z.string(),
  /** What is said of the section as a whole: `todo` and `yours` stand before the points, the others after them. */
  parts: z.array(partSchema),
  points: z.array(pointSchema),
});

/** The page that opens a chapter. */
const chapterSchema = z.object({
  id: z.string(),
  title: z.string(),
  lead: z.string(),
});

/** A link as it stands in the text, once for each heading that it stands under. */
const linkSchema = z.object({
  /** Id of the heading. */
  from: z.string(),
  kind: z.enum(['heading', 'file']),
  /** Id of a heading, or path of a file of the project, with `{package}`. */
  to: z.string(),
  /** Names that may be keys of the file: what stands as code, or as YAML, under the same heading. */
  keys: z.array(z.string()),
});

export const guideSchema = z.object({
  language: z.enum(languages),
  chapters: z.array(chapterSchema),
  sections: z.array(sectionSchema),
  links: z.array(linkSchema),
});

export type GuidePart = z.infer<typeof partSchema>;
export type GuidePoint = z.infer<typeof pointSchema>;
export type GuideSection = z.infer<typeof sectionSchema>;
export type Guide = z.infer<typeof guideSchema>;
export type GuideLink = z.infer<typeof linkSchema>;
export type GuideChapter = z.infer<typeof chapterSchema>;

/** What stands under a heading as HTML, without the headings below it. */
export function htmlOf(heading: GuideChapter | GuideSection | GuidePoint): string {
  const opening = 'lead' in heading ? heading.lead : heading.opening;
  const parts = 'parts' in heading ? heading.parts : [];
  return [opening, ...parts.map(({ html }) => html)].join('\n');
}
