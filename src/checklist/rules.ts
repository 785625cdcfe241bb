/** The evidence rules by the names that `guide/checklist.json` gives them. */
import type { Rule } from './look.ts';
import { augment, clean, normalize, sources } from './rules/data.ts';
import {
  architecture,
  compression,
  deployment,
  explanation,
  metrics,
  monitoring,
  training,
  tuning,
  validation,
} from './rules/model.ts';
import { document, goals, plan, quality, resources, risks, timeline } from './rules/plan.ts';

export const ruleNames = [
  'document',
  'goals',
  'timeline',
  'resources',
  'plan',
  'risks',
  'quality',
  'sources',
  'clean',
  'normalize',
  'augment',
  'architecture',
  'tuning',
  'training',
  'validation',
  'deployment',
  'compression',
  'metrics',
  'explanation',
  'monitoring',
] as const;

export const rules: Readonly<Record<(typeof ruleNames)[number], Rule>> = {
  document,
  goals,
  timeline,
  resources,
  plan,
  risks,
  quality,
  sources,
  clean,
  normalize,
  augment,
  architecture,
  tuning,
  training,
  validation,
  deployment,
  compression,
  metrics,
  explanation,
  monitoring,
};
