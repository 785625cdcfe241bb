/** The cards of a report, in the order in which they are read. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CardName, ReportModel } from '../../src/report/model.ts';
import type { Part } from '../shared/parts.ts';
import { say, type Word } from '../shared/words.ts';
import { cardOf, emptyBox } from './card.ts';
import { fundingBody } from './funding.ts';
import { moneyBody } from './money.ts';
import { goalsBody, risksBody, teamBody, timelineBody } from './plan.ts';
import { confusionBody, curvesBody, driftBody } from './quality.ts';
import { complianceBody, feedbackBody, premortemBody } from './registers.ts';
import { runAside, runBody } from './run.ts';
import { runsBody } from './runs.ts';
import type { Acts, Scene } from './scene.ts';

/** Files that a founder fills in, by card. */
const planFiles = {
  money: 'plan/budget.yaml',
  timeline: 'plan/timeline.yaml',
  goals: 'plan/goals.yaml',
  risks: 'plan/risks.yaml',
  team: 'plan/team.yaml',
  compliance: 'plan/compliance.yaml',
  feedback: 'plan/feedback.yaml',
} as const satisfies Partial<Record<CardName, string>>;

const fillIn =
  (name: keyof typeof planFiles) =>
  (acts: Acts | null): Part =>
    emptyBox(say(`empty.${name}` satisfies Word), planFiles[name], acts);

const waits = (word: Word) => (): Part => html`<p class="empty">${say(word)}</p>`;

/** Money, the plan, the people, and what they hear. */
export const planCards = (model: ReportModel, scene: Scene): Part[] => [
  cardOf(model, 'money', scene, { span: 's12', draw: moneyBody, empty: fillIn('money') }),
  cardOf(model, 'timeline', scene, { span: 's12', draw: timelineBody, empty: fillIn('timeline') }),
  cardOf(model, 'goals', scene, { span: 's12', draw: goalsBody, empty: fillIn('goals') }),
  cardOf(model, 'risks', scene, { span: 's12', draw: risksBody, empty: fillIn('risks') }),
  cardOf(model, 'team', scene, { span: 's6', draw: teamBody, empty: fillIn('team') }),
  cardOf(model, 'feedback', scene, { span: 's6', draw: feedbackBody, empty: fillIn('feedback') }),
];

/** The model: `firstRun` stands in the place of the last run where there was none. */
export const modelCards = (model: ReportModel, scene: Scene, firstRun: Part): Part[] => [
  cardOf(model, 'lastRun', scene, {
    span: 's12',
    draw: runBody,
    aside: (run) => runAside(run, scene.now),
    empty: () => firstRun,
  }),
  cardOf(model, 'runs', scene, { span: 's12', draw: runsBody, empty: waits('empty.runs') }),
  cardOf(model, 'curves', scene, { span: 's6', draw: curvesBody }),
  cardOf(model, 'confusion', scene, { span: 's6', draw: confusionBody }),
  cardOf(model, 'drift', scene, { span: 's12', draw: driftBody, empty: waits('empty.drift') }),
];

/** Who pays for the company, what it owes, and what it watches. */
export const companyCards = (model: ReportModel, scene: Scene): Part[] => [
  cardOf(model, 'funding', scene, { span: 's12', draw: fundingBody }),
  cardOf(model, 'compliance', scene, { span: 's12', draw: complianceBody, empty: fillIn('compliance') }),
  cardOf(model, 'premortem', scene, { span: 's12', draw: premortemBody }),
];

/** All of them, for the page and the file alike. */
export const reportCards = (model: ReportModel, scene: Scene, firstRun: Part = nothing): TemplateResult =>
  html`${planCards(model, scene)}${modelCards(model, scene, firstRun)}${companyCards(model, scene)}`;
