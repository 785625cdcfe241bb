/** The templates of this repository, straight from `templates/`: for the build, the tests and a run from source. */
import path from 'node:path';
import { compileTemplate } from './compile.ts';
import type { LayerFile, Templates } from './render.ts';
import { readLayer } from './templates.ts';

/** Templates of `version` in the folder `root`. A template that does not compile rejects with its file and line. */
export function sourceTemplates(root: string, version: string): Templates {
  return {
    version,
    layer: async (name) => {
      const files = await readLayer(root, name);
      return files.map(({ path: file, executable, content }): LayerFile => {
        if (content instanceof Uint8Array) {
          return { path: file, executable, content };
        }
        const template = compileTemplate(content.source, path.posix.join(name, `${file}.hbs`));
        return { path: file, executable, content: template };
      });
    },
  };
}
