/** `node test/bench/generation-in-host.ts TARGET`: times generation in this process and prints it as JSON. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAnswers } from '../../src/generator/answers.ts';
import { generate } from '../../src/generator/generate.ts';
import { packedTemplates } from '../../src/generator/template-pack.ts';
import { today } from '../../src/generator/today.ts';
import { root } from '../e2e/support/machine.ts';
import { median } from './table.ts';

/** Milliseconds, and how many files. */
export interface Generation {
  readonly files: number;
  readonly load: number;
  readonly first: number;
  readonly yeoman: number;
  readonly core: number;
}

const rounds = 7;
const [target] = process.argv.slice(2);
if (!target) throw new Error('usage: generation-in-host.ts TARGET');
const dist = pathToFileURL(path.join(root, 'dist', path.sep));
const { answers } = parseAnswers({
  name: 'Acme Digits',
  task: 'image-classification',
  framework: 'pytorch',
  accelerator: 'cpu',
  language: 'en',
  author: '',
});
if (!answers) throw new Error('the answers are not valid');

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const value = await work();
  return [value, performance.now() - start];
}

const asked = () => Promise.reject(new Error('every answer was given, so nothing is to be asked'));
const port = { log: () => undefined, select: asked, selectMany: asked, input: asked };

const [yeoman, load] = await timed(
  () => import(new URL('yeoman.mjs', dist).href) as Promise<typeof import('../../src/generator/yeoman.ts')>,
);
const through = (name: string) => timed(() => yeoman.runVenture(answers, path.join(target, name), {}, port));
const [made, first] = await through('first');
const warm: number[] = [];
const core: number[] = [];
const templates = await packedTemplates(dist);
for (let round = 0; round < rounds; round += 1) {
  warm.push((await through(`yeoman-${round}`))[1]);
  const options = { templates, date: today(undefined), decide: async () => new Map() };
  core.push((await timed(() => generate(answers, path.join(target, `core-${round}`), options)))[1]);
}
const figures: Generation = {
  files: made.files.length,
  load,
  first: load + first,
  yeoman: median(warm),
  core: median(core),
};
process.stdout.write(JSON.stringify(figures));
