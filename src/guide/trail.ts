/** Where a reader has been in the guide: back, forward, and how far each page was read. Pure. */
import * as z from 'zod/mini';

const placeSchema = z.object({
  /** Id of a page. */
  page: z.string(),
  /** Id of the heading that was being read; '' where that is not known. */
  heading: z.string(),
  /** Pixels from the top of the page. */
  scroll: z.number(),
});

/** What is kept for a workspace. */
export const trailSchema = z.object({
  /** Oldest first. */
  places: z.array(placeSchema),
  /** Index of the place that is shown. */
  at: z.number().check(z.int()),
  /** The last place of each page that was read beyond its beginning, oldest first. */
  read: z.array(placeSchema),
});

export type Place = z.infer<typeof placeSchema>;
export type Trail = z.infer<typeof trailSchema>;

export const noTrail: Trail = { places: [], at: -1, read: [] };

const longest = 50;
const mostPages = 100;
/** Whoever has scrolled less than this, in pixels, has not begun to read. */
const begun = 300;

/** The place that is shown; undefined at the very beginning. */
export function placeOf({ places, at }: Trail): Place | undefined {
  return places[at];
}

/** The heading that a place is called by: the page, for whoever was at its top. */
export function nameOf({ page, heading, scroll }: Place): string {
  return scroll < begun || heading === '' ? page : heading;
}

/** Goes to `place`, and forgets what one had gone back from. The place that is shown already is not added again. */
export function visit(trail: Trail, place: Place): Trail {
  const before = trail.places.slice(0, trail.at + 1);
  const last = before.at(-1);
  const same = last?.page === place.page && last.heading === place.heading;
  const places = [...(same ? before.slice(0, -1) : before), place].slice(-longest);
  return { ...trail, places, at: places.length - 1 };
}

/** The place `by` steps from the one that is shown; undefined where there is none. */
export function neighbor({ places, at }: Trail, by: -1 | 1): Place | undefined {
  return places[at + by];
}

/** Goes back (-1) or forward (1); the same trail where there is nothing. */
export function turn(trail: Trail, by: -1 | 1): Trail {
  return neighbor(trail, by) === undefined ? trail : { ...trail, at: trail.at + by };
}

/** Notes where the reader is on the page that is shown; a note of another page comes late and is left out. */
export function note(trail: Trail, place: Place): Trail {
  if (placeOf(trail)?.page !== place.page) {
    return trail;
  }
  const places = trail.places.with(trail.at, place);
  const others = trail.read.filter(({ page }) => page !== place.page);
  const read = place.scroll < begun ? trail.read : [...others, place].slice(-mostPages);
  return { ...trail, places, read };
}

/**
 * Where to go on reading for somebody at the top of `page`: further down on it, or on a page below it, whichever was
 * read last. The very `first` page of the guide offers what was read last in all of it.
 */
export function resume({ read }: Trail, page: string, first: boolean): Place | undefined {
  return read.findLast((place) => first || place.page === page || place.page.startsWith(`${page}.`));
}
