/** Counts of a section. */
import type { Section } from '../../src/views/protocol.ts';

/** Done and all of a section; a skipped step leaves the count. */
export function tally(section: Section): { done: number; all: number } {
  const counted = section.steps.filter((step) => step.state !== 'skipped');
  return { done: counted.filter((step) => step.state === 'done').length, all: counted.length };
}
