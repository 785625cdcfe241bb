/** Files of steps: which of them are there. */

import type { StepStatus } from '../checklist/overview.ts';
import { nodeFiles } from '../project/files.ts';
import { fillPackage, resolveInside } from '../project/project.ts';
import type { Session } from './session.ts';

/** Whether each file of a step is there, by its path with the package filled in. */
export async function existing(session: Session, step: StepStatus): Promise<ReadonlyMap<string, boolean>> {
  const paths = step.definition.files.map((path) => fillPackage(path, session.project));
  const found = await Promise.all(
    paths.map(async (path) => (await resolveInside(nodeFiles, session.project.root, path)) !== undefined),
  );
  return new Map(paths.map((path, index) => [path, found[index] ?? false]));
}
