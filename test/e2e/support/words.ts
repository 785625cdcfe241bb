/** The words that a person sees, read from where they come from, so that a test never repeats them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fill, type Language, type Values } from '../../../src/l10n.ts';
import { root } from './machine.ts';

type Table = Readonly<Record<string, string>>;
const tables = new Map<string, Table>();

function table(file: string): Table {
  const known = tables.get(file);
  if (known) return known;
  const read = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Table;
  tables.set(file, read);
  return read;
}

function look(file: string, key: string, values?: Values): string {
  const text = table(file)[key];
  if (text === undefined) throw new Error(`${file} has no “${key}”`);
  return fill(text, values);
}

export type Area = 'generator' | 'wizard' | 'checklist' | 'view' | 'cli';
export type Say = (area: Area, key: string, values?: Values) => string;

/** Words of `l10n/<language>`; a key that is not there is an error. */
export const wordsOf =
  (language: Language): Say =>
  (area, key, values) =>
    look(`l10n/${language}/${area}.json`, key, values);

/** Words of the manifest, such as the titles of commands. */
export const manifestWord = (language: Language, key: string): string =>
  look(language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`, key);

/** The title that a command has in the palette. */
export function commandTitle(language: Language, command: string): string {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    contributes: { commands: { command: string; title: string }[] };
  };
  const found = manifest.contributes.commands.find((one) => one.command === command);
  if (!found) throw new Error(`package.json has no command ${command}`);
  return manifestWord(language, found.title.replace(/^%|%$/g, ''));
}

/** Titles of the guide's headings by their id, such as `5.2.2`. */
export function guideTitles(language: Language): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const section of ['5.1', '5.2', '5.3', '5.4', '5.5']) {
    const text = readFileSync(path.join(root, 'guide', language, `${section}.md`), 'utf8');
    for (const [, id, title] of text.matchAll(/^#{2,3} (\d+(?:\.\d+)+) (.+)$/gm))
      if (id && title) titles.set(id, title.trim());
  }
  return titles;
}
