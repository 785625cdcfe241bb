/** The compiled guide: what `compile.ts` makes of the Markdown at build time, and `load.ts` reads at run time. */
import * as z from 'zod/mini';
import { languages } from '../l10n.ts';

/** The parts of a point, in the order in which every point has them. */
export const partKinds = ['todo', 'yours', 'wrong', 'done', 'try', 'sources'] as const;

const partSchema = z.object({ kind: z.enum(partKinds), title: z.string(), html: z.string() });

const pointSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** HTML of what stands before the first part. */
  opening: z.string(),
  parts: z.array(partSchema),
  /** Plain text for the search, one entry a paragraph, item or cell. */
  lines: z.array(z.string()),
});

const sectionSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** HTML of what stands before the first point. */
  lead: z.string(),
  lines: z.array(z.string()),
  points: z.array(pointSchema),
});

/** The page that opens a chapter. */
const chapterSchema = z.object({
  id: z.string(),
  title: z.string(),
  lead: z.string(),
  lines: z.array(z.string()),
});

export const guideSchema = z.object({
  language: z.enum(languages),
  chapters: z.array(chapterSchema),
  sections: z.array(sectionSchema),
});

export type GuidePart = z.infer<typeof partSchema>;
export type GuidePoint = z.infer<typeof pointSchema>;
export type GuideSection = z.infer<typeof sectionSchema>;
export type Guide = z.infer<typeof guideSchema>;
export type GuideChapter = z.infer<typeof chapterSchema>;
