/** The keys of the reports, read from the Pydantic models with which a generated project writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pages.ts';

/** Class → field → the class that its value or its items have, or '' where they are plain. */
const classes = new Map<string, ReadonlyMap<string, { readonly of: string; readonly keyed: boolean }>>();
/** File name without ending → class. */
const stages = new Map<string, string>();

const source = readFileSync(join(root, 'templates/base/src/__package__/results.py'), 'utf8');
for (const [, name = '', parent = '', body = ''] of source.matchAll(
  /^class (\w+)\((\w+)\):\n((?: .*\n|\n)*)/gm,
)) {
  const fields = new Map(classes.get(parent));
  for (const [, field = '', type = ''] of body.matchAll(/^ {4}(\w+): ([^=\n]+)/gm)) {
    const of = (type.match(/\w+/g) ?? []).find((word) => classes.has(word)) ?? '';
    fields.set(field, { of, keyed: type.startsWith('dict[') });
  }
  classes.set(name, fields);
}
for (const [, name = '', stage = ''] of source.matchAll(/^ {4}(\w+): "(\w+)",$/gm)) {
  stages.set(stage, name);
}

/** Every report that a stage writes. */
export const reportFiles: readonly string[] = [...stages.keys()].map((stage) => `reports/${stage}.json`);

/** The first key of `value`, a part of the result in `file`, that the report does not have; undefined without one. */
export function keyFault(file: string, value: unknown): string | undefined {
  const name = stages.get(/^reports\/(\w+)\.json$/.exec(file)?.[1] ?? '');
  return name === undefined ? `${file} is no report` : fault(name, value, file);
}

function fault(name: string, value: unknown, where: string): string | undefined {
  if (Array.isArray(value)) {
    return first(value.map((item) => fault(name, item, where)));
  }
  if (name === '' || typeof value !== 'object' || value === null) {
    return undefined;
  }
  return first(
    Object.entries(value).map(([key, inner]) => {
      const field = classes.get(name)?.get(key);
      if (field === undefined) {
        return `${where} has no ${key}`;
      }
      const items = field.keyed && field.of !== '' ? Object.values(inner ?? {}) : inner;
      return fault(field.of, items, `${where} ${key}`);
    }),
  );
}

function first(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((each) => each !== undefined);
}
