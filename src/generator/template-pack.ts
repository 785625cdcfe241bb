/**
 * The templates as the build packs them: `templates.json` holds what is copied, `templates.js` the compiled Handlebars
 * templates, both read once and only when a project is generated.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type LayerFile, runnable, type Templates } from './render.ts';

/** A file of a layer: the content of one that is copied, or the place of its template in `templates.js`. */
export interface PackedFile {
  readonly path: string;
  readonly executable?: true;
  readonly text?: string;
  readonly base64?: string;
  readonly template?: number;
}

export interface TemplatePack {
  readonly version: string;
  readonly layers: Record<string, readonly PackedFile[]>;
}

/** The packed templates in the folder `dist` (a URL that ends in `/`). */
export async function packedTemplates(dist: URL): Promise<Templates> {
  const compiled = (await import(new URL('templates.js', dist).href)) as {
    readonly templates: readonly TemplateSpecification[];
  };
  // Written by our own build and shipped beside this code: checking it would take as long as generating.
  const pack = JSON.parse(
    readFileSync(fileURLToPath(new URL('templates.json', dist)), 'utf8'),
  ) as TemplatePack;
  const encoder = new TextEncoder();
  const content = (file: PackedFile): LayerFile['content'] => {
    if (file.text !== undefined) {
      return encoder.encode(file.text);
    }
    if (file.base64 !== undefined) {
      return Buffer.from(file.base64, 'base64');
    }
    const template = compiled.templates[file.template ?? -1];
    if (!template) {
      throw new Error(`templates.js lacks ${file.path}`);
    }
    return runnable(template);
  };
  return {
    version: pack.version,
    layer: async (name) =>
      (pack.layers[name] ?? []).map((file) => ({
        path: file.path,
        executable: file.executable === true,
        content: content(file),
      })),
  };
}
