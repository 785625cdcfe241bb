/** Files of a project and the steps and headings of the guide that name them. Pure. */
import type { Definition, StepDefinition } from '../checklist/definition.ts';

/** Steps that name the file at `path` (relative, POSIX), those first that name it itself and not a folder around it. */
export function stepsNaming(
  definition: Definition,
  path: string,
  packageName: string,
): readonly StepDefinition[] {
  const steps = definition.sections.flatMap((section) => section.steps);
  const filled = (file: string) => file.replaceAll('{package}', packageName);
  const exact = steps.filter(({ files }) => files.some((file) => filled(file) === path));
  const around = steps.filter(
    (step) =>
      !exact.includes(step) && step.files.some((file) => file.endsWith('/') && path.startsWith(filled(file))),
  );
  return [...exact, ...around];
}

export interface Key {
  /** Names from the outermost to the key itself; entries of lists have none. */
  readonly path: readonly string[];
  /** Columns of the key on its line. */
  readonly from: number;
  readonly to: number;
}

/** The key of a YAML file that stands at `column` of `line` (both from 0); undefined where none does. */
export function keyAt(lines: readonly string[], line: number, column: number): Key | undefined {
  const own = keyOn(lines[line] ?? '');
  if (own === undefined || column < own.from || column > own.to) {
    return undefined;
  }
  const path = [own.name];
  let { indent } = own;
  for (let above = line - 1; above >= 0 && indent > 0; above--) {
    const key = keyOn(lines[above] ?? '');
    if (key !== undefined && key.indent < indent) {
      path.unshift(key.name);
      indent = key.indent;
    }
  }
  return { path, from: own.from, to: own.to };
}

/** Configurations are plain block YAML: a name at the start of a line, perhaps behind the dash of a list. */
function keyOn(line: string): { name: string; indent: number; from: number; to: number } | undefined {
  const [, space = '', dash = '', name] = /^( *)((?:- +)*)([A-Za-z_][\w.-]*):(?:\s|$)/.exec(line) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const from = space.length + dash.length;
  return { name, indent: from, from, to: from + name.length };
}
