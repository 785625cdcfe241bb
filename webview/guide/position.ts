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

export interface Shown {
  section: string;
  scroll: number;
}

/** Where to go when a page arrives: a heading, a position, or nowhere. */
export type Move = { heading: string } | { scroll: number } | null;

/** `before` is the page on screen, or what was on screen when the view was destroyed. */
export function moveFor(page: { id: string; anchor: string }, before: Shown | null, first: boolean): Move {
  if (page.anchor) return { heading: page.anchor };
  if (before?.section === page.id) return first ? { scroll: before.scroll } : null;
  return first ? null : { scroll: 0 };
}
