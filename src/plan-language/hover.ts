/** What the editor says of the key or value under the pointer, as Markdown of our own words alone. */
import type { Language } from '../l10n.ts';
import type { PlanName } from '../project/plans.ts';
import { parseYaml } from '../project/yaml.ts';
import type { CardName } from '../report/model.ts';
import { reportWords } from '../report/words.ts';
import { choiceLabel, kindText, meaning } from './describe.ts';
import { type Facts, get, stepsUsing } from './facts.ts';
import { type Field, fieldAt } from './fields.ts';
import { locate, longest } from './spots.ts';
import { planWords } from './words.ts';

export interface Hover {
  readonly markdown: string;
  readonly from: number;
  readonly to: number;
}

/** The card of the Progress page that a plan file is shown in. */
export const cardOfPlan: Readonly<Record<PlanName, CardName>> = {
  goals: 'goals',
  timeline: 'timeline',
  budget: 'money',
  team: 'team',
  risks: 'risks',
  compliance: 'compliance',
  feedback: 'feedback',
  funding: 'funding',
  premortem: 'premortem',
};

/** Commands that the links of a hover call; the editor lets it call no other. */
export const hoverCommands = ['aiVenture.openProgress', 'aiVenture.openInGuide'] as const;

/** What there is to say at `offset`; undefined where nothing is known. */
export function hoverAt(
  plan: PlanName,
  text: string,
  offset: number,
  steps: Facts['steps'],
  language: Language,
): Hover | undefined {
  const found = text.length > longest ? undefined : locate(text, offset).found;
  const field = found === undefined ? undefined : fieldAt(plan, found.path);
  if (found === undefined || field === undefined) {
    return undefined;
  }
  const parsed = parseYaml(text);
  const whole = parsed.ok ? parsed.parsed.value : undefined;
  const currency = get(whole, 'currency');
  const [list = '', index = 0] = found.path;
  const entry = get(get(whole, list), index);
  const names = [list, get(entry, 'id'), get(entry, 'kind')];
  const parts = [
    ...about(field, typeof currency === 'string' ? currency : '', language),
    links(plan, stepsUsing(plan, names), steps, language),
  ];
  return { markdown: parts.join('\n\n'), from: found.from, to: found.to };
}

function about(field: Field, currency: string, language: Language): readonly string[] {
  const say = planWords(language);
  const notes = [
    kindText(field, currency, language),
    ...(field.optional ? [say('optional')] : []),
    ...(field.nullable ? [say('empty')] : []),
  ];
  const choices = field.values.map((value) => {
    const label = choiceLabel(field, value, language);
    return label === '' ? `- \`${value}\`` : `- \`${value}\` – ${label}`;
  });
  return [
    `**${field.path.at(-1) ?? field.plan}** · ${notes.join(' · ')}`,
    meaning(field, language),
    ...(choices.length > 0 ? [choices.join('\n')] : []),
  ];
}

function links(plan: PlanName, ids: readonly string[], steps: Facts['steps'], language: Language): string {
  const say = planWords(language);
  const [progress, guide] = hoverCommands;
  const card = reportWords(language)(`section.${cardOfPlan[plan]}`);
  const titled = ids.map((stepId) => {
    const title = steps.find(({ id }) => id === stepId)?.title ?? '';
    const link = `command:${guide}?${encodeURIComponent(JSON.stringify([{ stepId }]))}`;
    return `- [${stepId} ${title}](${link})`;
  });
  return [
    say('card', { card, link: `command:${progress}` }),
    ...(titled.length > 0 ? ['', `${say('step')}`, '', ...titled] : []),
  ].join('\n');
}
