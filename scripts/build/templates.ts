/** Packs `templates/` into `templates.json` and `templates.js`, which is what `src/generator/template-pack.ts` reads. */
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';
import { deployments, frameworks, tasks } from '../../src/generator/catalogue.ts';
import { compileTemplate } from '../../src/generator/compile.ts';
import { layersOf } from '../../src/generator/layers.ts';
import type { PackedFile, TemplatePack } from '../../src/generator/template-pack.ts';
import { readLayer } from '../../src/generator/templates.ts';
import { languages } from '../../src/l10n.ts';

/** Every layer that some answers lead to. */
function allLayers(): readonly string[] {
  const deployment = deployments.map((one) => one.id);
  const layers = tasks.flatMap((task) =>
    task.frameworks.flatMap((framework) =>
      languages.flatMap((language) => layersOf({ task: task.id, framework, deployment, language })),
    ),
  );
  return [...new Set(layers)].sort();
}

/**
 * Writes both files into `dist`. Rejects where a template does not compile, a framework or a task has no layer, or a
 * file lies in no layer.
 */
export async function packTemplates(root: string, dist: string, version: string): Promise<void> {
  const templates = path.join(root, 'templates');
  const layers: TemplatePack['layers'] = {};
  const compiled: string[] = [];
  for (const layer of allLayers()) {
    layers[layer] = (await readLayer(templates, layer)).map(
      ({ path: file, executable, content }): PackedFile => {
        const mode = executable ? { executable: true as const } : {};
        if (content instanceof Uint8Array) {
          const bytes = Buffer.from(content);
          const text = bytes.toString('utf8');
          return Buffer.from(text).equals(bytes)
            ? { path: file, ...mode, text }
            : { path: file, ...mode, base64: bytes.toString('base64') };
        }
        compiled.push(compileTemplate(content.source, `templates/${layer}/${file}.hbs`));
        return { path: file, ...mode, template: compiled.length - 1 };
      },
    );
  }
  for (const layer of ['base', ...frameworks.map((framework) => `frameworks/${framework.id}`)]) {
    if (layers[layer]?.length === 0) {
      throw new Error(`templates/${layer} is empty`);
    }
  }
  await checkNothingLeftOut(templates, Object.keys(layers));
  const pack: TemplatePack = { version, layers };
  await writeFile(path.join(dist, 'templates.json'), JSON.stringify(pack));
  const module = `export const templates=[\n${compiled.join(',\n')}\n];\n`;
  const { code } = await transform(module, {
    minify: true,
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
  });
  await writeFile(path.join(dist, 'templates.js'), code);
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
