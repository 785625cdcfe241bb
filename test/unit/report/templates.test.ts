/** What the generator writes is what the report reads. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { planModules, tasks } from '../../../src/generator/catalogue.ts';
import { languages } from '../../../src/l10n.ts';
import { problemsOf } from '../../../src/report/faults.ts';
import { figuresOf } from '../../../src/report/model.ts';
import { Folder } from '../project/folder.ts';
import { filesOf, templates } from '../support/rendered.ts';
import { reportOf } from './samples.ts';

describe('the report of a generated project', () => {
  for (const { id: task } of tasks) {
    for (const language of languages) {
      it(`of ${task} in ${language} finds nothing wrong with its plan files`, async () => {
        const plan = planModules
          .map(({ id }) => id)
          .filter((id) => existsSync(path.join(templates, 'modules', id, language)));
        const files = await filesOf({ task, language, plan, author: 'Mei Chen' });
        const folder = new Folder();
        try {
          for (const [file, text] of files) {
            if (file.startsWith('plan/') || file.startsWith('.ai-venture/')) {
              folder.write(file, text);
            }
          }
          const model = await reportOf(folder, { language });
          assert.deepEqual(problemsOf(model), []);
          assert.equal(model.money, null);
          for (const name of ['timeline', 'team', 'risks', 'compliance', 'goals'] as const) {
            assert.ok(figuresOf(model, name) !== undefined, name);
          }
        } finally {
          folder.remove();
        }
      });
    }
  }
});
