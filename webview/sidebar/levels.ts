/** Levels of headings: each is one deeper where chapters have headings of their own. */
import { literal, type StaticValue } from 'lit/static-html.js';
import type { ChecklistModel } from '../../src/views/protocol.ts';

export interface Levels {
  section: StaticValue;
  step: StaticValue;
  /** Of the parts of an opened step. */
  part: StaticValue;
}

const alone: Levels = { section: literal`h2`, step: literal`h3`, part: literal`h4` };
const underChapters: Levels = { section: literal`h3`, step: literal`h4`, part: literal`h5` };

export const levels = (model: Pick<ChecklistModel, 'chapters'>): Levels =>
  model.chapters.length > 0 ? underChapters : alone;

/** HTML of the guide, whose headings are those of parts, at the level that parts have here. */
export const atLevel = (guide: string, model: Pick<ChecklistModel, 'chapters'>): string =>
  model.chapters.length > 0 ? guide.replaceAll(/<(\/?)h4>/g, '<$1h5>') : guide;
