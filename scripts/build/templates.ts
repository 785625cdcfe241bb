/** Packs each layer of `templates/` into a file, which is what `src/generator/template-pack.ts` reads. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deployments, frameworks, planModules, tasks } from '../../src/generator/catalogue.ts';
import { compileTemplate } from '../../src/generator/compile.ts';
import { layersOf } from '../../src/generator/layers.ts';
import { type PackedFile, type PackedLayer, packedPath } from '../../src/generator/template-pack.ts';
import { readLayer, type TemplateFile } from '../../src/generator/templates.ts';
import { languages } from '../../src/l10n.ts';

/** Every layer that some answers lead to. */
function allLayers(): readonly string[] {
  const deployment = deployments.map((one) => one.id);
  const plan = planModules.map((one) => one.id);
  const layers = tasks.flatMap((task) =>
    task.frameworks.flatMap((framework) =>
      languages.flatMap((language) => layersOf({ task: task.id, framework, deployment, plan, language })),
    ),
  );
  return [...new Set(layers)].sort();
}

/**
 * Writes the layers into `dist`. Rejects where a template does not compile, a framework or a task has no layer, or a file
 * lies in no layer.
 */
export async function packTemplates(root: string, dist: string, version: string): Promise<void> {
  const templates = path.join(root, 'templates');
  const layers = allLayers();
  const needed = ['base', ...frameworks.map((framework) => `frameworks/${framework.id}`)];
  for (const layer of layers) {
    const files = (await readLayer(templates, layer)).map((file) => packed(file, layer));
    if (files.length === 0 && needed.includes(layer)) {
      throw new Error(`templates/${layer} is empty`);
    }
    const place = path.join(dist, packedPath(layer));
    const content: PackedLayer = { version, files };
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, JSON.stringify(content));
  }
  await checkNothingLeftOut(templates, layers);
}

function packed({ path: file, executable, content }: TemplateFile, layer: string): PackedFile {
  const mode = executable ? { executable: true as const } : {};
  if (!(content instanceof Uint8Array)) {
    const template = compileTemplate(content.source, `templates/${layer}/${file}.hbs`);
    return { path: file, ...mode, template };
  }
  const bytes = Buffer.from(content);
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes)
    ? { path: file, ...mode, text }
    : { path: file, ...mode, base64: bytes.toString('base64') };
}

async function checkNothingLeftOut(templates: string, layers: readonly string[]): Promise<void> {
  for (const entry of await readdir(templates, { recursive: true, withFileTypes: true })) {
    const file = path.relative(templates, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    // Configuration of tools that read the templates where they lie belongs to none of them.
    if (
      entry.isFile() &&
      file.includes('/') &&
      !file.includes('_cache/') &&
      !layers.some((layer) => file.startsWith(`${layer}/`))
    ) {
      throw new Error(`templates/${file} is in no layer that any answers lead to`);
    }
  }
}
