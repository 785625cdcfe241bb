/** Runs a Mocha and writes down what it did; the same in plain Node and inside an extension host. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Mocha from 'mocha';

export interface TestResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly error?: string;
}

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly TestResult[];
}

/** Writes a file whole or not at all: readers wait for it and believe what it says. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const stage = `${file}.${process.pid}.tmp`;
  writeFileSync(stage, text);
  renameSync(stage, file);
}

/** Runs what the Mocha has loaded. A hook that fails counts as one failed test. */
export function runMocha(mocha: Mocha): Promise<SuiteResult> {
  return new Promise((resolve) => {
    const tests: TestResult[] = [];
    const runner = mocha.run(() => {
      const count = (state: TestResult['state']) => tests.filter((test) => test.state === state).length;
      resolve({ passed: count('passed'), failed: count('failed'), skipped: count('skipped'), tests });
    });
    const keep = (test: Mocha.Runnable, state: TestResult['state'], error?: Error) =>
      tests.push({
        title: test.fullTitle(),
        state,
        milliseconds: test.duration ?? 0,
        ...(error && { error: error.stack ?? String(error) }),
      });
    runner.on('pass', (test) => keep(test, 'passed'));
    runner.on('fail', (test, error: Error) => keep(test, 'failed', error));
    runner.on('retry', (test: Mocha.Runnable, error: Error) =>
      console.log(`      runs again: ${test.title}: ${error.message}`),
    );
    runner.on('pending', (test) => keep(test, 'skipped'));
  });
}
