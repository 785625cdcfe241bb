/** Loops, data pipeline and server of generated projects, each beside its peer or floor in the same run. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { cachedProject, type Project } from '../generated/support/project.ts';
import { succeed } from '../generated/support/run.ts';
import type { Figure } from './table.ts';

const scripts = path.join(import.meta.dirname, 'python');

/** Runs a script of ours with the Python of a project; the last line that it prints is JSON. */
async function measure<Result>(project: Project, script: string, args: readonly string[]): Promise<Result> {
  const quoted = [project.python, path.join(scripts, script), ...args].map((word) => `"${word}"`);
  const done = await succeed(quoted.join(' '), project.folder);
  return JSON.parse(done.output.trimEnd().split('\n').at(-1) ?? '') as Result;
}

const stage = (project: Project, line: string) =>
  succeed(`"${project.python}" -m ${project.package} ${line}`, project.folder);

async function loops(): Promise<Figure[]> {
  const pytorch = await cachedProject({ task: 'language-model', name: 'Acme Words', framework: 'pytorch' });
  await stage(pytorch, 'data');
  const torch = await measure<{ ours: number; by_hand: number }>(pytorch, 'loop_pytorch.py', [
    pytorch.package,
    path.join(pytorch.folder, 'logs', 'bench'),
  ]);
  const keras = await cachedProject({ task: 'language-model', name: 'Acme Words', framework: 'tensorflow' });
  await stage(keras, 'data');
  const tensorflow = await measure<{ ours: number; fit: number }>(keras, 'loop_tensorflow.py', [
    keras.package,
    path.join(keras.folder, 'logs', 'bench'),
  ]);
  const speed = (value: number) => `${Math.round(value).toLocaleString('en')} tokens/s`;
  return [
    {
      what: 'PyTorch loop ÷ the same by hand',
      value: torch.ours / torch.by_hand,
      unit: '×',
      atLeast: 0.97,
      how: `${speed(torch.ours)} against ${speed(torch.by_hand)}, language model, fp32, CPU`,
    },
    {
      what: 'TensorFlow loop ÷ Keras fit',
      value: tensorflow.ours / tensorflow.fit,
      unit: '×',
      atLeast: 1,
      how: `${speed(tensorflow.ours)} against ${speed(tensorflow.fit)}, language model, fp32, CPU`,
    },
  ];
}

interface Run {
  readonly rows: number;
  readonly seconds: number;
  readonly megabytes: number;
}

async function pipeline(folder: string): Promise<Figure[]> {
  const project = await cachedProject({ task: 'language-model', name: 'Acme Words', framework: 'pytorch' });
  const runs = await measure<Record<string, Run>>(project, 'pipeline.py', [
    project.folder,
    project.package,
    folder,
  ]);
  return Object.entries(runs).map(([name, { rows, seconds, megabytes }]) => ({
    what: `${name}, peak memory`,
    value: megabytes,
    unit: 'MB',
    how: `${rows} documents, ${(rows / seconds).toFixed(0)} a second`,
  }));
}

interface Served {
  readonly clients: number;
  readonly requests_a_second: number;
  readonly p99_ms: number;
  readonly batch: number;
  readonly direct_ms: number;
  readonly ratio: number;
}

async function serving(): Promise<Figure[]> {
  const project = await cachedProject({ framework: 'pytorch' });
  await stage(project, 'data');
  // A network that costs milliseconds an image, as those do that people serve: beside the sample's own, which costs a
  // tenth of one, HTTP and JSON are all there is to measure.
  await stage(project, 'train --set train.max_steps=2 --set model.width=256 --set model.depth=3');
  await stage(project, 'export');
  const all = await measure<readonly Served[]>(project, 'serving.py', [project.package]);
  return all.map(({ clients, requests_a_second, p99_ms, batch, direct_ms, ratio }) => ({
    what: `server ÷ ONNX Runtime, ${clients} client${clients === 1 ? '' : 's'}`,
    value: ratio,
    unit: '×',
    ...(clients > 1 && { atLeast: 0.7 }),
    how: `${requests_a_second.toFixed(0)} requests/s, p99 ${p99_ms.toFixed(0)} ms, batches of ${batch}; ${direct_ms.toFixed(1)} ms an image`,
  }));
}

export async function learning(folder: string): Promise<Figure[]> {
  const work = path.join(folder, 'learning');
  mkdirSync(work, { recursive: true });
  return [...(await loops()), ...(await pipeline(work)), ...(await serving())];
}
