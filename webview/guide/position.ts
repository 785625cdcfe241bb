/** Where a person is on a page of the guide. Pure. */

export interface Heading {
  id: string;
  /** Distance from the top of the window, in pixels. */
  top: number;
}

/** The heading that is being read: the last one above `line`; at the end of the page, the last one in sight. */
export function current(headings: readonly Heading[], line: number, atEnd = false): string {
  const above = headings.filter((heading) => heading.top <= line);
  const reading = atEnd ? headings.at(-1) : above.at(-1);
  return (reading ?? headings[0])?.id ?? '';
}

/** Where to go when a page arrives: a heading, a position, or nowhere. */
export type Move = { heading: string } | { scroll: number } | null;

/**
 * `shown` is the id of the page on screen, '' in a view that was just made; `scroll` is where the person was on this
 * page, which counts only there and where they come back to it: whoever turns pages starts at the top.
 */
export function moveFor(
  page: { id: string; anchor: string },
  shown: string,
  scroll: number,
  restore = false,
): Move {
  if (page.anchor) return { heading: page.anchor };
  if (restore || shown === '') return { scroll };
  return shown === page.id ? null : { scroll: 0 };
}
