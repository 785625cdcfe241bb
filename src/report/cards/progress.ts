/** Where the checklist stands, and how it came there. */
import { burnUp } from '../../checklist/burnup.ts';
import { talliesOf } from '../../checklist/history.ts';
import { countSteps } from '../../checklist/overview.ts';
import { titleOf } from '../../guide/load.ts';
import { progressFile } from '../../project/places.ts';
import type { Card, Figures } from '../model.ts';
import { problemOf, readable, type Sources } from '../sources.ts';

export function progressCard(sources: Sources): Card<'progress'> {
  const { statuses, guide, progressFault, language } = sources;
  if (progressFault !== undefined) {
    return { problem: problemOf(progressFile, progressFault, language) };
  }
  const steps = statuses.flatMap((section) => section.steps);
  return {
    ...countSteps(steps),
    overdue: steps.filter(({ overdueDays }) => overdueDays > 0).length,
    sections: statuses.map(({ id, steps: own }) => {
      const { done, all } = countSteps(own);
      return { id, title: guide === undefined ? id : titleOf(guide, id), done, all };
    }),
    burnup: chart(sources),
  };
}

function chart({ definition, progress, snapshots, plans, today }: Sources): Figures<'progress'>['burnup'] {
  const tallies = talliesOf(definition, snapshots, progress, today);
  const found = burnUp(definition, progress, tallies, readable(plans.timeline), today);
  // The model says nothing of `readonly`.
  return found === null
    ? null
    : {
        ...found,
        done: [...found.done],
        scope: [...found.scope],
        plan: found.plan === null ? null : [...found.plan],
      };
}
