/** Adds one to its own count in a shared file, many times, as another window would. */
import { nodeFiles } from '../../../src/project/files.ts';

const [path = '', name = '', times = '0'] = process.argv.slice(2);
for (let n = 0; n < Number(times); n++) {
  await nodeFiles.replace(path, (before) => {
    const counts: Record<string, number> = JSON.parse(before ?? '{}');
    return JSON.stringify({ ...counts, [name]: (counts[name] ?? 0) + 1 });
  });
}
