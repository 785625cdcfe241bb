import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionFor } from '../../../src/checklist/definition.ts';
import { gatherEvidence } from '../../../src/checklist/evidence.ts';
import { Hashes, Look, type StepEvidence } from '../../../src/checklist/look.ts';
import { nodeFiles } from '../../../src/project/files.ts';
import { readProject } from '../../../src/project/project.ts';
import { say } from '../../../src/project/words.ts';
import { Folder, sha256 } from '../project/folder.ts';
import { deployment, epochs, goodData, goodTraining, milestones, risk, samples } from './samples.ts';

/** The steps that every project has. */
const definition = definitionFor([]);

const clock = { now: () => new Date('2026-11-23T12:00:00Z') };

describe('evidence', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder().project();
  });
  afterEach(() => folder.remove());

  async function look(hashes = new Hashes(nodeFiles)): Promise<ReadonlyMap<string, StepEvidence>> {
    const project = await readProject(nodeFiles, folder.root);
    return gatherEvidence(definition, new Look(project, nodeFiles, clock, hashes));
  }
  async function of(id: string): Promise<StepEvidence> {
    const found = (await look()).get(id);
    assert.ok(found);
    // Every message has words in both languages, with nothing left to fill in.
    for (const language of ['en', 'zh-cn'] as const) {
      assert.doesNotMatch(say(found.says, language), /\{\w+\}|^[a-z]+\.[a-zA-Z.]+$/);
    }
    return found;
  }
  const kindAndKey = async (id: string) => {
    const { kind, says } = await of(id);
    return `${kind} ${says.key}`;
  };

  it('is missing for every step of an empty project', async () => {
    const found = await look();
    assert.equal(found.size, 20);
    for (const [id, { kind, says }] of found) {
      assert.equal(`${kind} ${says.key}`, 'missing file.missing', id);
    }
  });

  it('proposes every step of a project in which everything was done', async () => {
    samples(folder);
    for (const [id, { kind, says }] of await look()) {
      assert.equal(kind, 'proposed', `${id}: ${say(says, 'en')}`);
    }
  });

  it('goes stale when an input changes, is gone, and comes back', async () => {
    folder.report('data', goodData, ['configs/data.yaml']);
    const hashes = new Hashes(nodeFiles);
    assert.equal((await look(hashes)).get('5.2.2')?.kind, 'proposed');
    folder.write('configs/data.yaml', 'other');
    assert.equal(await kindAndKey('5.2.2'), 'stale stale.changed');
    assert.equal((await look(hashes)).get('5.2.2')?.kind, 'stale', 'a hash is not kept past a change');
    folder.write('configs/data.yaml', 'configs/data.yaml');
    assert.equal((await look(hashes)).get('5.2.2')?.kind, 'proposed');
  });

  it('says which input is gone', async () => {
    folder.report('data', goodData, ['a.txt']);
    writeFileSync(join(folder.root, 'reports/data.json'), JSON.stringify({ ...JSON.parse('{}') }));
    assert.equal((await of('5.2.2')).kind, 'invalid');
    folder.report('data', goodData);
    const report = {
      schema: 'ai-venture/data@1',
      at: '2026-11-23T10:00:00Z',
      git: '',
      config_sha256: '',
      result: goodData,
    };
    folder.write('reports/data.json', { ...report, inputs: { 'gone.csv': sha256('x') } });
    const found = await of('5.2.2');
    assert.equal(
      `${found.kind} ${say(found.says, 'en')}`,
      'stale Out of date: `gone.csv`, named in `reports/data.json`, is gone',
    );
    folder.write('reports/data.json', { ...report, inputs: { '../../etc/passwd': sha256('x') } });
    assert.equal(await kindAndKey('5.2.2'), 'invalid file.outside');
  });

  it('does not follow a link out of the project', async () => {
    symlinkSync('/etc/hostname', join(folder.root, 'link'));
    folder.report('data', goodData);
    folder.write('reports/data.json', {
      schema: 'ai-venture/data@1',
      at: '2026-11-23T10:00:00Z',
      git: '',
      config_sha256: '',
      inputs: { link: sha256('x') },
      result: goodData,
    });
    assert.equal(await kindAndKey('5.2.2'), 'stale stale.gone');
  });

  const data = (change: object) => () => folder.report('data', { ...goodData, ...change });
  const training = (change: object) => () => {
    folder.write('checkpoints/best.pt', 'weights');
    folder.report('training', { ...goodTraining, ...change });
  };
  const cases: readonly (readonly [string, string, string, () => unknown])[] = [
    [
      '5.2.1',
      'a source without a license',
      'missing data.sources.license',
      data({ sources: [{ ...goodData.sources[0], license: ' ' }] }),
    ],
    ['5.2.1', 'no source', 'missing data.sources.none', data({ sources: null })],
    [
      '5.2.1',
      'a file that is another now',
      'stale stale.changed',
      () => {
        folder.write('data/raw/a.csv', 'a');
        folder.report('data', {
          ...goodData,
          sources: [{ ...goodData.sources[0], path: 'data/raw/a.csv', sha256: sha256('b') }],
        });
      },
    ],
    [
      '5.2.2',
      'rows that do not add up',
      'invalid data.clean.sum',
      data({ clean: { ...goodData.clean, rows_kept: 5 } }),
    ],
    ['5.2.2', 'a part not run yet', 'missing data.clean.none', data({ clean: null })],
    [
      '5.2.3',
      'statistics of all rows',
      'missing data.normalize.rows',
      data({ normalize: { ...goodData.normalize, rows: 10 } }),
    ],
    [
      '5.2.3',
      'statistics of another split',
      'missing data.normalize.split',
      data({ normalize: { ...goodData.normalize, fitted_on: 'all' } }),
    ],
    ['5.2.4', 'no policy', 'missing data.augment.none', data({ augment: { policies: [], samples: [] } })],
    [
      '5.2.4',
      'samples that are gone',
      'stale stale.gone',
      data({ augment: { policies: [{ name: 'flip' }], samples: ['no.png'] } }),
    ],
    [
      '5.3.2',
      'one trial',
      'missing tuning.few',
      () =>
        folder.report('tuning', {
          metric: 'accuracy',
          direction: 'maximize',
          trials: 1,
          best: { trial: 0, value: 1, parameters: {} },
          default: { value: 1 },
        }),
    ],
    [
      '5.3.3',
      'a checkpoint of another run',
      'stale stale.changed',
      training({ checkpoint: { path: 'checkpoints/best.pt', sha256: sha256('other') } }),
    ],
    [
      '5.3.3',
      'a checkpoint that is gone',
      'stale stale.gone',
      training({ checkpoint: { path: 'checkpoints/x.pt', sha256: sha256('x') } }),
    ],
    [
      '5.3.4',
      'an epoch without validation',
      'missing validation.curve',
      training({ epochs: [{ ...epochs[0], validation_loss: null }] }),
    ],
    [
      '5.3.4',
      'the last epoch kept instead of the best',
      'missing validation.notBest',
      training({ best_epoch: 3 }),
    ],
    ['5.3.4', 'an epoch that is not there', 'invalid validation.epoch', training({ best_epoch: 9 })],
    [
      '5.3.5',
      'a difference over the tolerance',
      'missing deployment.parity',
      () =>
        folder.report('deployment', {
          ...deployment,
          parity: { ...deployment.parity, max_abs_difference: 1 },
        }),
    ],
    [
      '5.3.5',
      'an ill server',
      'missing deployment.health',
      () => folder.report('deployment', { ...deployment, health: { status: 'starting' } }),
    ],
    [
      '5.4.2',
      'a value outside its interval',
      'invalid metrics.outside',
      () =>
        folder.report('metrics', {
          split: 'test',
          rows: 9,
          metrics: { accuracy: { value: 0.9, low: 0.95, high: 0.99, confidence: 0.95 } },
          target: null,
          predictions: null,
          figures: [],
        }),
    ],
    [
      '5.4.2',
      'the validation split',
      'missing metrics.split',
      () =>
        folder.report('metrics', {
          split: 'validation',
          rows: 9,
          metrics: {},
          target: null,
          predictions: null,
          figures: [],
        }),
    ],
    [
      '5.4.3',
      'an explanation that explains noise',
      'missing explanation.sanity',
      () =>
        folder.report('explanation', {
          method: 'gradient',
          samples: 9,
          figures: [],
          sanity: { randomized_correlation: 0.9, threshold: 0.5, passed: false },
        }),
    ],
    [
      '5.1.1',
      'a charter with places left',
      'missing document.left',
      () => {
        folder.write(
          'plan/goals.yaml',
          'goals:\n  - { id: a, title: A, metric: accuracy, target: 0.97, by: 2026-12-01, owner: Mei }\n',
        );
        folder.write('docs/plan/charter.md', '# Charter\n\n> [!TODO]\n> Who?\n');
      },
    ],
    [
      '5.1.1',
      'a goal without a number',
      'missing goals.none',
      () =>
        folder.write(
          'plan/goals.yaml',
          'goals:\n  - { id: a, title: A, metric: accuracy, target: null, by: 2026-12-01, owner: Mei }\n',
        ),
    ],
    [
      '5.1.2',
      'milestones out of order',
      'invalid timeline.order',
      () => folder.write('plan/timeline.yaml', milestones('2026-12-20', '2026-12-01')),
    ],
    [
      '5.1.2',
      'a milestone without a date',
      'missing timeline.date',
      () => folder.write('plan/timeline.yaml', milestones('2026-12-20', 'null')),
    ],
    [
      '5.1.3',
      'more spending than money',
      'missing budget.short',
      () => {
        samples(folder);
        folder.write(
          'plan/budget.yaml',
          'currency: USD\nas_of: 2026-11-01\ncash: 1\nfunding: 0\nmonthly:\n  - { name: rent, amount: 500 }\ntraining: { budget: 1, gpu_hour_price: 1, gpu: A100 }\n',
        );
      },
    ],
    [
      '5.5.1',
      'another date than the timeline',
      'invalid plan.differs',
      () => {
        samples(folder);
        folder.write('docs/plan/project-plan.md', '# Plan\n\n| 2027-01-01 | Data ready |\n');
      },
    ],
    [
      '5.5.2',
      'a review that has passed',
      'stale risks.late',
      () => folder.write('plan/risks.yaml', risk('2026-11-22')),
    ],
    [
      '5.5.2',
      'a likelihood of 9',
      'invalid shape.most',
      () => folder.write('plan/risks.yaml', risk('2026-12-22').replace('likelihood: 2', 'likelihood: 9')),
    ],
    [
      '5.5.4',
      'a failed test run',
      'missing quality.failed',
      () =>
        folder.report('quality', {
          lint: { tool: 'ruff', passed: true },
          types: { tool: 'mypy', passed: true },
          tests: { tool: 'pytest', passed: false, count: 3 },
        }),
    ],
    [
      '5.4.4',
      'feedback that nobody has read',
      'missing monitoring.feedback',
      () => {
        samples(folder);
        folder.write(
          'plan/feedback.yaml',
          'items:\n  - { id: a, at: 2026-11-01, source: x, text: y, state: new, action: "" }\n',
        );
      },
    ],
  ];
  for (const [id, what, expected, make] of cases) {
    it(`${id}: ${expected} for ${what}`, async () => {
      make();
      assert.equal(await kindAndKey(id), expected);
    });
  }

  it('names the line of what is wrong', async () => {
    folder.write(
      'reports/tuning.json',
      '{\n  "schema": "ai-venture/tuning@1",\n  "at": "2026-11-23T10:00:00Z",\n  "git": "",\n  "config_sha256": "",\n  "inputs": {},\n  "result": {\n    "metric": "f1", "direction": "maximize", "trials": 3,\n    "best": {\n      "trial": 1,\n      "value": "high"\n',
    );
    assert.deepEqual(
      await of('5.3.2').then((found) => found.kind === 'invalid' && [found.line, found.says.key]),
      [12, 'json.end'],
    );
    folder.write('plan/risks.yaml', `${risk('2026-12-01')}    response: again\n`);
    assert.deepEqual(
      await of('5.5.2').then((found) => found.kind === 'invalid' && [found.line, found.says.key]),
      [9, 'yaml.twice'],
    );
    folder.write('plan/timeline.yaml', 'start: 2026-11-01\nmilestones:\n\t- x\n');
    assert.equal((await of('5.1.2')).kind, 'invalid');
    folder.write(
      'plan/timeline.yaml',
      `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n`,
    );
    assert.equal((await of('5.1.2')).kind, 'invalid', 'a bomb of aliases');
  });

  it('survives a report that is a folder, and one that is 17 MB', async () => {
    folder.write('reports/data.json/x', 'y');
    assert.equal(await kindAndKey('5.2.1'), 'invalid file.unreadable');
    folder.write('reports/tuning.json', ' '.repeat(17 * 1024 * 1024));
    assert.equal(await kindAndKey('5.3.2'), 'invalid file.large');
  });
});
