/** The templates as a whole: every value goes through a helper, and every choice gives a tree without a clash. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tasks } from '../../src/generator/catalogue.ts';
import { compileTemplate } from '../../src/generator/compile.ts';
import { languages } from '../../src/l10n.ts';
import { filesOf, templates } from './support/rendered.ts';

const sources = globSync('**/*.hbs', { cwd: templates }).sort();

describe('templates', () => {
  it('are there', () => {
    assert.ok(sources.length > 20, `${sources.length} templates`);
  });

  for (const file of sources) {
    it(`${file} prints values through helpers alone`, () => {
      compileTemplate(readFileSync(path.join(templates, file), 'utf8'), file);
    });
  }

  for (const bare of [
    '{{name}}',
    '{{{name}}}',
    '{{&name}}',
    '{{#each name}}{{/each}}',
    '{{> name}}',
    '{{md nom}}',
  ]) {
    it(`${bare} would fail`, () => {
      assert.throws(() => compileTemplate(`first line\n${bare}\n`, 'bare.hbs'), /^SyntaxError: bare\.hbs/);
    });
  }

  it('leave room for the longest package name in a line of Python', () => {
    const longest = 'x'.repeat(58);
    const tooLong = sources
      .filter((file) => file.endsWith('.py.hbs'))
      .flatMap((file) =>
        readFileSync(path.join(templates, file), 'utf8')
          .split('\n')
          .filter((line) => line.replaceAll('{{id package}}', longest).length > 120)
          .map((line) => `${file}: ${line}`),
      );
    assert.deepEqual(tooLong, [], 'put these names on lines of their own, with a comma after the last');
  });

  it('hold no Handlebars outside of a .hbs file', () => {
    const copied = globSync('**/*.{py,md,yaml,yml,toml,json}', { cwd: templates }).filter((file) =>
      /\{\{(?:#if|md|id|yaml|toml|json|days|text|py|sh) /.test(
        readFileSync(path.join(templates, file), 'utf8'),
      ),
    );
    assert.deepEqual(copied, []);
  });
});

describe('a rendered project', () => {
  for (const task of tasks)
    for (const framework of task.frameworks)
      for (const language of languages) {
        it(`${task.id}, ${framework}, ${language} has what its tree promises`, async () => {
          const files = await filesOf({ task: task.id, framework, language });
          for (const wanted of [
            'README.md AGENTS.md pyproject.toml bootstrap.py LICENSE .gitignore .dockerignore .env.example',
            '.pre-commit-config.yaml .ai-venture/project.json .ai-venture/progress.json .vscode/tasks.json',
            '.devcontainer/cpu/devcontainer.json .devcontainer/cuda/devcontainer.json .github/workflows/ci.yml',
            'deploy/Dockerfile deploy/requirements-serve.txt docs/data_card.md docs/model_card.md data/README.md',
            'plan/goals.yaml plan/timeline.yaml plan/budget.yaml plan/team.yaml plan/risks.yaml plan/feedback.yaml',
            'src/acme_digits/__main__.py src/acme_digits/doctor.py src/acme_digits/probe.py',
          ].flatMap((line) => line.split(' ')))
            assert.ok(files.has(wanted), wanted);
          for (const [file, text] of files) {
            assert.doesNotMatch(text, /\{\{(?:#|\/|md|id|yaml|toml|json|days|text) ?/, file);
            assert.doesNotMatch(file, /__package__|\.hbs$/);
          }
        });
      }

  it('says who owns it only where that is known', async () => {
    const known = await filesOf({ author: 'Ada_Lovelace & "Sons"' });
    const unknown = await filesOf({ author: '' });
    assert.match(known.get('LICENSE') ?? '', /^Copyright \(c\) Ada_Lovelace & "Sons"\. /);
    assert.match(unknown.get('LICENSE') ?? '', /^Copyright \(c\) the owners of this repository\. /);
  });

  it('ignores no source file of its own', async () => {
    const files = await filesOf({});
    const rules = (files.get('.gitignore') ?? '').split('\n').filter((line) => line.startsWith('/'));
    const folders = rules.map((rule) => rule.slice(1)).filter((rule) => rule.endsWith('/'));
    assert.ok(folders.includes('data/raw/'));
    for (const file of files.keys())
      assert.ok(!folders.some((folder) => file.startsWith(folder)), `${file} would be ignored`);
  });

  it('is the same bytes for the same answers', async () => {
    const [one, two] = await Promise.all([filesOf({}), filesOf({})]);
    assert.deepEqual([...one], [...two]);
  });
});
