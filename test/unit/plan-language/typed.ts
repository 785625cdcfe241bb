/** A text with a bar where the cursor is. */
import assert from 'node:assert/strict';
import { type Suggestion, suggest } from '../../../src/plan-language/completion.ts';
import type { Facts } from '../../../src/plan-language/facts.ts';
import { lineStart } from '../../../src/plan-language/spots.ts';
import type { PlanName } from '../../../src/project/plans.ts';

export const facts: Facts = {
  people: [
    { name: 'Mei', roles: ['Founder'] },
    { name: 'O, Connor', roles: ['Data'] },
  ],
  milestones: [
    { id: 'goals', title: 'Agreed' },
    { id: 'pilot', title: 'Pilot' },
  ],
  steps: [
    { id: '5.1.1', title: 'Set goals' },
    { id: '9.1.1', title: 'No market need' },
  ],
  today: '2026-11-24',
};

export function cursor(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('|');
  assert.ok(offset >= 0, 'a cursor');
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset };
}

export function suggested(plan: PlanName, marked: string): readonly Suggestion[] {
  const { text, offset } = cursor(marked);
  return suggest(plan, text, offset, facts, 'en');
}

export const labels = (plan: PlanName, marked: string): readonly string[] =>
  suggested(plan, marked).map(({ label }) => label);

/** The text once the suggestion `label` is taken, places to fill in left out, a choice at its first value. */
export function taken(plan: PlanName, marked: string, label: string): string {
  const { text } = cursor(marked);
  const found = suggested(plan, marked).find((one) => one.label === label);
  assert.ok(found, `${label} is suggested`);
  const margin = /^[ ]*/.exec(text.slice(lineStart(text, found.from)))?.[0] ?? '';
  const insert = found.insert
    .replace(/(?<!\\)\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '')
    .replace(/\\([\\$}])/g, '$1')
    .replaceAll('\n', `\n${margin}`);
  return text.slice(0, found.from) + insert + text.slice(found.to);
}
