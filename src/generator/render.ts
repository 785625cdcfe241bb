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
 * All files of the project for `answers` on the day `date` (ISO), sorted by path. The same answers, date and templates
 * give the same bytes. Throws an Error where two layers give the same path, or where a path would leave the project.
 */
export async function renderProject(
  answers: Answers,
  date: string,
  templates: Templates,
): Promise<readonly ProjectFileContent[]> {
  const values = templateValues(answers, date, templates.version);
  const names = layersOf(answers);
  const layers = await Promise.all(names.map((name) => templates.layer(name)));
  const encoder = new TextEncoder();
  const files = new Map<string, ProjectFileContent>();
  const origins = new Map<string, string>();
  const add = (layer: string, file: ProjectFileContent) => {
    // Two names that differ in case alone are one file on Windows and macOS.
    const key = file.path.toLowerCase();
    const other = origins.get(key);
    if (other !== undefined) {
      throw new Error(`Layers ${other} and ${layer} both give ${file.path}`);
    }
    origins.set(key, layer);
    files.set(file.path, file);
  };
  layers.forEach((layer, index) => {
    for (const { path, executable, content } of layer) {
      const bytes = content instanceof Uint8Array ? content : encoder.encode(renderTemplate(content, values));
      add(names[index] ?? '', { path: path.replaceAll('__package__', values.package), executable, bytes });
    }
  });
  add('project', {
    path: projectFilePath,
    executable: false,
    bytes: encoder.encode(projectFile(answers, date, templates.version)),
  });
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
