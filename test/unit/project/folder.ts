/** A real folder with a project in it, for tests; removed again afterwards. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export class Folder {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'ai-venture-')));

  write(path: string, content: string | object): string {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
    return full;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A project file such as the generator writes, and an empty progress file. */
  project(name = 'Acme Reviews', at = ''): this {
    this.write(join(at, '.ai-venture/project.json'), {
      schema: 'ai-venture/project@1',
      name,
      folder: 'acme-reviews',
      package: 'acme_reviews',
      task: 'image-classification',
      framework: 'pytorch',
      accelerator: 'cpu',
      language: 'en',
      author: '',
      created: '2026-11-23',
      templates: '0.1.0',
    });
    this.write(join(at, '.ai-venture/progress.json'), { version: 1, items: {} });
    return this;
  }

  /** A report of a stage; `inputs` names files that are written with their own name as content. */
  report(stage: string, result: object, inputs: readonly string[] = []): this {
    const hashes = inputs.map((path) => {
      this.write(path, path);
      return [path, sha256(path)];
    });
    this.write(`reports/${stage}.json`, {
      schema: `ai-venture/${stage}@1`,
      at: '2026-11-23T10:00:00Z',
      git: '4f1c2ab0000000000000000000000000000000aa',
      config_sha256: sha256('config'),
      inputs: Object.fromEntries(hashes),
      result,
    });
    return this;
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
