/**
 * The templates as the build packs them: one file of JSON for each layer, read when a project is generated that has
 * that layer.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LayerFile, Templates } from './render.ts';
import type { Template } from './template.ts';

/** A file of a layer: what is copied, as text where it is text, or a template. */
export interface PackedFile {
  readonly path: string;
  readonly executable?: true;
  readonly text?: string;
  readonly base64?: string;
  readonly template?: Template;
}

export interface PackedLayer {
  /** Of the templates. */
  readonly version: string;
  readonly files: readonly PackedFile[];
}

/** Where a layer lies in `dist/`. */
export function packedPath(layer: string): string {
  return `templates/${layer}.json`;
}

/** The packed templates in the folder `dist` (a URL that ends in `/`). */
export async function packedTemplates(dist: URL): Promise<Templates> {
  // Written by our own build and shipped beside this code: checking it would take as long as generating.
  const read = (layer: string) =>
    JSON.parse(readFileSync(fileURLToPath(new URL(packedPath(layer), dist)), 'utf8')) as PackedLayer;
  const base = read('base');
  return {
    version: base.version,
    layer: async (name) => (name === 'base' ? base : read(name)).files.map(unpacked),
  };
}

function unpacked({ path, executable, text = '', base64, template }: PackedFile): LayerFile {
  const bytes = () => (base64 === undefined ? new TextEncoder().encode(text) : Buffer.from(base64, 'base64'));
  return { path, executable: executable === true, content: template ?? bytes() };
}
