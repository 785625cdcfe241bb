/** JSON that knows its lines: strict as RFC 8259, refuses a key given twice, and says where each value stands. */
import { type Message, message } from './words.ts';

export type Path = readonly PropertyKey[];

export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: Message;
}

export interface Parsed {
  readonly value: unknown;
  /** Line, from 1, of the value at `path`, or of the nearest thing around it. */
  readonly lineOf: (path: Path) => number;
}

export type ParseResult =
  | { readonly ok: true; readonly parsed: Parsed }
  | { readonly ok: false; readonly problem: Problem };

const deepest = 200;
const conflictMark = /^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$/;

/** Whether a text has lines that git leaves where two versions could not be merged. */
export function hasConflictMarks(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

/** Parses `text`; the first fault is given with its line and column. */
export function parseJson(text: string): ParseResult {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    const value = new Reader(source).document();
    // Lines cost more than the value itself, and are asked for only where something is wrong.
    let lines: ReadonlyMap<string, number> | undefined;
    const lineOf = (path: Path) => {
      lines ??= linesOf(source);
      return nearest(lines, path);
    };
    return { ok: true, parsed: { value, lineOf } };
  } catch (error) {
    if (error instanceof Fault) {
      return { ok: false, problem: error.problem };
    }
    throw error;
  }
}

class Fault extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message.key);
    this.problem = problem;
  }
}

/** The line of each value of a text that parses. */
function linesOf(source: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  new Reader(source, lines).document();
  return lines;
}

function nearest(lines: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const line = lines.get(pointer(path.slice(0, length)));
    if (line !== undefined) {
      return line;
    }
  }
  return 1;
}

function pointer(path: Path): string {
  return JSON.stringify(path.map(String));
}

class Reader {
  private readonly text: string;
  private readonly lines: Map<string, number> | undefined;
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private readonly path: string[] = [];

  constructor(text: string, lines?: Map<string, number>) {
    this.text = text;
    this.lines = lines;
  }

  document(): unknown {
    this.space();
    const value = this.value();
    this.space();
    if (this.at < this.text.length) {
      throw this.fault('json.after', this.at);
    }
    return value;
  }

  private value(): unknown {
    if (this.path.length > deepest) {
      throw this.fault('json.deep', this.at);
    }
    this.lines?.set(pointer(this.path), this.line);
    switch (this.text[this.at]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(): unknown {
    const result: Record<string, unknown> = {};
    this.at++;
    this.space();
    while (this.text[this.at] !== '}') {
      if (this.text[this.at] !== '"') {
        throw this.fault('json.key', this.at);
      }
      const start = this.at;
      const key = this.string();
      if (Object.hasOwn(result, key)) {
        throw this.fault('json.twice', start, { name: key });
      }
      this.space();
      if (this.text[this.at] !== ':') {
        throw this.fault('json.colon', this.at);
      }
      this.at++;
      this.space();
      this.path.push(key);
      const value = this.value();
      if (key === '__proto__') {
        // A plain assignment would set the prototype.
        Object.defineProperty(result, key, { value, enumerable: true, writable: true, configurable: true });
      } else {
        result[key] = value;
      }
      this.path.pop();
      this.separator('}', 'json.key');
    }
    this.at++;
    return result;
  }

  private array(): unknown {
    const result: unknown[] = [];
    this.at++;
    this.space();
    while (this.text[this.at] !== ']') {
      this.path.push(String(result.length));
      result.push(this.value());
      this.path.pop();
      this.separator(']', 'json.value');
    }
    this.at++;
    return result;
  }

  /** After an entry: its comma, which another entry must follow, or the end of what holds it. */
  private separator(close: string, missing: 'json.key' | 'json.value'): void {
    this.space();
    if (this.text[this.at] === ',') {
      this.at++;
      this.space();
      if (this.text[this.at] === close) {
        throw this.fault(missing, this.at);
      }
    } else if (this.text[this.at] !== close) {
      throw this.fault('json.comma', this.at);
    }
  }

  private string(): string {
    const start = this.at;
    let escaped = false;
    for (this.at++; this.text[this.at] !== '"'; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code) || code < 0x20) {
        throw this.fault('json.string', start);
      }
      if (code === 0x5c) {
        this.at++;
        escaped = true;
      }
    }
    this.at++;
    if (!escaped) {
      return this.text.slice(start + 1, this.at - 1);
    }
    try {
      return String(JSON.parse(this.text.slice(start, this.at)));
    } catch {
      throw this.fault('json.string', start);
    }
  }

  private scalar(): unknown {
    const word = /^[\w.+-]+/.exec(this.text.slice(this.at, this.at + 400))?.[0] ?? '';
    try {
      const value: unknown = JSON.parse(word);
      this.at += word.length;
      return value;
    } catch {
      throw this.fault('json.value', this.at);
    }
  }

  private space(): void {
    for (; ; this.at++) {
      const char = this.text[this.at];
      if (char === '\n') {
        this.line++;
        this.lineStart = this.at + 1;
      } else if (char !== ' ' && char !== '\t' && char !== '\r') {
        return;
      }
    }
  }

  private fault(
    key:
      | 'json.after'
      | 'json.deep'
      | 'json.key'
      | 'json.colon'
      | 'json.comma'
      | 'json.value'
      | 'json.string'
      | 'json.twice',
    at: number,
    values: Readonly<Record<string, string>> = {},
  ): Fault {
    const line = this.text.slice(at).split(/\r?\n/, 1)[0] ?? '';
    const where = { line: this.line, column: at - this.lineStart + 1 };
    if (conflictMark.test(line)) {
      return new Fault({ ...where, message: message('json.conflict', { found: line }) });
    }
    if (at >= this.text.length) {
      return new Fault({ ...where, message: message('json.end') });
    }
    const found = line.length > 24 ? `${line.slice(0, 24)}…` : line || '\\n';
    return new Fault({ ...where, message: message(key, { found, ...values }) });
  }
}
