/** What is image classification's own in the journey of a project. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { addEmptyClass, drawDigits, drawImages, spoil } from './images.ts';
import type { Founder, TaskJourney } from './journey.ts';
import { configure, type Project } from './project.ts';
import { readReport } from './reports.ts';
import { succeed } from './run.ts';

/** A folder of images in which a class has none, drawn once. */
async function emptyClass(project: Project, scratch: string): Promise<string> {
  const images = path.join(scratch, 'empty-class');
  if (!existsSync(images)) {
    await drawImages(project.python, images);
    addEmptyClass(images);
  }
  return images;
}

/** What `curl -F image=@FILE ADDRESS` does. */
function upload(address: string, file: string): Promise<Response> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(readFileSync(file))]), path.basename(file));
  return fetch(address, { method: 'POST', body: form });
}

export const imageClassification: TaskJourney = {
  task: 'image-classification',
  name: 'Acme Digits',
  costliestAll: 180,
  metric: 'accuracy',
  resume: '--set train.epochs=8 --set train.checkpoint_every=7',
  killAt: /^epoch 3\b/m,
  end: /^epoch 8\b/m,
  tune: '--set tune.trials=2 --set tune.epochs=1',

  reached({ value }) {
    assert.ok(value >= 0.97, `accuracy ${value}`);
  },

  async served({ project, scratch }, at) {
    await drawDigits(project.python, scratch);
    let right = 0;
    for (let digit = 0; digit < 10; digit += 1) {
      const response = await upload(at('/predict'), path.join(scratch, `${digit}.png`));
      assert.equal(response.status, 200);
      const { predictions } = (await response.json()) as { predictions: { class: string }[] };
      if (predictions[0]?.class === String(digit)) right += 1;
    }
    assert.ok(right >= 9, `${right} of 10 digits right`);
    const readme = readFileSync(path.join(project.folder, 'README.md'), 'utf8');
    const example = /curl -F image=@(\S+)/.exec(readme)?.[1] ?? '';
    assert.match(
      await (await upload(at('/predict'), path.join(project.folder, example))).text(),
      /"class":"3"/,
    );
    const wrong = await upload(at('/predict'), path.join(project.folder, 'README.md'));
    assert.equal(wrong.status, 422);
    assert.match(await wrong.text(), /"field":"image/);
  },

  ownData: "trains on the founder's own images by configuration alone",
  async trainsOnOwnData({ project, scratch, stage }: Founder) {
    const images = path.join(scratch, 'images');
    await drawImages(project.python, images);
    spoil(images);
    configure(project.folder, 'data', { source: 'image-folder', path: images, image_size: '16' });
    const data = await succeed(stage('data'), project.folder);
    assert.match(data.output, /broken\.png/);
    const { clean, sources } = readReport(project.folder, 'data').result;
    assert.equal(clean?.rows_in, 242);
    assert.equal(clean.rows_kept, 240);
    assert.equal(clean.dropped['unreadable'], 1);
    assert.equal(
      Object.values(clean.dropped).reduce((sum, count) => sum + count, 0),
      2,
    );
    assert.equal(sources?.[0]?.rows, 242);
    await succeed(stage('train --set train.epochs=15'), project.folder);
    await succeed(stage('evaluate'), project.folder);
    const { metrics, confusion_matrix: matrix } = readReport(project.folder, 'metrics').result as unknown as {
      metrics: Record<string, { value: number }>;
      confusion_matrix: { labels: string[] };
    };
    assert.deepEqual(matrix.labels, ['one', 'six', 'two', 'zero']);
    assert.ok((metrics['accuracy']?.value ?? 0) >= 0.85, `accuracy ${metrics['accuracy']?.value}`);
  },

  mistakes: [
    {
      what: 'an empty class',
      options: async ({ project, scratch }) =>
        `--set data.source=image-folder --set data.path="${await emptyClass(project, scratch)}"`,
      says: /nothing/,
    },
    {
      what: 'a folder that is not there',
      options: async () => '--set data.source=image-folder --set data.path=nowhere',
      says: /nowhere does not exist/,
    },
  ],
};
