/** The words of the wizard. */
import en from '../../l10n/en/wizard.json' with { type: 'json' };
import zhCn from '../../l10n/zh-cn/wizard.json' with { type: 'json' };
import { type Language, type Translator, translator } from '../l10n.ts';

export type WizardTranslator = Translator<typeof en>;

export function wizardWords(language: Language): WizardTranslator {
  return translator({ en, 'zh-cn': zhCn }, language);
}
