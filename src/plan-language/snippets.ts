/** Keys and entries as they are put into a plan file, in the snippet syntax of the editor. */
import type { Path } from '../project/json.ts';
import type { PlanName } from '../project/plans.ts';
import { type Field, fieldAt } from './fields.ts';

/** Text that has no meaning in a snippet. */
export function plainSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Counts the places that are to be filled in. */
class Stops {
  private last = 0;
  next(): number {
    this.last += 1;
    return this.last;
  }
}

/** The key `name` of the map at `path` with room for its value; a list or a map with all that belongs in it. */
export function keySnippet(plan: PlanName, path: Path, name: string): string {
  const stops = new Stops();
  return lines(plan, [...path, name], stops, '').join('\n');
}

/** A whole entry of the list at `list`, without its dash. */
export function entrySnippet(plan: PlanName, list: Path): string {
  return mapLines(plan, [...list, 0], new Stops()).join('\n');
}

/** Keys of the map at `path` that may not be left out, one a line. */
function mapLines(plan: PlanName, path: Path, stops: Stops): readonly string[] {
  const keys = fieldAt(plan, path)?.keys ?? [];
  return keys
    .filter((key) => fieldAt(plan, [...path, key])?.optional === false)
    .flatMap((key) => lines(plan, [...path, key], stops, ''));
}

function lines(plan: PlanName, path: Path, stops: Stops, margin: string): readonly string[] {
  const field = fieldAt(plan, path);
  const name = String(path.at(-1));
  if (field === undefined) {
    return [];
  }
  switch (field.kind) {
    case 'map':
      return [`${margin}${name}:`, ...mapLines(plan, path, stops).map((line) => `${margin}  ${line}`)];
    case 'entries': {
      const inner = mapLines(plan, [...path, 0], stops);
      return [
        `${margin}${name}:`,
        ...inner.map((line, index) => `${margin}  ${index === 0 ? '- ' : '  '}${line}`),
      ];
    }
    default:
      return [`${margin}${name}: ${valueSnippet(field, stops)}`];
  }
}

function valueSnippet({ kind, values }: Field, stops: Stops): string {
  const stop = stops.next();
  switch (kind) {
    case 'choice':
      return `\${${stop}|${values.join(',')}|}`;
    case 'boolean':
      return `\${${stop}|false,true|}`;
    case 'list':
    case 'milestones':
    case 'steps':
      return `[$${stop}]`;
    case 'step':
      return `"$${stop}"`;
    default:
      return `$${stop}`;
  }
}
