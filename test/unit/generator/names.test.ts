import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { hasControl, maxNameLength, nameProblem, projectNames } from '../../../src/generator/names.ts';
import reserved from '../../../src/generator/reserved.json' with { type: 'json' };

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.constantFrom(
    ...reserved.windows.split(' '),
    ...reserved.keywords.split(' '),
    ...reserved.packages.split(' '),
  ),
);

describe('names', () => {
  it('makes a folder and a package of what a person types', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['Acme Reviews', 'acme-reviews', 'acme_reviews'],
      ['  Größe & Œuvre ', 'grosse-and-oeuvre', 'grosse_and_oeuvre'],
      ['Привет, мир', 'privet-mir', 'privet_mir'],
      ['我的项目', 'my-venture', 'my_venture'],
      ['日本 AI', 'ai', 'ai'],
      ['C# & C++', 'c-sharp-and-c-plus-plus', 'c_sharp_and_c_plus_plus'],
      ["Mei's models", 'meis-models', 'meis_models'],
      ['2048', '2048', 'venture_2048'],
      ['"; import os #', 'import-os', 'import_os'],
      ['{{7*7}}', '7-7', 'venture_7_7'],
      ['../x', 'x', 'x'],
      ['class', 'class-venture', 'class_venture'],
      ['Torch', 'torch-venture', 'torch_venture'],
      ['scikit-learn', 'scikit-learn-venture', 'scikit_learn_venture'],
      ['email', 'email-venture', 'email_venture'],
      ['👩‍🚀', 'my-venture', 'my_venture'],
    ];
    for (const [name, folder, packageName] of cases) {
      assert.equal(nameProblem(name), undefined, name);
      assert.deepEqual(projectNames(name), { folder, package: packageName }, name);
    }
  });

  it('says what is wrong with a name that cannot be used', () => {
    assert.equal(nameProblem('')?.key, 'nameEmpty');
    assert.equal(nameProblem(' \t ')?.key, 'nameEmpty');
    assert.equal(nameProblem('x'.repeat(200))?.key, 'nameTooLong');
    assert.equal(nameProblem('字'.repeat(101))?.key, 'nameTooLong');
    assert.equal(nameProblem('😀'.repeat(100)), undefined);
    assert.equal(nameProblem('a\nb')?.key, 'nameControl');
    assert.equal(nameProblem('a\u0000b')?.key, 'nameControl');
    assert.equal(nameProblem('txt.\u202egpj')?.key, 'nameControl');
    assert.equal(nameProblem('half \ud800')?.key, 'nameControl');
    assert.deepEqual(nameProblem('CON'), { key: 'nameReserved', values: { x: 'CON' } });
    assert.equal(nameProblem('nul.txt')?.key, 'nameReserved');
    assert.equal(nameProblem('console'), undefined);
  });

  it('gives folders and packages that every system and Python accept, for any text', () => {
    const windows = new Set(reserved.windows.split(' '));
    fc.assert(
      fc.property(anyText, (text) => {
        if (nameProblem(text)) {
          return;
        }
        const { folder, package: packageName } = projectNames(text);
        assert.match(folder, /^[a-z0-9]+(-[a-z0-9]+)*$/);
        assert.match(packageName, /^[a-z][a-z0-9_]*$/);
        assert.ok(folder.length <= 60 && !windows.has(folder));
        assert.ok(text.trim().length <= 2 * maxNameLength && !hasControl(text.trim()));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps clear of what Python has already', () => {
    const script = [
      'import keyword, sys, json',
      'names = json.load(sys.stdin)',
      'taken = set(keyword.kwlist) | set(keyword.softkwlist) | set(sys.stdlib_module_names)',
      'print(json.dumps([sorted(n for n in taken if not n.startswith("_")), [n for n in names if not n.isidentifier() or n in taken]]))',
    ].join('\n');
    const run = (names: readonly string[]): [string[], string[]] =>
      JSON.parse(execFileSync('python3', ['-c', script], { input: JSON.stringify(names), encoding: 'utf8' }));
    const [taken] = run([]);
    assert.ok(taken.length > 150);
    const [, bad] = run(taken.map((name) => projectNames(name).package));
    assert.deepEqual(bad, []);
  });
});
