import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import { schemaFiles, schemaNames, schemaOf } from '../../../scripts/build/schemas.ts';
import { planNames } from '../../../src/project/plans.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const contributed = [...manifest.contributes.yamlValidation, ...manifest.contributes.jsonValidation];

describe('the JSON schemas', () => {
  it('are contributed, each for its file, and no other', () => {
    assert.deepEqual(
      contributed,
      schemaNames.map((name) => ({ fileMatch: schemaFiles[name], url: `./dist/schemas/${name}.json` })),
    );
  });

  it('are packaged', () => {
    assert.match(readFileSync(path.join(root, '.vscodeignore'), 'utf8'), /^!dist\/schemas\/\*\.json$/m);
  });

  it('are of draft 7, and name and explain every key', () => {
    for (const name of schemaNames) {
      const schema = schemaOf(name);
      assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
      assert.ok(schema.title);
      for (const [key, inner] of Object.entries(schema.properties ?? {})) {
        assert.ok(typeof inner === 'object' && inner.title && inner.description, `${name}.${key}`);
      }
    }
  });

  it('know choices, days and numbers of the files, and let a plan have keys of its own', () => {
    const risks = JSON.stringify(schemaOf('risks'));
    assert.match(risks, /"enum":\["technical","market","compliance","credit","money","people"\]/);
    assert.match(risks, /"format":"date"/);
    assert.doesNotMatch(risks, /"pattern"/);
    assert.match(JSON.stringify(schemaOf('budget')), /"minimum":0/);
    for (const name of planNames) {
      assert.notEqual(schemaOf(name).additionalProperties, false, name);
    }
    assert.deepEqual(schemaOf('answers').required ?? [], []);
    assert.ok(!schemaOf('project').required?.includes('plan'), 'absent in older projects');
    assert.notEqual(schemaOf('project').additionalProperties, false, 'a newer version may know more');
  });
});
