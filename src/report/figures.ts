/** From what was read of a project to the model of its dashboard. Pure: no file, no editor. */
import { definition as everyStep, stepsOf } from '../checklist/definition.ts';
import { tasks } from '../generator/catalogue.ts';
import { projectFile } from '../project/places.ts';
import { checkPlans, type Plans } from '../project/plan-checks.ts';
import { planNames } from '../project/plans.ts';
import { say } from '../project/words.ts';
import { fundingCard } from './cards/funding.ts';
import { confusionCard, curvesCard, driftCard, lastRunCard, runsCard } from './cards/model.ts';
import { moneyCard } from './cards/money.ts';
import { goalsCard, teamCard } from './cards/people.ts';
import { progressCard } from './cards/progress.ts';
import { complianceCard, feedbackCard, premortemCard, risksCard } from './cards/register.ts';
import { timelineCard } from './cards/timeline.ts';
import type { CardName, ReportFault, ReportModel } from './model.ts';
import { problemOf, type ReportStage, reportFile, type Sources } from './sources.ts';

export function makeReport(sources: Sources): ReportModel {
  const { language, project, commit, now, today } = sources;
  return {
    schema: 'ai-venture/report@1',
    language,
    at: now.toISOString(),
    today,
    project: {
      name: project.name,
      task: tasks.find(({ id }) => id === project.task)?.label[language] ?? project.task,
      commit: commit.slice(0, 7),
    },
    progress: progressCard(sources),
    money: moneyCard(sources),
    timeline: timelineCard(sources),
    goals: goalsCard(sources),
    risks: risksCard(sources),
    team: teamCard(sources),
    lastRun: lastRunCard(sources),
    runs: runsCard(sources),
    curves: curvesCard(sources),
    confusion: confusionCard(sources),
    drift: driftCard(sources),
    funding: fundingCard(sources),
    compliance: complianceCard(sources),
    feedback: feedbackCard(sources),
    premortem: premortemCard(sources),
    faults: [...projectFaults(sources), ...reportFaults(sources), ...planFaults(sources)],
  };
}

function projectFaults({ project, language }: Sources): readonly ReportFault[] {
  return project.fault === undefined
    ? []
    : [{ card: 'progress', ...problemOf(projectFile, project.fault, language) }];
}

/** Reports that stand behind a card whose own file is another one. */
const behind: readonly { readonly stage: ReportStage; readonly card: CardName }[] = [
  { stage: 'cost', card: 'money' },
  { stage: 'training', card: 'lastRun' },
  { stage: 'deployment', card: 'goals' },
];

function reportFaults({ reports, language }: Sources): readonly ReportFault[] {
  return behind.flatMap(({ stage, card }) => {
    const read = reports[stage];
    const saidByCard = stage === 'training' && reports.metrics.kind === 'missing';
    return read.kind === 'invalid' && !saidByCard
      ? [{ card, ...problemOf(reportFile(stage), read, language) }]
      : [];
  });
}

/** What does not fit together in the plan files. The card of a plan has the plan's name, save for the budget. */
function planFaults({ plans, definition, language }: Sources): readonly ReportFault[] {
  const loaded = Object.fromEntries(
    planNames.flatMap((name) => {
      const read = plans[name];
      return read.kind === 'ok' ? [[name, read] as const] : [];
    }),
  ) as Plans;
  // A milestone may name a step of a module that the project has ceased to track.
  const steps = new Set([...stepsOf(everyStep), ...stepsOf(definition)].map(({ id }) => id));
  return checkPlans(loaded, { steps }).map(({ plan, file, line, message }) => ({
    card: plan === 'budget' ? 'money' : plan,
    file,
    line,
    says: say(message, language),
  }));
}
