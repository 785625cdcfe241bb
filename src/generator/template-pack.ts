/**
 * The templates as the build packs them: `templates.json` holds what is copied, `templates.js` the compiled Handlebars
 * templates, both read once and only when a project is generated.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { type LayerFile, runnable, type Templates } from './render.ts';

const packedFile = z.object({
  path: z.string(),
  executable: z.optional(z.literal(true)),
  text: z.optional(z.string()),
  base64: z.optional(z.string()),
  /** Place of the template in `templates.js`. */
  template: z.optional(z.number()),
});
const packSchema = z.object({ version: z.string(), layers: z.record(z.string(), z.array(packedFile)) });

export type PackedFile = z.infer<typeof packedFile>;
export type TemplatePack = z.infer<typeof packSchema>;

/** The packed templates in the folder `dist` (a URL that ends in `/`). */
export async function packedTemplates(dist: URL): Promise<Templates> {
  const [json, compiled] = await Promise.all([
    readFile(fileURLToPath(new URL('templates.json', dist)), 'utf8'),
    import(new URL('templates.js', dist).href) as Promise<{
      readonly templates: readonly TemplateSpecification[];
    }>,
  ]);
  const pack = packSchema.parse(JSON.parse(json));
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
