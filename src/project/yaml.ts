/** YAML that knows its lines. */
import { isNode, LineCounter, parseDocument } from 'yaml';
import { hasConflictMarks, type ParseResult, type Path } from './json.ts';
import { type ChecklistKey, message } from './words.ts';

const known: Readonly<Record<string, ChecklistKey>> = {
  DUPLICATE_KEY: 'yaml.twice',
  TAB_AS_INDENT: 'yaml.tab',
  BAD_INDENT: 'yaml.indent',
  MISSING_CHAR: 'yaml.missing',
  MULTIPLE_DOCS: 'yaml.documents',
};

/** Parses one YAML 1.2 document; dates stay text. The first fault is given with its line and column. */
export function parseYaml(text: string): ParseResult {
  if (hasConflictMarks(text)) {
    const lines = text.split(/\r?\n/);
    const line = lines.findIndex((one) => one.startsWith('<<<<<<< '));
    const found = lines[line] ?? '';
    return {
      ok: false,
      problem: { line: line + 1, column: 1, message: message('json.conflict', { found }) },
    };
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: 'silent',
  });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const { line, col } = lineCounter.linePos(fault.pos[0]);
    return {
      ok: false,
      problem: { line, column: col, message: message(known[fault.code] ?? 'yaml.invalid') },
    };
  }
  const lineOf = (path: Path): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        return lineCounter.linePos(node.range[0]).line;
      }
    }
    return 1;
  };
  try {
    return { ok: true, parsed: { value: document.toJS({ maxAliasCount: 50 }), lineOf } };
  } catch {
    return { ok: false, problem: { line: 1, column: 1, message: message('yaml.invalid') } };
  }
}
