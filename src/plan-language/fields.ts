/** What belongs at each place of a plan file, from its zod schema: which keys, of which kind, with which values. */
import type * as z from 'zod/mini';
import type { Path } from '../project/json.ts';
import { type PlanName, planSchemas } from '../project/plans.ts';

export const fieldKinds = [
  'entries',
  'list',
  'map',
  'text',
  'number',
  'score',
  'money',
  'share',
  'months',
  'date',
  'month',
  'choice',
  'boolean',
  'person',
  'milestone',
  'milestones',
  'step',
  'steps',
  'currency',
  'metric',
  'other',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export interface Field {
  readonly plan: PlanName;
  /** Names of keys from the top, without the numbers of entries; empty for the file as a whole. */
  readonly path: readonly string[];
  readonly kind: FieldKind;
  /** Values of a choice. */
  readonly values: readonly string[];
  /** May be left out. */
  readonly optional: boolean;
  /** May be empty until it is filled in. */
  readonly nullable: boolean;
  /** Keys of a map, or of each entry of a list. */
  readonly keys: readonly string[];
}

/** The kinds that the schema cannot tell: what a text or a number with this name stands for. */
const byName: Readonly<Record<string, FieldKind>> = {
  owner: 'person',
  milestone: 'milestone',
  depends: 'milestone',
  steps: 'step',
  currency: 'currency',
  month: 'month',
  at: 'date',
  metric: 'metric',
  amount: 'money',
  cash: 'money',
  funding: 'money',
  budget: 'money',
  gpu_hour_price: 'money',
  spent: 'money',
  income: 'money',
  training: 'money',
  pre_money: 'money',
  share: 'share',
  pool: 'share',
  months: 'months',
  margin_months: 'months',
  likelihood: 'score',
  impact: 'score',
};

/** The few that their name does not tell either. */
const byPath: Readonly<Record<string, FieldKind>> = { 'premortem.signs.id': 'step' };

interface Opened {
  readonly schema: z.core.$ZodTypes;
  readonly optional: boolean;
  readonly nullable: boolean;
}

function open(schema: z.core.$ZodType): Opened {
  const own = schema as z.core.$ZodTypes;
  const { def } = own._zod;
  if (def.type === 'optional' || def.type === 'nullable') {
    const inner = open(def.innerType);
    return { ...inner, [def.type]: true };
  }
  return { schema: own, optional: false, nullable: false };
}

/** The field at `path` of a plan file; undefined where the file knows no such place. */
export function fieldAt(plan: PlanName, path: Path): Field | undefined {
  let here = open(planSchemas[plan]);
  const names: string[] = [];
  for (const part of path) {
    const { def } = here.schema._zod;
    if (def.type === 'array' && typeof part === 'number') {
      here = open(def.element);
    } else if (def.type === 'object' && typeof part === 'string' && Object.hasOwn(def.shape, part)) {
      names.push(part);
      here = open(def.shape[part] as z.core.$ZodType);
    } else {
      return undefined;
    }
  }
  return fieldOf(plan, names, here);
}

/** Every field of a plan file that has a name, each before those inside it. */
export function fieldsOf(plan: PlanName): readonly Field[] {
  const below = (names: readonly string[], of: Opened): readonly Field[] =>
    Object.entries(shapeOf(of.schema)).flatMap(([key, inner]) => {
      const opened = open(inner);
      const path = [...names, key];
      return [fieldOf(plan, path, opened), ...below(path, opened)];
    });
  return below([], open(planSchemas[plan]));
}

/** Name of a field's words, such as `goals.goals.target`. */
export function keyOf({ plan, path }: Pick<Field, 'plan' | 'path'>): string {
  return [plan, ...path].join('.');
}

function shapeOf(schema: z.core.$ZodTypes): Readonly<Record<string, z.core.$ZodType>> {
  const { def } = schema._zod;
  return def.type === 'object' ? def.shape : def.type === 'array' ? shapeOf(open(def.element).schema) : {};
}

function fieldOf(plan: PlanName, path: readonly string[], { schema, optional, nullable }: Opened): Field {
  const { def } = schema._zod;
  const values = def.type === 'enum' ? Object.values(def.entries).map(String) : [];
  const kind = kindOf(schema, path.at(-1) ?? '', keyOf({ plan, path }));
  return { plan, path, kind, values, optional, nullable, keys: Object.keys(shapeOf(schema)) };
}

function kindOf(schema: z.core.$ZodTypes, name: string, key: string): FieldKind {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return 'map';
    case 'array':
      return listKind(open(def.element).schema, name);
    case 'enum':
      return 'choice';
    case 'boolean':
      return 'boolean';
    case 'number':
      return byName[name] ?? 'number';
    case 'string':
      return 'format' in def && def.format === 'date' ? 'date' : (byPath[key] ?? byName[name] ?? 'text');
    default:
      return 'other';
  }
}

function listKind(element: z.core.$ZodTypes, name: string): FieldKind {
  if (element._zod.def.type === 'object') {
    return 'entries';
  }
  const kind = byName[name];
  return kind === 'milestone' ? 'milestones' : kind === 'step' ? 'steps' : 'list';
}
