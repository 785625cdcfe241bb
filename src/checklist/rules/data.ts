/** Rules over `reports/data.json`: sources, cleaning, normalization, augmentation. */
import { message } from '../../project/words.ts';
import { invalid, missing, proposed, type Rule } from '../look.ts';

/** Each source has a license, and the bytes that lie in the project are those that were read. */
export const sources: Rule = async (look, { file }) => {
  const read = await look.report('data', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { at, result } = read.report;
  if (result.sources === null || result.sources.length === 0) {
    return missing(file, message('data.sources.none'));
  }
  for (const { name, license, path, sha256 } of result.sources) {
    if (license === null || license.trim() === '') {
      return missing(file, message('data.sources.license', { name }));
    }
    const found = path === null ? undefined : await look.hash(path);
    if (found !== undefined && found !== sha256) {
      return { kind: 'stale', file, at, says: message('stale.changed', { input: path ?? '', file }) };
    }
  }
  const rows = result.sources.reduce((sum, source) => sum + source.rows, 0);
  return proposed(file, message('data.sources.ok', { n: result.sources.length, rows }), at);
};

/** Every row that was read is either kept or dropped under a named reason. */
export const clean: Rule = async (look, { file }) => {
  const read = await look.report('data', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { clean: counts } = read.report.result;
  if (counts === null) {
    return missing(file, message('data.clean.none'));
  }
  const dropped = Object.values(counts.dropped).reduce((sum, n) => sum + n, 0);
  if (counts.rows_kept + dropped !== counts.rows_in) {
    const says = message('data.clean.sum', { kept: counts.rows_kept, dropped, read: counts.rows_in });
    return invalid(file, read.lineOf(['result', 'clean']), says);
  }
  return proposed(
    file,
    message('data.clean.ok', { kept: counts.rows_kept, read: counts.rows_in }),
    read.report.at,
  );
};

/** Statistics come from the training split and from no more rows than it has. */
export const normalize: Rule = async (look, { file }) => {
  const read = await look.report('data', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { normalize: fitted, split } = read.report.result;
  if (fitted === null) {
    return missing(file, message('data.normalize.none'));
  }
  if (fitted.fitted_on !== 'train') {
    return missing(file, message('data.normalize.split', { split: fitted.fitted_on }));
  }
  if (split !== null && fitted.rows > split.train) {
    return missing(file, message('data.normalize.rows', { rows: fitted.rows, train: split.train }));
  }
  return proposed(file, message('data.normalize.ok', { rows: fitted.rows }), read.report.at);
};

/** Policies are named, and samples of what they do lie in the project. */
export const augment: Rule = async (look, { file }) => {
  const read = await look.report('data', file);
  if ('instead' in read) {
    return read.instead;
  }
  const { augment: done } = read.report.result;
  if (done === null || done.policies.length === 0) {
    return missing(file, message('data.augment.none'));
  }
  if (done.samples.length === 0) {
    return missing(file, message('data.augment.samples'));
  }
  for (const sample of done.samples) {
    if (!(await look.exists(sample))) {
      return {
        kind: 'stale',
        file,
        at: read.report.at,
        says: message('stale.gone', { input: sample, file }),
      };
    }
  }
  const policies = done.policies.map(({ name }) => name).join(', ');
  return proposed(file, message('data.augment.ok', { policies }), read.report.at);
};
