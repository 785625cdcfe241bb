import assert from 'node:assert/strict';
import { join } from 'node:path';
import { definition, stepsOf } from '../../../src/checklist/definition.ts';
import { compileGuide } from '../../../src/guide/compile.ts';
import { explaining, filesOf, linkedFrom, linksIn } from '../../../src/guide/links.ts';
import { openingOf, pagesOf, pointsOf } from '../../../src/guide/load.ts';
import { keyAt, stepsNaming } from '../../../src/guide/named.ts';
import { languages } from '../../../src/l10n.ts';

const guides = languages.map(
  (language) => compileGuide(join(import.meta.dirname, '../../../guide'), language, definition).guide,
);

describe('links of the guide', () => {
  it('are seen from both of their ends', () => {
    for (const guide of guides) {
      for (const page of pagesOf(guide)) {
        const points = pointsOf(page).map(({ id }) => id);
        for (const from of linkedFrom(guide, page.id, points)) {
          const there = guide.links.filter((link) => link.from === from).map(({ to }) => to);
          assert.ok([page.id, ...points].some((id) => there.includes(id)));
          assert.ok(![page.id, ...points].includes(from), 'a page does not lead to itself');
        }
      }
    }
    const [english] = guides;
    assert.ok(english);
    assert.ok(linkedFrom(english, '5.2', []).includes('5'), 'the opening of the chapter');
    assert.ok(filesOf(english, ['5.2.2']).includes('src/{package}/data/clean.py'));
  });

  it('know the keys of a configuration that stand under the same heading', () => {
    const html =
      '<a href="#" data-file="configs/data.yaml">x</a> <code>split.train</code> <code>source: image-folder</code>' +
      '<pre><code class="language-yaml" lang="en">augment:\n  flip: true\n</code></pre><code>data/raw</code>';
    const chapters = [{ id: '5', title: 'T', lead: html }];
    assert.deepEqual(linksIn({ chapters, sections: [] }), [
      {
        from: '5',
        kind: 'file',
        to: 'configs/data.yaml',
        keys: ['split.train', 'source', 'augment', 'flip'],
      },
    ]);
  });

  it('explain a key by the heading that names it, before those that only name the file', () => {
    const link = (from: string, keys: string[]) => ({
      from,
      kind: 'file' as const,
      to: 'configs/train.yaml',
      keys,
    });
    const guide = {
      language: 'en' as const,
      chapters: [],
      sections: [],
      links: [
        link('1', []),
        link('2', ['epochs']),
        link('3', ['train.optimizer.name']),
        link('4', ['optimizer']),
      ],
    };
    const order = (...path: string[]) => explaining(guide, 'configs/train.yaml', path);
    assert.deepEqual(order('optimizer', 'name')[0], { id: '3', exact: true });
    assert.deepEqual(order('epochs')[0], { id: '2', exact: true });
    assert.equal(
      order('nothing').every(({ exact }) => !exact),
      true,
    );
    assert.deepEqual(explaining(guide, 'configs/data.yaml', ['epochs']), []);
  });

  it('open with a sentence of their own', () => {
    for (const guide of guides) {
      for (const { id } of stepsOf(definition)) {
        assert.match(openingOf(guide, id), /[.!?。！？:：]$/, `${guide.language} ${id}`);
      }
    }
  });
});

describe('a file of a project', () => {
  it('belongs to the steps that name it, then to those that name a folder around it', () => {
    const step = (id: string, files: string[]) => ({
      id,
      files,
      commands: [],
      evidence: { rule: 'document' as const, file: 'x' },
    });
    const made = {
      version: 1 as const,
      sections: [
        {
          id: '5.3',
          steps: [step('5.3.1', ['src/{package}/model/']), step('5.3.2', ['src/{package}/model/loss.py'])],
        },
      ],
    };
    const found = (path: string) => stepsNaming(made, path, 'acme').map(({ id }) => id);
    assert.deepEqual(found('src/acme/model/loss.py'), ['5.3.2', '5.3.1']);
    assert.deepEqual(found('src/acme/model/other.py'), ['5.3.1']);
    assert.deepEqual(found('src/acme/models.py'), []);
    assert.deepEqual(found('src/other/model/loss.py'), []);
  });

  it('has keys with all that they stand under', () => {
    const lines = [
      '# data',
      'split: # each',
      '  train: 0.7',
      '',
      'list:',
      '  - name: a',
      '    deep:',
      '      x: 1',
      'a b: 2',
    ];
    const at = (line: number, column: number) => keyAt(lines, line, column)?.path.join('.');
    assert.equal(at(1, 2), 'split');
    assert.equal(at(2, 4), 'split.train');
    assert.equal(at(2, 11), undefined, 'a value');
    assert.equal(at(5, 5), 'list.name');
    assert.equal(at(7, 6), 'list.deep.x');
    assert.equal(at(0, 2), undefined);
    assert.equal(at(8, 0), undefined);
    assert.equal(at(99, 0), undefined);
  });
});
