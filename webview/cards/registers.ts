/** Cards that are lists: duties, feedback, and the signs of the pre-mortem. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Figures } from '../../src/report/model.ts';
import { dayName, momentName } from '../shared/dates.ts';
import { none } from '../shared/numbers.ts';
import { language, say, tell } from '../shared/words.ts';
import { behind, type Cell, dayCell, dayText, dueText, flag, heads, sentence, table } from './card.ts';
import { counts } from './plan.ts';
import type { Scene } from './scene.ts';

export function complianceBody({ items, done, late }: Figures<'compliance'>, scene: Scene): TemplateResult {
  const order = [...items].sort((a, b) => Number(a.state === 'done') - Number(b.state === 'done'));
  const rows = order.map(({ title, law, owner, due, state, late: isLate }) => [
    title,
    law || none,
    owner || none,
    dueText(due, isLate, scene),
    state === 'done'
      ? flag(['pass', 'c-ok'], tell('duty.done'))
      : flag(['circle-large', 'muted'], tell('duty.open')),
  ]);
  return html`${sentence(tell('compliance.say', { done, all: items.length, late }))}${table(
    tell('section.compliance'),
    heads(['duty', 'law', 'owner', 'due', 'state']),
    rows,
  )}`;
}

const feedbackLook = {
  new: ['circle-filled', 'c-info'],
  triaged: ['inbox', 'muted'],
  done: ['pass', 'c-ok'],
} as const;
const mostShown = 8;

type Feedback = Figures<'feedback'>;

const feedbackRows = (items: Feedback['items'], { now }: Scene): Cell[][] =>
  items.map(({ at, source, text, state, action }) => [
    at === '' ? none : at.length === 10 ? dayName(at, language(), now) : momentName(at, language(), now),
    source || none,
    text || none,
    flag(feedbackLook[state], tell(`feedback.${state}`)),
    action || none,
  ]);

/** What is new comes first; the whole list is behind it. */
export function feedbackBody({ items, ...sums }: Feedback, scene: Scene): TemplateResult {
  const columns = heads(['date', 'source', 'text', 'state', 'action']);
  const waiting = items.filter(({ state }) => state !== 'done');
  const title = tell('section.feedback');
  const whole = say('history.all', { n: items.length });
  const states = ['new', 'triaged', 'done'] as const;
  return html`${sentence(tell('feedback.say', { all: items.length, ...sums }))}${counts(
    states.map((state) => [tell(`feedback.${state}`), sums[state]] as const),
  )}${waiting.length > 0 ? table(title, columns, feedbackRows(waiting.slice(0, mostShown), scene)) : nothing}${
    items.length > Math.min(waiting.length, mostShown)
      ? behind(
          scene,
          'feedback',
          `${title}${say('list.comma')}${whole}`,
          columns,
          () => feedbackRows(items, scene),
          whole,
        )
      : nothing
  }`;
}

const signLook = {
  seen: ['warning', 'c-warn'],
  watching: ['eye', 'muted'],
  excluded: ['circle-slash', 'muted'],
} as const;

export function premortemBody(figures: Figures<'premortem'>, scene: Scene): TemplateResult {
  const { signs, seen, watching, reviewsPassed: passed } = figures;
  const rows = signs.map(
    ({ title, sign, threshold, owner, review, reviewPassed, state, stateLabel, file }) => [
      title,
      sign || none,
      threshold || none,
      owner || none,
      reviewPassed
        ? flag(['warning', 'c-warn'], say('risks.passed', { date: dayText(review, scene) }))
        : dayCell(review, scene),
      flag(signLook[state], stateLabel),
      file && scene.acts
        ? html`<button class="link" aria-label=${say('open.what', { file })} @click=${() => scene.acts?.open(file)}>${file}</button>`
        : file || none,
    ],
  );
  const columns = [
    ...heads(['risk', 'sign', 'threshold', 'owner', 'review', 'state']),
    { text: say('premortem.file') },
  ];
  return html`${sentence(tell('premortem.say', { seen, watching, passed }))}${table(tell('section.premortem'), columns, rows)}`;
}
