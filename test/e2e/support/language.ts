/** A second display language for a local VS Code server: a language pack without words, ours being in the VSIX. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Language } from '../../../src/l10n.ts';
import { packExtension } from './pack.ts';

const names = { 'zh-cn': ['Chinese (Simplified)', '中文(简体)'], en: ['English', 'English'] } as const;
const translations = 'translations/main.i18n.json';

/** Makes the pack and returns its VSIX. */
export async function packLanguage(language: Language, folder: string): Promise<string> {
  const [name, localName] = names[language];
  mkdirSync(path.join(folder, 'translations'), { recursive: true });
  const manifest = {
    name: `language-pack-${language}`,
    publisher: 'test',
    displayName: name,
    categories: ['Language Packs'],
    contributes: {
      localizations: [
        {
          languageId: language,
          languageName: name,
          localizedLanguageName: localName,
          translations: [{ id: 'vscode', path: `./${translations}` }],
        },
      ],
    },
  };
  writeFileSync(path.join(folder, translations), JSON.stringify({ '': [], version: '1.0.0', contents: {} }));
  return packExtension(folder, manifest);
}

/** Writes the index of language packs, which installing from the command line leaves out. */
export function registerLanguage(language: Language, userData: string, extensions: string): void {
  const id = `test.language-pack-${language}`;
  const index = {
    [language]: {
      hash: 'test',
      extensions: [{ extensionIdentifier: { id }, version: '1.0.0' }],
      translations: { vscode: path.join(extensions, `${id}-1.0.0`, ...translations.split('/')) },
      label: names[language][1],
    },
  };
  writeFileSync(path.join(userData, 'languagepacks.json'), JSON.stringify(index));
}
