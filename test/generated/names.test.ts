/** A name is text: whatever it is, the project is valid and reads as if written by hand. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cachedProject, generate, type Project } from './support/project.ts';
import { succeed } from './support/run.ts';

const names = {
  hostile: 'x"; import os # {{7*7}} $(id) `id` \\',
  chinese: '数字识别',
  long: 'A name that is as long as names of new ventures usually get and then some more',
  short: 'q',
};

describe('a project', () => {
  let tools: Project;
  let folder: string;
  before(async () => {
    tools = await cachedProject('pytorch');
    folder = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [kind, name] of Object.entries(names))
    for (const framework of ['pytorch', 'tensorflow'])
      it(`with a ${kind} name is clean and parses (${framework})`, async () => {
        const at = path.join(folder, `${kind}-${framework}`);
        await generate(at, { name, framework, language: kind === 'chinese' ? 'zh-cn' : 'en' });
        const ruff = `"${tools.python}" -m ruff`;
        await succeed(`${ruff} check --no-cache .`, at);
        await succeed(`${ruff} format --no-cache --check .`, at);
        const said = await succeed(
          `"${tools.python}" -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb')); print(ascii(p['project']['description']))"`,
          at,
        );
        const escaped = (text: string) =>
          text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
        assert.equal(said.output.trim().slice(1, -1).replaceAll('\\\\', '\\'), escaped(name));
        assert.ok(readFileSync(path.join(at, 'README.md'), 'utf8').startsWith('# '));
      });
});
