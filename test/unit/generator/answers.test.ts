import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  answerNames,
  answerProblem,
  answersJsonSchema,
  choicesOf,
  defaultAnswer,
  listOf,
  listText,
  parseAnswers,
} from '../../../src/generator/answers.ts';
import { frameworks, newestLine } from '../../../src/generator/catalogue.ts';
import { parseNvidiaSmi, proposedAccelerator } from '../../../src/generator/gpu.ts';
import { problemText } from '../../../src/generator/words.ts';

const problems = (input: unknown) =>
  parseAnswers(input).problems?.map(({ answer, key }) => `${answer}: ${key}`);

describe('answers', () => {
  it('have defaults that fit each other', () => {
    assert.deepEqual(parseAnswers({}).answers, {
      name: 'my-venture',
      task: 'image-classification',
      framework: 'pytorch',
      accelerator: 'cpu',
      deployment: ['docker', 'github'],
      plan: [],
      language: 'en',
      author: '',
    });
  });

  it('are trimmed and kept', () => {
    const { answers } = parseAnswers({
      name: '  Acme ',
      author: ' Mei ',
      framework: 'tensorflow',
      accelerator: 'cu125',
    });
    assert.deepEqual([answers?.name, answers?.author, answers?.accelerator], ['Acme', 'Mei', 'cu125']);
  });

  it('say everything that is wrong', () => {
    assert.deepEqual(problems({ name: '', framework: 'mxnet', cloud: 'x', author: 3 }), [
      'cloud: answerNotKnown',
      'name: nameEmpty',
      'framework: answerUnknown',
      'author: answerText',
    ]);
    assert.deepEqual(problems({ author: 'a\u0007' }), ['author: authorControl']);
    assert.deepEqual(problems({ author: 'a'.repeat(101) }), ['author: authorTooLong']);
    for (const input of [null, [], 'x', 3, undefined]) {
      assert.deepEqual(problems(input), [': answersNotObject']);
    }
  });

  it('know which device belongs to which framework', () => {
    assert.deepEqual(problems({ framework: 'tensorflow', accelerator: 'cu130' }), [
      'accelerator: answerUnknown',
    ]);
    assert.deepEqual(choicesOf('accelerator', { framework: 'tensorflow' }), ['cpu', 'cu125']);
    assert.equal(defaultAnswer('accelerator', { framework: 'tensorflow' }), 'cpu');
  });

  it('take a list as text or as a list, in one order, each member once, with what it needs', () => {
    const deployment = (given: unknown) => parseAnswers({ deployment: given }).answers?.deployment;
    assert.deepEqual(deployment('github, docker'), ['docker', 'github']);
    assert.deepEqual(deployment(['gitlab', 'ray', 'gitlab']), ['ray', 'gitlab']);
    assert.deepEqual(deployment('kubernetes'), ['docker', 'kubernetes']);
    assert.deepEqual(deployment(['compose']), ['docker', 'compose']);
    assert.deepEqual([deployment([]), deployment('none'), listText([])], [[], [], 'none']);
  });

  it('say what cannot be in a list, and what cannot be in it together', () => {
    for (const wrong of ['', 'docker,', 'k8s', 'none,docker', ['k8s'], ['']]) {
      assert.deepEqual(problems({ deployment: wrong }), ['deployment: answerUnknown'], String(wrong));
    }
    for (const wrong of [3, {}, [3], [null], [['docker']], ['docker,github'], ['none'], true]) {
      assert.deepEqual(problems({ deployment: wrong }), ['deployment: answerList'], String(wrong));
    }
    const both = { deployment: ['gitlab', 'docker', 'github'] };
    assert.deepEqual(problems(both), ['deployment: answerExcludes']);
    const [problem] = parseAnswers(both).problems ?? [];
    assert.ok(problem);
    assert.equal(problemText(problem, 'en'), 'Choose one of GitHub Actions and GitLab CI.');
    assert.equal(problemText(problem, 'zh-cn'), 'GitHub Actions 与 GitLab CI 只能选一个。');
  });

  it('say each list that can be chosen as a text that gives it again', () => {
    const members = fc.subarray([...(choicesOf('deployment') ?? [])]);
    fc.assert(
      fc.property(members, (chosen) => {
        assert.deepEqual(listOf(listText(chosen)), chosen);
        const { answers } = parseAnswers({ deployment: chosen });
        assert.deepEqual(parseAnswers({ deployment: listText(chosen) }).answers, answers);
        assert.equal(answers === undefined, chosen.includes('github') && chosen.includes('gitlab'));
        if (answers) {
          assert.deepEqual(parseAnswers(answers).answers, answers);
        }
      }),
    );
  }).timeout(60_000);

  it('never throw, whatever is thrown at them, and agree with the check of one answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ name: fc.string({ unit: 'binary' }), author: fc.string() })),
        (input) => {
          const { answers, problems: found } = parseAnswers(input);
          assert.notEqual(answers === undefined, found === undefined);
          for (const answer of answers ? answerNames : []) {
            const value = answers?.[answer] ?? '';
            const text = typeof value === 'string' ? value : listText(value);
            assert.equal(
              answerProblem(answer, text, { ...answers, deployment: undefined, plan: undefined }),
              undefined,
            );
          }
          for (const problem of found ?? []) {
            // A place that nothing was put into; what was thrown may look like one itself.
            const left = /\{\w+\}/.exec(problemText(problem, 'zh-cn'))?.[0];
            assert.ok(left === undefined || JSON.stringify(problem.values).includes(left), left);
          }
        },
      ),
    );
  }).timeout(60_000);

  it('have a JSON schema made from the same source', () => {
    const schema = answersJsonSchema() as {
      properties: Record<string, { enum?: string[]; items?: { enum: string[] }; default: unknown }>;
    };
    assert.deepEqual(Object.keys(schema.properties), [...answerNames]);
    assert.deepEqual(schema.properties['framework']?.enum, choicesOf('framework'));
    assert.equal(schema.properties['accelerator']?.default, 'cpu');
    const { default: usual, items } = schema.properties['deployment'] ?? {};
    assert.deepEqual(usual, ['docker', 'github']);
    assert.deepEqual(items?.enum, choicesOf('deployment'));
  });
});

