/** A person is added to the text of `plan/team.yaml`, which otherwise stays as it is, comments included. */
import { isMap, isScalar, isSeq, type ParsedNode, parseDocument } from 'yaml';
import { scalar } from './completion.ts';
import { lineStart } from './spots.ts';

export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The edit that gives `person` a role of their own at the end of the list; undefined where there is no such list. */
export function addPerson(text: string, person: string): TextEdit | undefined {
  const { contents, errors } = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const pair = isMap<ParsedNode>(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === 'roles')
    : undefined;
  const list = pair?.value;
  if (pair === undefined || errors.length > 0 || pair.key.range == null) {
    return undefined;
  }
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const taken = isSeq<ParsedNode>(list) ? list.items.map((item) => (isMap(item) ? item.get('id') : '')) : [];
  const entry = (margin: string) => roleText(person, freeId(person, taken), margin, end);
  if (isSeq<ParsedNode>(list) && list.flow !== true && list.items.length > 0) {
    const [first, last] = [list.items[0], list.items.at(-1)];
    const dash = text.lastIndexOf('-', (first?.range?.[0] ?? 0) - 1);
    const margin = text.slice(lineStart(text, dash), dash);
    const at = endOfLine(text, lastWritten(text, last?.range?.[1] ?? 0));
    return { from: at, to: at, text: `${end}${entry(margin)}` };
  }
  const empty =
    list == null || (isSeq(list) && list.items.length === 0) || (isScalar(list) && list.value === null);
  const from = text.indexOf(':', pair.key.range[1]) + 1;
  return empty && from > 0
    ? { from, to: Math.max(from, list?.range?.[1] ?? from), text: `${end}${entry('  ')}` }
    : undefined;
}

/** A list ends where its last sign is, not behind the blank lines after it. */
function lastWritten(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

function endOfLine(text: string, from: number): number {
  return from + (/[^\r\n]*/.exec(text.slice(from))?.[0]?.length ?? 0);
}

function roleText(person: string, id: string, margin: string, end: string): string {
  const keys = [`id: ${id}`, 'title: ""', `person: ${scalar(person)}`, 'by: null', 'duties: ""'];
  return keys.map((key, index) => `${margin}${index === 0 ? '- ' : '  '}${key}`).join(end);
}

/** An id made of the name, or of a number where the name has no letters that fit. */
function freeId(person: string, taken: readonly unknown[]): string {
  const slug =
    person
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'role';
  for (let number = 1; ; number++) {
    const id = number === 1 && slug !== 'role' ? slug : `${slug}-${number}`;
    if (!taken.includes(id)) {
      return id;
    }
  }
}
