/** Layers and answers to the files of a project, in memory. Knows no file system. */
import type { Answers } from './answers.ts';
import { templateValues } from './helpers.ts';
import { layersOf } from './layers.ts';
import { projectFile, projectFilePath } from './project-file.ts';
import { renderTemplate, type Template } from './template.ts';

/** A file of a project: `path` relative to its folder, POSIX separators. */
export interface ProjectFileContent {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** A file of a layer, ready to be used. */
export interface LayerFile {
  readonly path: string;
  readonly executable: boolean;
  readonly content: Uint8Array | Template;
}

/** The templates of one version; `layer` gives an empty list for a layer that is not there. */
export interface Templates {
  readonly version: string;
  layer(name: string): Promise<readonly LayerFile[]>;
}

/**
 * The files that the layers `names` give for `answers` on the day `date` (ISO), by path. Throws an Error where two layers
 * give the same path, or where a path would leave the project.
 */
export async function renderLayers(
  names: readonly string[],
  answers: Answers,
  date: string,
  templates: Templates,
): Promise<ReadonlyMap<string, ProjectFileContent>> {
  const values = templateValues(answers, date, templates.version);
  const layers = await Promise.all(names.map((name) => templates.layer(name)));
  const encoder = new TextEncoder();
  const files = new Map<string, ProjectFileContent>();
  const origins = new Map<string, string>();
  layers.forEach((layer, index) => {
    for (const { path, executable, content } of layer) {
      const bytes = content instanceof Uint8Array ? content : encoder.encode(renderTemplate(content, values));
      const place = path.replaceAll('__package__', values.package);
      claim(origins, place, names[index] ?? '');
      files.set(place, { path: place, executable, bytes });
    }
  });
  return files;
}

/**
 * Notes that `layer` gives `path`. Throws an Error where another one does: two names that differ in case alone are one
 * file on Windows and macOS.
 */
function claim(origins: Map<string, string>, path: string, layer: string): void {
  const key = path.toLowerCase();
  const other = origins.get(key);
  if (other !== undefined) {
    throw new Error(`Layers ${other} and ${layer} both give ${path}`);
  }
  origins.set(key, layer);
}

/**
 * All files of the project for `answers` on the day `date` (ISO), sorted by path. The same answers, date and templates
 * give the same bytes. Throws as `renderLayers` does.
 */
export async function renderProject(
  answers: Answers,
  date: string,
  templates: Templates,
): Promise<readonly ProjectFileContent[]> {
  const layers = await renderLayers(layersOf(answers), answers, date, templates);
  const origins = new Map([...layers.keys()].map((path) => [path.toLowerCase(), 'of the templates']));
  claim(origins, projectFilePath, 'project');
  const bytes = new TextEncoder().encode(projectFile(answers, date, templates.version));
  const own: ProjectFileContent = { path: projectFilePath, executable: false, bytes };
  return [...layers.values(), own].sort((a, b) => (a.path < b.path ? -1 : 1));
}
