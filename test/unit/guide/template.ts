/** What a generated image-classification project holds, read from the layers of templates that make it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { definition, stepsOf } from '../../../src/checklist/definition.ts';
import { root } from './pages.ts';

const layers = (framework: string, language: string): readonly string[] => [
  'base',
  `frameworks/${framework}`,
  'tasks/image-classification/common',
  `tasks/image-classification/${framework}`,
  'deploy/docker',
  'ci/github',
  `plan/${language}`,
];

const reports = new Set(stepsOf(definition).map(({ evidence }) => evidence.file));

/** Whether both frameworks' projects have this file, or this folder where it ends in a slash, or make this report. */
export function projectHas(path: string, language: string): boolean {
  if (path.startsWith('reports/')) {
    return reports.has(path);
  }
  return ['pytorch', 'tensorflow'].every((framework) =>
    layers(framework, language).some((layer) => layerHas(join(root, 'templates', layer), path)),
  );
}

function layerHas(layer: string, path: string): boolean {
  const place = join(layer, path.replace('{package}', '__package__'));
  if (path.endsWith('/')) {
    return existsSync(place) && readdirSync(place).length > 0;
  }
  return existsSync(place) || existsSync(`${place}.hbs`);
}
