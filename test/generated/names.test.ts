/** A name is text: whatever it is, the project is valid and reads as if written by hand. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { tasks } from '../../src/generator/catalogue.ts';
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
    tools = await cachedProject({ framework: 'pytorch' });
    folder = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const kinds = Object.entries(names).flatMap(([kind, name]) =>
    tasks.flatMap((task) => task.frameworks.map((framework) => ({ kind, name, task: task.id, framework }))),
  );
  for (const { kind, name, task, framework } of kinds)
    it(`with a ${kind} name is clean and parses (${task}, ${framework})`, async () => {
      const at = path.join(folder, `${kind}-${task}-${framework}`);
      await generate(at, { name, task, framework, language: kind === 'chinese' ? 'zh-cn' : 'en' });
      const ruff = `"${tools.python}" -m ruff`;
      await succeed(`${ruff} check --no-cache .`, at);
      await succeed(`${ruff} format --no-cache --check .`, at);
      const said = await succeed(
        `"${tools.python}" -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb')); print(ascii(p['project']['description']))"`,
        at,
      );
      const escaped = (text: string) => text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
      assert.equal(said.output.trim().slice(1, -1).replaceAll('\\\\', '\\'), escaped(name));
      assert.ok(readFileSync(path.join(at, 'README.md'), 'utf8').startsWith('# '));
    });
});
