/** How a step looks where it has one icon: its state, unless a file of the repository asks for something. */
import type { Evidence, StepState } from '../../src/views/protocol.ts';

export type Look = StepState | 'proposed' | 'stale' | 'invalid';

/** Icon and class of its color; the words are `look.<look>`. */
export const looks: Readonly<Record<Look, readonly [icon: string, color: string]>> = {
  done: ['pass-filled', 'c-ok'],
  doing: ['play-circle', 'c-info'],
  skipped: ['circle-slash', 'muted'],
  todo: ['circle-large', 'muted'],
  proposed: ['verified', 'c-ok'],
  stale: ['history', 'c-warn'],
  invalid: ['error', 'c-err'],
};

/** Evidence that is missing says nothing that the state does not say. */
export function lookOf(state: StepState, evidence: Pick<Evidence, 'kind'> | null): Look {
  return evidence === null || evidence.kind === 'missing' ? state : evidence.kind;
}
