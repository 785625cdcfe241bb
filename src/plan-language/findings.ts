/** What is wrong in the plan files of a project as they stand in the editor, each with its place and what would mend it. */
import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import * as z from 'zod/mini';
import type { Path } from '../project/json.ts';
import { nearest } from '../project/nearest.ts';
import { checkPlans, type PlanFault, unknownKeysIn } from '../project/plan-checks.ts';
import { type PlanName, planNames, planSchemas } from '../project/plans.ts';
import { describeIssue } from '../project/shape.ts';
import type { Message } from '../project/words.ts';
import { parseYaml } from '../project/yaml.ts';
import type { Facts, PlanTexts } from './facts.ts';

/** A mend that the editor offers. */
export type Fix =
  /** Writes `to` in the place of the finding. */
  | { readonly kind: 'rename'; readonly to: string }
  /** Gives `person` a role in the team file. */
  | { readonly kind: 'addPerson'; readonly person: string };

export interface Finding {
  readonly plan: PlanName;
  /** Offsets in the text of the file. */
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: Message;
  readonly fixes: readonly Fix[];
}

export interface FindingsContext {
  /** Ids of all steps of the checklist. */
  readonly steps: ReadonlySet<string>;
  readonly people: Facts['people'];
}

/** Faults that leave no doubt which side is wrong; the rest may be meant. */
const errors = new Set<Message['key']>(['plan.twice', 'plan.cycle', 'plan.currency', 'plan.shares']);

/** Every finding, by file. Files are named by their plan; a file that is not there has none. */
export function findingsOf(
  texts: PlanTexts,
  context: FindingsContext,
): ReadonlyMap<PlanName, readonly Finding[]> {
  const sources = new Map(
    planNames.flatMap((name) => {
      const text = texts[name];
      return text === undefined ? [] : [[name, new Source(name, text)] as const];
    }),
  );
  const inShape = Object.fromEntries(
    [...sources].flatMap(([name, source]) =>
      source.faulty ? [] : [[name, { value: source.value, lineOf: source.lineOf }]],
    ),
  );
  const found = new Map([...sources].map(([name, source]) => [name, [...source.own]]));
  for (const fault of checkPlans(inShape, { steps: context.steps })) {
    const source = sources.get(fault.plan);
    // Unknown keys are looked for in every file, also in those that are not in shape.
    if (source !== undefined && fault.message.key !== 'plan.key' && fault.message.key !== 'plan.keyNear') {
      found.get(fault.plan)?.push(source.finding(fault, context));
    }
  }
  return found;
}

/** One file: its value, its own findings, and where in the text each value stands. */
class Source {
  readonly plan: PlanName;
  readonly value: unknown;
  readonly own: readonly Finding[];
  /** The value is not in the shape of the file, so that it cannot be compared with others. */
  readonly faulty: boolean;
  private readonly text: string;
  private readonly root: ParsedNode | null;
  private readonly lines = new LineCounter();

  constructor(plan: PlanName, text: string) {
    this.plan = plan;
    this.text = text;
    const parsed = parseYaml(text);
    if (!parsed.ok) {
      this.root = null;
      this.faulty = true;
      this.own = [this.unreadable(parsed.problem)];
      return;
    }
    this.root = parseDocument(text, { lineCounter: this.lines, logLevel: 'silent' }).contents;
    this.value = parsed.parsed.value;
    const issues = z.safeParse(planSchemas[plan], this.value).error?.issues ?? [];
    this.faulty = issues.length > 0;
    this.own = [
      ...issues.map((issue) => this.shapeFinding(issue)),
      ...unknownKeysIn(plan, this.value, this.lineOf).map((fault) => this.keyFinding(fault)),
    ];
  }

  /** Line, from 1, of the value at `path`. */
  readonly lineOf = (path: Path): number => this.lines.linePos(this.place(path).from).line;

