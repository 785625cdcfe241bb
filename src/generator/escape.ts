/**
 * One function per target format: the only ways in which a value gets into a generated file. Values are one line of
 * text without control characters (the answers' schema refuses the rest), so no format needs more than its quotes,
 * its escape sign and what it substitutes.
 */

/** U+007F and the C1 controls, which TOML and YAML want escaped and JSON does not. */
function escapeRest(literal: string): string {
  return literal.replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON string literal. */
export function json(text: string): string {
  return JSON.stringify(text);
}

/** Python string literal; in single quotes where that saves escapes, as `ruff format` writes it. */
export function py(text: string): string {
  const literal = escapeRest(JSON.stringify(text));
  const doubles = text.split('"').length;
  const singles = text.split("'").length;
  if (doubles <= singles) {
    return literal;
  }
  return `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** TOML basic string (https://toml.io/en/v1.0.0#string). */
export function toml(text: string): string {
  return escapeRest(JSON.stringify(text));
}

/** YAML double-quoted scalar; JSON's escapes are a part of YAML 1.2's (https://yaml.org/spec/1.2.2/#57-escaped-characters). */
export function yaml(text: string): string {
  return escapeRest(JSON.stringify(text));
}

/** One word for a POSIX shell. */
export function sh(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** One double-quoted word of a Dockerfile instruction, where `$` would name a variable. */
export function dockerfile(text: string): string {
  return `"${text.replace(/[\\"$]/g, '\\$&')}"`;
}

/** Text of a Markdown paragraph, heading or table cell that reads as it was typed (CommonMark and GitHub's tables). */
export function md(text: string): string {
  return text
    .replace(/[\\`*[\]<>|~&#${}]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}

/** A line of a plain-text file, which has nothing to escape. */
export function text(line: string): string {
  return line;
}

/** A bare identifier or slug. Throws a RangeError on anything else, so that no other text can get in unquoted. */
export function id(text: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) {
    throw new RangeError(`Not an identifier: ${JSON.stringify(text)}`);
  }
  return text;
}

/** The ISO date `days` days after the ISO date `from`. */
export function addDays(from: string, days: number): string {
  const at = new Date(`${from}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
