/** Cards of the plan: timeline, goals, team and risks. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { ganttChart } from '../charts/gantt.ts';
import { none, number } from '../shared/numbers.ts';
import type { Part } from '../shared/parts.ts';
import { plain, unmarked } from '../shared/rich.ts';
import { say, sayCount, sentences, tell } from '../shared/words.ts';
import { behind, type Cell, dayCell, dayText, dueText, flag, heads, sentence, table } from './card.ts';
import type { Scene } from './scene.ts';

const milestoneLook = {
  done: ['pass', 'c-ok'],
  open: ['milestone', 'muted'],
  late: ['warning', 'c-warn'],
} as const;

function timelineWords({ milestones, next }: Figures<'timeline'>, scene: Scene): string {
  const coming = next === null ? undefined : milestones[next];
  const late = milestones.filter(({ state }) => state === 'late').length;
  return sentences([
    coming === undefined
      ? say('timeline.allDone')
      : say('timeline.next', { title: unmarked(coming.title), date: dayText(coming.to, scene) }),
    late > 0 ? sayCount('timeline.late', late) : '',
  ]);
}

export function timelineBody(timeline: Figures<'timeline'>, scene: Scene): TemplateResult {
  const says = timelineWords(timeline, scene);
  const columns = [
    ...heads(['milestone', 'from', 'to', 'owner', 'steps', 'state'], ['steps']),
    { text: say('gantt.depends') },
  ];
  const title = new Map(timeline.milestones.map((one) => [one.id, one.title]));
  const rows = (): Cell[][] =>
    timeline.milestones.map(({ title: name, from, to, owner, steps, state, depends }) => [
      name,
      dayCell(from, scene),
      dayCell(to, scene),
      owner || none,
      steps.all === 0 ? none : say('overview.count', { done: steps.done, all: steps.all }),
      flag(milestoneLook[state], tell(`timeline.${state}`)),
      depends.map((id) => title.get(id) ?? id).join(say('list.comma')) || none,
    ]);
  return html`${sentence(says)}${scene.plot('timeline', (width) => ganttChart(timeline, plain(says), width, scene.now))}${behind(
    scene,
    'timeline',
    tell('section.timeline'),
    columns,
    rows,
  )}`;
}

function goalState(met: boolean | null, late: boolean): Cell {
  if (met === null) return flag(['circle-large', 'muted'], late ? tell('late') : say('goals.unknown'));
  if (met) return flag(['pass', 'c-ok'], say('run.met'));
  return flag(['warning', 'c-warn'], late ? `${say('run.missed')}, ${tell('late')}` : say('run.missed'));
}

export function goalsBody({ goals, met }: Figures<'goals'>, scene: Scene): TemplateResult {
  const columns = heads(['goal', 'metric', 'target', 'value', 'met', 'by', 'owner'], ['target', 'value']);
  const rows = goals.map(
    ({ title, metricLabel, target, direction, value, by, owner, met: reached, late }) => [
      title,
      metricLabel || none,
      target === null ? none : `${direction === 'lower' ? '≤' : '≥'} ${number(target)}`,
      number(value),
      goalState(reached, late),
      dayCell(by, scene),
      owner || none,
    ],
  );
  return html`${sentence(tell('goals.say', { met, all: goals.length }))}${table(tell('section.goals'), columns, rows)}`;
}

export function teamBody({ roles, people, open, late }: Figures<'team'>, scene: Scene): TemplateResult {
  const says = tell('team.say', { people: people.length, roles: roles.length, open, late });
  const rows = [...roles]
    .sort((a, b) => Number(b.person === '') - Number(a.person === ''))
    .map(({ title, person, by, late: isLate }) => [
      title,
      person === '' ? flag(['person-add', 'c-info'], tell('open')) : person,
      person === '' ? dueText(by, isLate, scene) : none,
    ]);
  return html`${sentence(says)}${table(tell('section.team'), heads(['role', 'person', 'by']), rows)}`;
}

type Risks = Figures<'risks'>;
const levels = [1, 2, 3, 4, 5] as const;

/** Of 25: the weight of a cell, from 1 to 5. */
const heat = (score: number): number => Math.min(5, Math.ceil(score / 5));

/** Impact downwards, likelihood to the right: how many risks lie in each cell. */
function matrix({ risks }: Risks): TemplateResult {
  const count = (likelihood: number, impact: number): number =>
    risks.filter((one) => one.likelihood === likelihood && one.impact === impact).length;
  return html`<div class="matrix"><table><caption>${say('risks.matrix')}</caption><thead><tr><td class="corner"><span>${tell('col.impact')} ↓</span><span>${tell(
    'col.likelihood',
  )} →</span></td>${levels.map(
    (likelihood) =>
      html`<th scope="col" class="num"><span class="sr">${tell('col.likelihood')} </span>${likelihood}</th>`,
  )}</tr></thead><tbody>${levels.toReversed().map(
    (impact) =>
      html`<tr><th scope="row" class="num"><span class="sr">${tell('col.impact')} </span>${impact}</th>${levels.map(
        (likelihood) => {
          const n = count(likelihood, impact);
          return html`<td class="heat${heat(likelihood * impact)} ${n > 0 ? 'some' : ''}">${n > 0 ? n : html`<span class="zero">0</span>`}</td>`;
        },
      )}</tr>`,
  )}</tbody></table></div>`;
}

export function risksBody(figures: Risks, scene: Scene): TemplateResult {
  const { risks, incomplete, reviewsPassed: passed, highest } = figures;
  const says = tell('risks.say', { n: risks.length, highest: highest ?? none, incomplete, passed });
  const columns = heads(['risk', 'kind', 'score', 'owner', 'response', 'review'], ['score']);
  const rows = risks.map(
    ({ title, kindLabel, likelihood, impact, score, owner, response, review, reviewPassed }) => [
      title,
      html`<span class="day">${kindLabel || none}</span>`,
      score === null
        ? none
        : say('risks.score', { score, likelihood: likelihood ?? none, impact: impact ?? none }),
      owner || none,
      response || none,
      reviewPassed
        ? flag(['warning', 'c-warn'], say('risks.passed', { date: dayText(review, scene) }))
        : dayCell(review, scene),
    ],
  );
  return html`${sentence(says)}<div class="split side"><div>${matrix(figures)}</div>${table(tell('section.risks'), columns, rows)}</div>`;
}

/** A list of counts by name, such as the stages of a pipeline. */
export const counts = (rows: readonly (readonly [string, number])[]): Part =>
  rows.length === 0
    ? nothing
    : html`<ol class="counts">${rows.map(([name, n]) => html`<li class=${n > 0 ? 'some' : ''}><span class="num">${n}</span><span>${name}</span></li>`)}</ol>`;
