// `npm test [-- SUITE…] [--grep TEXT]`: sets up what the suites need, runs them, and ends with "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, vsixOf } from './lib/built.mjs';
import { childEnvironment } from './lib/process.mjs';
import { bold, complain, dim, green, red, seconds } from './lib/say.mjs';
import { root, setUp } from './lib/setup.mjs';
import { suites } from './lib/suites.mjs';

const resultsFolder = path.join(root, 'test-results');
const groups = { fast: ['lint', 'unit'], all: Object.keys(suites) };

/** Runs Node to its end and shows what it prints; past the limit it is ended with all that it started. */
function supervise(node, args, environment, limit) {
  return new Promise((resolve) => {
    const own = process.platform !== 'win32'; // a process group of its own
    const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: environment, detached: own });
    const end = (signal) => {
      try {
        process.kill(own ? -child.pid : child.pid, signal);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    };
    const stop = () => {
      end('SIGTERM');
      process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
    const timer = setTimeout(() => {
      console.log(red(`\nStopped after ${seconds(limit)}.`));
      end('SIGKILL');
    }, limit);
    child.once('error', (error) => {
      console.error(error.message);
      resolve(-1);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
      resolve(code ?? -1);
    });
  });
}

const failure = (title) => ({ passed: 0, failed: 1, skipped: 0, tests: [{ title, state: 'failed' }] });

/** What the suite itself wrote down; an exit code alone is never believed. */
function readResult(name, file, code) {
  if (!existsSync(file)) return failure(`${name} ended with code ${code} and gave no result`);
  const result = JSON.parse(readFileSync(file, 'utf8'));
  if (result.tests.length === 0) return failure(`${name} ran no test`);
  if (code !== 0 && result.failed === 0)
    return failure(`${name} ended with code ${code} after its last test`);
  return result;
}

async function runSuite(name, node, environment) {
  const suite = suites[name];
  if (!suite.command) {
    const tests = [];
    for (const [title, args] of Object.entries(suite.checks)) {
      const code = await supervise(node, args, environment, suite.limit);
      tests.push({ title, state: code === 0 ? 'passed' : 'failed' });
    }
    const passed = tests.filter((test) => test.state === 'passed').length;
    return { passed, failed: tests.length - passed, skipped: 0, tests };
  }
  const file = path.join(resultsFolder, `${name}.json`);
  rmSync(file, { force: true });
  const args = suite.command(file);
  if (args.length === 0) return failure(`${name} has no test file`);
  return readResult(name, file, await supervise(node, args, environment, suite.limit));
}

function report(rows) {
  const cell = (value, width) => String(value).padStart(width);
  console.log(
    `\n${bold(`${'suite'.padEnd(12)}${cell('passed', 8)}${cell('failed', 8)}${cell('skipped', 9)}`)}`,
  );
  for (const { name, result, milliseconds } of rows) {
    const line = `${name.padEnd(12)}${cell(result.passed, 8)}${cell(result.failed, 8)}${cell(result.skipped, 9)}`;
    console.log(`${result.failed ? red(line) : line}  ${dim(seconds(milliseconds))}`);
  }
  for (const { name, result } of rows)
    for (const test of result.tests)
      if (test.state === 'failed') console.log(`${red('failed')} ${name}: ${test.title}`);
      else if (test.state === 'skipped') console.log(`skipped ${name}: ${test.title}`);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string', default: '' } },
  });
  const wanted = (positionals.length ? positionals : ['all']).flatMap((name) => groups[name] ?? name);
  const unknown = wanted.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    const known = [...Object.keys(groups), ...Object.keys(suites)].join(', ');
    console.error(`There is no suite ${unknown.join(', ')}. Say one or more of ${known}.`);
    return 2;
  }

  const start = Date.now();
  const chosen = wanted.map((name) => suites[name]);
  const { node, environment } = await setUp({
    system: [...new Set(chosen.flatMap((suite) => suite.system ?? []))],
    editor: chosen.some((suite) => suite.editor),
    containers: chosen.some((suite) => suite.containers),
  });
  mkdirSync(resultsFolder, { recursive: true });
  const env = childEnvironment({
    ...environment,
    AI_VENTURE_VSIX: vsixOf(root),
    AI_VENTURE_GREP: values.grep,
  });
  const rows = [{ name: 'set-up', result: { passed: 0, failed: 0, skipped: 0, tests: [] } }];
  rows[0].milliseconds = Date.now() - start;

  let built;
  for (const name of wanted) {
    if (suites[name].built && built === undefined) {
      const began = Date.now();
      built = await ensureBuilt(root, node).then(
        () => ({
          passed: 1,
          failed: 0,
          skipped: 0,
          tests: [{ title: 'build and package', state: 'passed' }],
        }),
        (error) => {
          complain(error);
          return failure('build and package');
        },
      );
      rows.push({ name: 'build', result: built, milliseconds: Date.now() - began });
    }
    console.log(`\n${bold(name)} ${dim(suites[name].title)}`);
    const began = Date.now();
    const result =
      suites[name].built && built.failed
        ? failure(`${name} could not run: there is no build`)
        : await runSuite(name, node, env);
    if (process.env.CI) result.failed += result.skipped;
    rows.push({ name, result, milliseconds: Date.now() - began });
  }

  report(rows);
  const sum = (key) => rows.reduce((total, { result }) => total + result[key], 0);
  const failed = sum('failed');
  console.log(
    dim(`\n${seconds(Date.now() - start)} in all; results in ${path.relative(root, resultsFolder)}`),
  );
  console.log((failed ? red : green)(`${sum('passed')} passed, ${failed} failed`));
  return failed ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  complain(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
