/** Reports of a generated project, read as the extension reads them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Report, reportSchema, type Stage } from '../../../src/project/reports.ts';

/** A stage's report. Throws where it is missing, breaks its schema, or names an input that is not what it was. */
export function readReport<Name extends Stage>(folder: string, stage: Name): Report<Name> {
  const text = readFileSync(path.join(folder, 'reports', `${stage}.json`), 'utf8');
  const report = reportSchema(stage).parse(JSON.parse(text));
  const inputs = Object.entries(report.inputs);
  if (inputs.length === 0) throw new Error(`reports/${stage}.json names no input`);
  for (const [file, sha256] of inputs)
    if (digest(path.join(folder, file)) !== sha256)
      throw new Error(`reports/${stage}.json is stale: ${file}`);
  return report;
}

/** SHA-256 of a file's bytes. */
export function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
