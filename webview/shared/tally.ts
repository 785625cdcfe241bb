/** Counts of a section. */
import type { StepState } from '../../src/views/protocol.ts';

/** Done and all of a section; a skipped step leaves the count. */
export function tally({ steps }: { readonly steps: readonly { readonly state: StepState }[] }): {
  done: number;
  all: number;
} {
  const counted = steps.filter((step) => step.state !== 'skipped');
  return { done: counted.filter((step) => step.state === 'done').length, all: counted.length };
}
