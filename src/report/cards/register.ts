/** The registers that somebody has to keep: risks, duties, feedback, and signs of failure. */
import { type Plan, planFile } from '../../project/plans.ts';
import type { Card, Figures } from '../model.ts';
import { cardOf, isPast, type Sources, words } from '../sources.ts';
import { reportWords } from '../words.ts';

type Risk = Figures<'risks'>['risks'][number];

export function risksCard({ plans, today, language }: Sources): Card<'risks'> {
  const speak = reportWords(language);
  return cardOf<'risks', Plan<'risks'>>(planFile('risks'), plans.risks, language, ({ risks }) => {
    const shown = risks
      .map(
        ({ id, title, kind, likelihood, impact, owner, response, review }): Risk => ({
          id,
          title: words(title) || id,
          kind: kind ?? '',
          kindLabel: kind === undefined ? '' : speak(`risk.${kind}`),
          likelihood,
          impact,
          score: likelihood === null || impact === null ? null : likelihood * impact,
          owner: words(owner),
          response: words(response),
          review,
          reviewPassed: isPast(review, today),
        }),
      )
      .sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
    return shown.length === 0
      ? null
      : {
          risks: shown,
          incomplete: shown.filter(isIncomplete).length,
          reviewsPassed: shown.filter(({ reviewPassed }) => reviewPassed).length,
          highest: shown[0]?.score ?? null,
        };
  });
}

function isIncomplete({ score, owner, response, review }: Risk): boolean {
  return score === null || owner === '' || response === '' || review === null;
}

export function complianceCard({ plans, today, language }: Sources): Card<'compliance'> {
  const file = planFile('compliance');
  return cardOf<'compliance', Plan<'compliance'>>(file, plans.compliance, language, ({ items }) => {
    const shown = items.map(({ id, title, law, owner, due, state }) => ({
      id,
      title: words(title) || id,
      law: words(law),
      owner: words(owner),
      due,
      state,
      late: state === 'open' && isPast(due, today),
    }));
    return shown.length === 0
      ? null
      : {
          items: shown,
          done: shown.filter(({ state }) => state === 'done').length,
          late: shown.filter(({ late }) => late).length,
        };
  });
}

export function feedbackCard({ plans, language }: Sources): Card<'feedback'> {
  const file = planFile('feedback');
  return cardOf<'feedback', Plan<'feedback'>>(file, plans.feedback, language, ({ items }) => {
    const having = (wanted: string) => items.filter(({ state }) => state === wanted).length;
    return items.length === 0
      ? null
      : {
          items: items.map(({ id, at, source, text, state, action }) => ({
            id,
            at: words(at),
            source: words(source),
            text: words(text),
            state,
            action: words(action),
          })),
          new: having('new'),
          triaged: having('triaged'),
          done: having('done'),
        };
  });
}

export function premortemCard({ plans, today, language }: Sources): Card<'premortem'> {
  const speak = reportWords(language);
  const file = planFile('premortem');
  return cardOf<'premortem', Plan<'premortem'>>(file, plans.premortem, language, ({ signs }) => {
    const shown = signs
      .map(({ id, title, sign, threshold, file: where, owner, review, state }) => ({
        id,
        title: words(title) || id,
        sign: words(sign),
        threshold: words(threshold),
        file: words(where),
        owner: words(owner),
        review,
        reviewPassed: state === 'watching' && isPast(review, today),
        state,
        stateLabel: speak(`sign.${state}`),
      }))
      .sort((a, b) => Number(b.state === 'seen') - Number(a.state === 'seen'));
    return shown.length === 0
      ? null
      : {
          signs: shown,
          seen: shown.filter(({ state }) => state === 'seen').length,
          watching: shown.filter(({ state }) => state === 'watching').length,
          reviewsPassed: shown.filter(({ reviewPassed }) => reviewPassed).length,
        };
  });
}
