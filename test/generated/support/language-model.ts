/** What a language model's own is in the journey of a project. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Founder, TaskJourney } from './journey.ts';
import { configure } from './project.ts';
import { readReport } from './reports.ts';
import { succeed } from './run.ts';

const subjects = ['The founder', 'An engineer', 'The customer', 'Our model', 'A reviewer', 'The market'];
const verbs = ['measures', 'describes', 'questions', 'improves', 'remembers', 'compares'];
const objects = [
  'the first result',
  'every careful estimate',
  'a small data set',
  'the long report',
  'each plan',
];

/** A document of its own for every number, in sentences that a filter for quality lets through. */
function story(number: number): string {
  const sentences = Array.from({ length: 30 }, (_, index) => {
    const pick = (list: readonly string[], step: number) =>
      list[(number * step + index * (step + 1)) % list.length];
    return `${pick(subjects, 1)} ${pick(verbs, 3)} ${pick(objects, 7)} on day ${number * 31 + index} of the year.`;
  });
  return sentences.join(' ');
}

/** Lines of JSON, compressed, with what goes wrong in real files: no text, too little of it, the same twice. */
function writeStories(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const lines = Array.from({ length: 240 }, (_, number) => JSON.stringify({ text: story(number) }));
  const damaged = [
    JSON.stringify({ title: 'no text' }),
    JSON.stringify({ text: 'x' }),
    JSON.stringify({ text: story(7) }),
  ];
  writeFileSync(file, gzipSync(`${[...lines, ...damaged].join('\n')}\n`));
}

interface Generated {
  readonly text: string;
}

async function generate(address: string, body: object): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export const languageModel: TaskJourney = {
  task: 'language-model',
  name: 'Acme Words',
  costliestAll: 900,
  metric: 'bits_per_byte',
  resume: '--set train.max_steps=60 --set train.log_every=5 --set train.checkpoint_every=7',
  killAt: /^step 30\//m,
  end: /^step 60\//m,
  tune: '--set tune.trials=2 --set tune.epochs=1 --set train.max_steps=4',

  reached({ value }, metrics) {
    const baseline = metrics['baseline_bits_per_byte']?.value ?? 0;
    assert.ok(value < baseline, `${value} bits per byte, the 5-gram model ${baseline}`);
  },

  async served(_, at) {
    const request = { prompt: 'Return the', max_tokens: 16, temperature: 0.8, seed: 7 };
    const whole = (await (await generate(at('/generate'), request)).json()) as Generated;
    assert.ok(whole.text.length > 0);
    const again = (await (await generate(at('/generate'), request)).json()) as Generated;
    assert.equal(again.text, whole.text);
    const stream = await generate(at('/generate'), { ...request, stream: true });
    assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/);
    const events = (await stream.text())
      .split('\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice('data: '.length)) as Partial<Generated>);
    assert.ok(events.length > 1);
    assert.equal(events.map((event) => event.text ?? '').join(''), whole.text);
    const wrong = await generate(at('/generate'), { ...request, max_tokens: -1 });
    assert.equal(wrong.status, 422);
    assert.match(await wrong.text(), /"field":"max_tokens/);
  },

  ownData: "trains on the founder's own text by configuration alone",
  async trainsOnOwnData({ project, scratch, stage }: Founder) {
    const file = path.join(scratch, 'texts', 'stories.jsonl.gz');
    writeStories(file);
    configure(project.folder, 'data', { source: 'jsonl', path: path.dirname(file) });
    await succeed(stage('data --set data.vocabulary=512'), project.folder);
    const { clean, sources } = readReport(project.folder, 'data').result;
    assert.equal(sources?.[0]?.rows, 243);
    assert.equal(clean?.rows_kept, 240);
    assert.deepEqual(clean.dropped, { no_text_field: 1, few_words: 1, duplicate: 1 });
    await succeed(stage('train --set train.max_steps=30'), project.folder);
    await succeed(stage('evaluate'), project.folder);
    assert.ok((readReport(project.folder, 'metrics').result.metrics['bits_per_byte']?.value ?? 99) < 1);
  },

  mistakes: [
    {
      what: 'a folder that is not there',
      options: async () => '--set data.source=text-folder --set data.path=nowhere',
      says: /nowhere does not exist/,
    },
    {
      what: 'a folder without text',
      options: async ({ scratch }) => {
        const folder = path.join(scratch, 'no-text');
        mkdirSync(folder, { recursive: true });
        return `--set data.source=text-folder --set data.path="${folder}"`;
      },
      says: /no-text/,
    },
  ],
};
