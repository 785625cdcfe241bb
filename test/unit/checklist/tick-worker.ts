/** Ticks the steps of one section, as another window would. */
import { ProgressStore } from '../../../src/checklist/store.ts';
import { nodeFiles } from '../../../src/project/files.ts';

const [root = '', section = '', times = '0'] = process.argv.slice(2);
const store = new ProgressStore(root, nodeFiles);
for (let n = 1; n <= Number(times); n++) {
  await store.patch(`5.${section}.${n}`, { state: 'done' }, section);
}
