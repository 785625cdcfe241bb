/** `ai-venture report`: the figures of the dashboard as Markdown, as one HTML file, or as JSON. */
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Language, languages } from '../l10n.ts';
import { errorCode } from '../project/errors.ts';
import { nodeFiles } from '../project/files.ts';
import { projectFile } from '../project/places.ts';
import { problemsOf } from '../report/faults.ts';
import { gatherReport } from '../report/gather.ts';
import { reportMarkdown } from '../report/markdown.ts';
import type { ReportModel } from '../report/model.ts';
import type { Call } from './options.ts';
import { cliWords, usageError, type World } from './words.ts';

const reportFormats = ['markdown', 'html', 'json'] as const;
type ReportFormat = (typeof reportFormats)[number];

/** 0, or 1 where a file of the project is at fault. Rejects with a UsageError where the call is. */
export async function report(call: Call, world: World): Promise<number> {
  const format = formatOf(call, world);
  const language = languageOf(call, world);
  const root = path.resolve(world.cwd, call.argument);
  if ((await nodeFiles.stat(path.join(root, projectFile)))?.kind !== 'file') {
    throw usageError(world, 'noProject', { path: root, command: 'report' });
  }
  const model = await gatherReport({ root, language, guide: await world.guide(language) });
  const text = await written(model, format, world);
  const out = call.values.get('out');
  if (out === undefined) {
    world.out(text);
  } else {
    const file = path.resolve(world.cwd, out);
    await write(file, text, world);
    const said = cliWords(world.language)('reportWritten', { file });
    world.out(call.flags.has('json') ? `${JSON.stringify({ file }, null, 2)}\n` : `${said}\n`);
  }
  return problemsOf(model).length > 0 ? 1 : 0;
}

function formatOf(call: Call, world: World): ReportFormat {
  const wanted = call.values.get('format') ?? (call.flags.has('json') ? 'json' : 'markdown');
  const format = reportFormats.find((one) => one === wanted);
  if (format !== undefined && format !== 'json' && call.flags.has('json')) {
    throw usageError(world, 'twoFormats', { format });
  }
  if (format === undefined) {
    throw usageError(world, 'badFormat', { format: wanted, choices: reportFormats.join(', ') });
  }
  return format;
}

function languageOf(call: Call, world: World): Language {
  const wanted = call.values.get('language') ?? world.language;
  const language = languages.find((one) => one === wanted);
  if (language === undefined) {
    throw usageError(world, 'badLanguage', { language: wanted, choices: languages.join(', ') });
  }
  return language;
}

async function written(model: ReportModel, format: ReportFormat, world: World): Promise<string> {
  switch (format) {
    case 'markdown':
      return reportMarkdown(model);
    case 'json':
      return `${JSON.stringify(model, null, 2)}\n`;
    case 'html':
      return (await world.page())(model, model.language);
  }
}

/** Writes the file whole or not at all. */
async function write(file: string, text: string, world: World): Promise<void> {
  const staged = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(staged, text, { flag: 'wx' });
    await rename(staged, file);
  } catch (error) {
    await rm(staged, { force: true });
    throw usageError(world, 'outUnwritable', { file, cause: errorCode(error) || String(error) });
  }
}
