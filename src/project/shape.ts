/** From a file to a value of a known shape, or to one fault that a person can mend: which line, and what belongs there. */
import * as z from 'zod/mini';
import { errorCode } from './errors.ts';
import { type FileSystem, FileTooLarge } from './files.ts';
import { type Parsed, type ParseResult, type Path, parseJson } from './json.ts';
import { inside } from './places.ts';
import { type Message, message } from './words.ts';
import { parseYaml } from './yaml.ts';

export interface Fault {
  /** From 1; 0 where the file as a whole cannot be read. */
  readonly line: number;
  readonly column: number;
  readonly message: Message;
}

export type ShapeResult<Value> =
  | { readonly kind: 'ok'; readonly value: Value; readonly lineOf: Parsed['lineOf'] }
  | { readonly kind: 'missing' }
  | ({ readonly kind: 'invalid' } & Fault);

/** Reads `path` (relative to `root`; JSON or YAML by its ending) and checks it against `schema`. Never rejects. */
export async function readShape<Schema extends z.ZodMiniType>(
  files: FileSystem,
  root: string,
  path: string,
  schema: Schema,
): Promise<ShapeResult<z.infer<Schema>>> {
  const full = inside(root, path);
  if (full === undefined) {
    return { kind: 'invalid', line: 0, column: 0, message: message('file.outside') };
  }
  try {
    const text = await files.read(full);
    if (text === undefined) {
      return { kind: 'missing' };
    }
    if (!(await files.contains(root, full))) {
      return { kind: 'invalid', line: 0, column: 0, message: message('file.outside') };
    }
    return parseShape(text, path.endsWith('.json') ? parseJson : parseYaml, schema);
  } catch (error) {
    return { kind: 'invalid', line: 0, column: 0, message: unreadable(error) };
  }
}

/** Why a file could not be read, in words. */
export function unreadable(error: unknown): Message {
  if (error instanceof FileTooLarge) {
    return message('file.large');
  }
  return message('file.unreadable', { cause: errorCode(error) || String(error) });
}

/** Parses `text` and checks the result against `schema`. */
export function parseShape<Schema extends z.ZodMiniType>(
  text: string,
  parse: (text: string) => ParseResult,
  schema: Schema,
): ShapeResult<z.infer<Schema>> {
  const result = parse(text);
  if (!result.ok) {
    return { kind: 'invalid', ...result.problem };
  }
  const { value, lineOf } = result.parsed;
  const checked = z.safeParse(schema, value);
  if (checked.success) {
    // No schema here transforms, and zod's own copy would lack a key called "__proto__".
    return { kind: 'ok', value: value as z.infer<Schema>, lineOf };
  }
  const [issue] = checked.error.issues;
  const path = issue?.path ?? [];
  return {
    kind: 'invalid',
    line: lineOf(path),
    column: 1,
    message: issue === undefined ? message('shape.other', { path: '' }) : describeIssue(issue, value),
  };
}

type Issue = z.core.$ZodIssue;

const types: Readonly<Record<string, Message['key']>> = {
  string: 'shape.string',
  number: 'shape.number',
  int: 'shape.integer',
  boolean: 'shape.boolean',
  array: 'shape.list',
  object: 'shape.object',
  record: 'shape.object',
};

/** What is wrong with `value`, in words. */
export function describeIssue(issue: Issue, value: unknown): Message {
  const path = dotted(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.path.length === 0) {
        return message('shape.whole');
      }
      return message(
        at(value, issue.path) === undefined ? 'shape.missing' : (types[issue.expected] ?? 'shape.other'),
        {
          path,
        },
      );
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? message('shape.empty', { path })
        : message('shape.least', { path, least: Number(issue.minimum) });
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? message('shape.long', { path, most: Number(issue.maximum) })
        : message('shape.most', { path, most: Number(issue.maximum) });
    case 'invalid_format':
      return message(issue.format === 'date' ? 'shape.date' : 'shape.other', { path });
    case 'invalid_value':
      return message('shape.oneOf', { path, values: issue.values.map(String).join(' | ') });
    default:
      return message('shape.other', { path });
  }
}

function dotted(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function at(value: unknown, path: Path): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) {
      return undefined;
    }
    here = Reflect.get(here, part);
  }
  return here;
}
