/** `.ai-venture/progress.json`: its shape, reading it strictly, and writing it one step a line so that git can merge it. */
import * as z from 'zod/mini';
import { parseJson } from '../project/json.ts';
import { parseShape, type ShapeResult } from '../project/shape.ts';
import { message } from '../project/words.ts';

export const stepStates = ['todo', 'doing', 'done', 'skipped'] as const;
export type StepState = (typeof stepStates)[number];

const itemSchema = z.looseObject({
  state: z.optional(z.enum(stepStates)),
  /** When the entry last changed, ISO 8601; decides which of two versions is kept. */
  at: z.optional(z.iso.datetime({ offset: true })),
  by: z.optional(z.string()),
  note: z.optional(z.string()),
  owner: z.optional(z.string()),
  due: z.optional(z.union([z.iso.date(), z.literal('')])),
  /** Why the step is skipped. */
  reason: z.optional(z.string()),
});

export const progressFileSchema = z.looseObject({
  version: z.number(),
  items: z.record(z.string(), itemSchema),
});

/** What is kept of one step; keys that we do not know are carried along. */
export type Item = z.infer<typeof itemSchema>;
export type Progress = z.infer<typeof progressFileSchema>;

export const emptyProgress: Progress = { version: 1, items: {} };

/** Reads the text of a progress file; undefined and blank text are a file with no step in it. */
export function parseProgress(text: string | undefined): ShapeResult<Progress> {
  if (text === undefined) {
    return { kind: 'ok', value: emptyProgress, lineOf: () => 1 };
  }
  const result = parseShape(text, parseJson, progressFileSchema);
  if (result.kind === 'ok' && result.value.version !== 1) {
    const { version } = result.value;
    return {
      kind: 'invalid',
      line: result.lineOf(['version']),
      column: 1,
      message: message('progress.version', { version }),
    };
  }
  return result;
}

const knownKeys = ['state', 'at', 'by', 'owner', 'due', 'reason', 'note'];

/** The text of a progress file: keys in order, one step a line, a line feed at the end. */
export function formatProgress(progress: Progress): string {
  const items = Object.entries(progress.items)
    .sort(([a], [b]) => compareIds(a, b))
    .map(([id, item]) => `    ${JSON.stringify(id)}: ${formatItem(item)}`);
  const { version, items: _, ...rest } = progress;
  const lines = [
    `  "version": ${version}`,
    ...Object.entries(rest)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `  ${JSON.stringify(key)}: ${oneLine(value)}`),
    items.length === 0 ? '  "items": {}' : `  "items": {\n${items.join(',\n')}\n  }`,
  ];
  return `{\n${lines.join(',\n')}\n}\n`;
}

function formatItem(item: Item): string {
  const entries = Object.entries(item).filter(([, value]) => value !== undefined);
  const place = (key: string) => (knownKeys.includes(key) ? knownKeys.indexOf(key) : knownKeys.length);
  entries.sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, value]) => `${JSON.stringify(key)}: ${oneLine(value)}`).join(', ')} }`;
}

function oneLine(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

/** Order of ids: part by part, numbers by value, so that 5.10 comes after 5.9. */
export function compareIds(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let part = 0; part < Math.max(left.length, right.length); part++) {
    const one = left[part] ?? '';
    const other = right[part] ?? '';
    if (one !== other) {
      const numbers = /^\d+$/.test(one) && /^\d+$/.test(other) ? Number(one) - Number(other) : 0;
      return numbers || (one < other ? -1 : 1);
    }
  }
  return 0;
}

/** Whether two entries say the same, whatever the order of their keys. */
export function sameItem(a: Item | undefined, b: Item | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && formatItem(sorted(a)) === formatItem(sorted(b)));
}

/** Whether two entries say the same of a step, whoever said it and when; no entry says that it is to do. */
export function saysTheSame(a: Item | undefined, b: Item | undefined): boolean {
  return sameItem(unsigned(a), unsigned(b));
}

/** What an entry says of its step, without who said it and when. */
export function unsigned({ state = 'todo', at: _at, by: _by, ...rest }: Item = {}): Item {
  return { ...rest, state };
}

function sorted(item: Item): Item {
  return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) as Item;
}

/** The entry of a step; undefined where the file has none. */
export function itemOf({ items }: Progress, id: string): Item | undefined {
  return Object.hasOwn(items, id) ? items[id] : undefined;
}

/** `progress` with the entries of steps set, or removed where undefined. */
export function withItems(progress: Progress, changed: ReadonlyMap<string, Item | undefined>): Progress {
  const items = new Map<string, Item | undefined>(Object.entries(progress.items));
  for (const [id, item] of changed) {
    items.set(id, item);
  }
  // Object.fromEntries defines keys, so that a step called "__proto__" stays one.
  return {
    ...progress,
    items: Object.fromEntries([...items].filter((entry): entry is [string, Item] => entry[1] !== undefined)),
  };
}
