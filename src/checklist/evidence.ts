/** What the files of a project say about its steps. Reading only: it proposes, and never ticks. */
import { message } from '../project/words.ts';
import type { Definition, StepDefinition } from './definition.ts';
import { invalid, type Look, type StepEvidence } from './look.ts';
import { rules } from './rules.ts';

/** What each step's rule makes of the project. A rule that cannot read a file says so; none rejects. */
export async function gatherEvidence(
  definition: Definition,
  look: Look,
): Promise<ReadonlyMap<string, StepEvidence>> {
  const steps = definition.sections.flatMap((section) => section.steps);
  const found = await Promise.all(
    steps.map(async (step) => [step.id, await evidenceOf(step, look)] as const),
  );
  return new Map(found);
}

async function evidenceOf({ evidence }: StepDefinition, look: Look): Promise<StepEvidence> {
  try {
    return await rules[evidence.rule](look, evidence);
  } catch (error) {
    return invalid(
      evidence.file,
      0,
      message('file.unreadable', { cause: error instanceof Error ? error.message : String(error) }),
    );
  }
}
