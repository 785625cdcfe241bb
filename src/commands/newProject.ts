import * as vscode from 'vscode';
import { gitUser } from '../generator/git-user.ts';
import { packedTemplates } from '../generator/template-pack.ts';
import { today } from '../generator/today.ts';
import { pickLanguage } from '../l10n.ts';
import { create, offerToOpen } from '../wizard/create.ts';
import { Memory } from '../wizard/memory.ts';
import { Preview } from '../wizard/preview.ts';
import { Wizard } from '../wizard/wizard.ts';
import { wizardWords } from '../wizard/words.ts';

let log: vscode.LogOutputChannel | undefined;
let open = false;

/** AI Venture: New AI Venture Project. One at a time: while a wizard is open, a second call leaves it as it is. */
export async function newProject(context: vscode.ExtensionContext): Promise<void> {
  if (open) {
    return;
  }
  open = true;
  const preview = new Preview();
  try {
    await walk(context, preview);
  } finally {
    open = false;
    await preview.close();
    preview.dispose();
  }
}

async function walk(context: vscode.ExtensionContext, preview: Preview): Promise<void> {
  const language = pickLanguage(vscode.env.language);
  const say = wizardWords(language);
  const memory = new Memory(context.globalState);
  const date = today();
  const dist = new URL(vscode.Uri.joinPath(context.extensionUri, 'dist/').toString(true));
  const templates = packedTemplates(dist);
  const author = gitUser();
  const setting = { memory, preview, language, date, templates: () => templates, author: () => author };
  const wizard = new Wizard(setting);
  for (;;) {
    const ready = await wizard.run();
    if (!ready) {
      return;
    }
    if (!log) {
      log = vscode.window.createOutputChannel('AI Venture', { log: true });
      context.subscriptions.push(log);
    }
    const { draft, answers } = ready;
    const creation = { ...ready, date, language, templates: await templates };
    const created = await create(creation, context.extensionUri, log, say);
    if (created === undefined) {
      return;
    }
    if (created !== 'again') {
      await memory.finish(draft);
      await preview.close();
      await offerToOpen(created, answers.name, context, memory, say);
      return;
    }
    wizard.resume(draft);
  }
}