  /** A fault that was found by comparing files. */
  finding({ path, message: what }: PlanFault, { people }: FindingsContext): Finding {
    const name = what.values?.['name'];
    const near = what.key === 'plan.owner' && typeof name === 'string' ? name : undefined;
    return {
      plan: this.plan,
      ...this.place(path),
      severity: errors.has(what.key) ? 'error' : 'warning',
      message: what,
      fixes: near === undefined ? [] : ownerFixes(near.trim(), people),
    };
  }

  private unreadable({
    line,
    column,
    message: what,
  }: {
    line: number;
    column: number;
    message: Message;
  }): Finding {
    const starts = [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const start = starts[line - 1] ?? 0;
    const next = starts[line] ?? this.text.length + 1;
    const from = Math.min(start + column - 1, this.text.length);
    return {
      plan: this.plan,
      from,
      to: Math.max(from, next - 1),
      severity: 'error',
      message: what,
      fixes: [],
    };
  }

  private shapeFinding(issue: z.core.$ZodIssue): Finding {
    const place = this.place(issue.path);
    const written = this.text.slice(place.from, place.to);
    const near = issue.code === 'invalid_value' ? nearest(written, issue.values.map(String)) : undefined;
    return {
      plan: this.plan,
      ...place,
      severity: 'error',
      message: describeIssue(issue, this.value),
      fixes: near === undefined ? [] : [{ kind: 'rename', to: near }],
    };
  }

  private keyFinding({ path, message: what }: PlanFault): Finding {
    const near = what.values?.['near'];
    return {
      plan: this.plan,
      ...(this.keyPlace(path) ?? this.place(path)),
      severity: 'warning',
      message: what,
      fixes: typeof near === 'string' ? [{ kind: 'rename', to: near }] : [],
    };
  }

  /** Where the value at `path` is written; of one that is a list, a map, or empty, its key; else what should hold it. */
  private place(path: Path): { readonly from: number; readonly to: number } {
    const node = nodeAt(this.root, path);
    const range = node?.range;
    if (isScalar(node) && range != null && range[1] > range[0]) {
      return { from: range[0], to: range[1] };
    }
    const key = this.keyPlace(path);
    if (key !== undefined) {
      return key;
    }
    return node !== undefined || path.length === 0 ? this.startOf(node) : this.place(path.slice(0, -1));
  }

  /** The first key of a map, or the first line of anything else: all of it would mark half of the file. */
  private startOf(node: ParsedNode | undefined): { readonly from: number; readonly to: number } {
    const range = isMap<ParsedNode>(node) ? node.items[0]?.key.range : undefined;
    const from = node?.range?.[0] ?? 0;
    const line = /[^\r\n]*/.exec(this.text.slice(from))?.[0]?.trimEnd() ?? '';
    return range == null ? { from, to: from + line.length } : { from: range[0], to: range[1] };
  }

  private keyPlace(path: Path): { readonly from: number; readonly to: number } | undefined {
    const map = nodeAt(this.root, path.slice(0, -1));
    const name = path.at(-1);
    const pair = isMap<ParsedNode>(map)
      ? map.items.find(({ key }) => isScalar(key) && key.value === name)
      : undefined;
    return pair?.key.range == null ? undefined : { from: pair.key.range[0], to: pair.key.range[1] };
  }
}

function nodeAt(root: ParsedNode | null, path: Path): ParsedNode | undefined {
  const found: unknown =
    path.length === 0 ? root : root !== null && 'getIn' in root ? root.getIn(path, true) : undefined;
  return typeof found === 'object' && found !== null && 'range' in found ? (found as ParsedNode) : undefined;
}

function ownerFixes(owner: string, people: Facts['people']): readonly Fix[] {
  const near = nearest(
    owner,
    people.map(({ name }) => name),
  );
  return [
    ...(near === undefined ? [] : [{ kind: 'rename', to: near } as const]),
    { kind: 'addPerson', person: owner },
  ];
}
