/** Template layers as read from `templates/`, and as the build packs them. Knows the file system, reads only. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file of a layer. `path` is where it goes, POSIX separators, `__package__` not yet replaced. */
export interface TemplateFile {
  readonly path: string;
  readonly executable: boolean;
  /** What makes the content: bytes as they are, or Handlebars source still to be compiled. */
  readonly content: Uint8Array | { readonly source: string };
}

export type Layer = readonly TemplateFile[];

/** What tools leave behind in a folder of Python; never a part of a template. */
const leftovers =
  /(^|\/)(__pycache__|\.mypy_cache|\.ruff_cache|\.pytest_cache|\.venv|\.DS_Store|Thumbs\.db|[^/]+\.egg-info|[^/]+\.pyc)(\/|$)/;

/** Reads one layer, sorted by path. A layer that is not there is empty: not every task needs every layer. */
export async function readLayer(templates: string, layer: string): Promise<Layer> {
  const root = path.join(templates, layer);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        return [];
      }
      throw error;
    },
  );
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !leftovers.test(name))
    .sort();
  return Promise.all(
    names.map(async (name): Promise<TemplateFile> => {
      const file = path.join(root, name);
      const [bytes, { mode }] = await Promise.all([readFile(file), stat(file)]);
      const executable = (mode & 0o100) !== 0;
      return name.endsWith('.hbs')
        ? { path: name.slice(0, -'.hbs'.length), executable, content: { source: bytes.toString('utf8') } }
        : { path: name, executable, content: bytes };
    }),
  );
}