describe('the GPU of the machine', () => {
  const xml =
    '<nvidia_smi_log>\n<cuda_version>12.8</cuda_version>\n<gpu id="0"><product_name>NVIDIA H100</product_name></gpu>';

  it('is read from nvidia-smi', () => {
    assert.deepEqual(parseNvidiaSmi(xml), { name: 'NVIDIA H100', cuda: '12.8' });
    assert.equal(parseNvidiaSmi(xml.replaceAll('cuda_version', 'cuda_umd_version'))?.cuda, '12.8');
    assert.equal(
      parseNvidiaSmi('NVIDIA-SMI has failed because it couldn’t communicate with the driver'),
      undefined,
    );
    assert.equal(parseNvidiaSmi('<cuda_version>12.8</cuda_version>'), undefined);
  });

  it('leads to the newest CUDA line that its driver runs', () => {
    const [pytorch, tensorflow] = frameworks;
    assert.ok(pytorch && tensorflow);
    const propose = (cuda: string) =>
      [pytorch, tensorflow].map((one) => proposedAccelerator(one, { name: 'x', cuda }));
    assert.deepEqual(propose('13.1'), ['cu130', 'cu125']);
    assert.deepEqual(propose('12.8'), ['cu126', 'cu125']);
    assert.deepEqual(propose('11.8'), ['cpu', 'cpu']);
    assert.deepEqual(propose('9.2'), ['cpu', 'cpu']);
    assert.equal(proposedAccelerator(pytorch, undefined), 'cpu');
    assert.equal(newestLine(pytorch, '12.6')?.id, 'cu126');
  });
});
