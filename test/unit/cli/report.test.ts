import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { runCommand } from '../../../src/cli/run.ts';
import type { World } from '../../../src/cli/words.ts';
import { reportModelSchema } from '../../../src/report/model.ts';
import { Folder } from '../project/folder.ts';
import { budget, fillVenture } from '../report/samples.ts';

describe('ai-venture report', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = fillVenture(new Folder().project());
  });
  afterEach(() => folder.remove());

  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const out: string[] = [];
    const err: string[] = [];
    const world: World = {
      language: 'en',
      terminal: false,
      cwd: folder.root,
      date: '2026-11-24',
      version: '9.9.9',
      signal: new AbortController().signal,
      out: (text) => out.push(text),
      templates: () => assert.fail(),
      guide: async (language) => ({ language, chapters: [], sections: [], links: [] }),
      page: async () => (model, language) => `<html lang="${language}">${model.project.name}</html>`,
      author: () => assert.fail(),
    };
    const code = await runCommand(['report', ...args], world, (text) => err.push(text));
    return { code, out: out.join(''), err: err.join('') };
  }

  it('prints Markdown, in the language that is asked for', async () => {
    const english = await run();
    assert.deepEqual([english.code, english.err], [0, '']);
    assert.match(english.out, /^# Acme Reviews: report\n/);
    assert.match(english.out, /\| Runway \| 8\.1 months \|/);
    assert.match((await run('.', '--language', 'zh-cn')).out, /^# Acme Reviews：项目报告\n/);
  });

  it('prints the model of the dashboard as one JSON object', async () => {
    for (const args of [['--json'], ['--format', 'json']]) {
      const { code, out } = await run(...args);
      assert.equal(code, 0);
      assert.deepEqual(z.safeParse(reportModelSchema, JSON.parse(out)).error?.issues ?? [], []);
    }
  });

  it('writes a file whole, with nothing beside it', async () => {
    const { code, out } = await run('--format', 'html', '--out', 'report.html', '--language', 'zh-cn');
    const file = path.join(folder.root, 'report.html');
    assert.deepEqual([code, out], [0, `Written: ${file}\n`]);
    assert.equal(readFileSync(file, 'utf8'), '<html lang="zh-cn">Acme Reviews</html>');
    assert.deepEqual(
      readdirSync(folder.root).filter((name) => name.startsWith('report.')),
      ['report.html'],
    );
    const json = await run('--json', '--out', 'report.json');
    assert.deepEqual(JSON.parse(json.out), { file: path.join(folder.root, 'report.json') });
  });

  it('reports all the same where a file is at fault, and ends in 1', async () => {
    folder.write('plan/budget.yaml', budget.replace('cash: 90000', 'cash: -1'));
    const { code, out } = await run();
    assert.equal(code, 1);
    assert.match(out, /plan\/budget\.yaml, line 3: “cash” must be at least 0/);
    assert.match(out, /## Milestones/);
  });

  for (const [args, says] of [
    [['--format', 'pdf'], /“pdf” is no format: markdown, html, json\. Type: --format markdown\n$/],
    [['--format', 'html', '--json'], /--json and --format html are two formats/],
    [['--language', 'fr'], /“fr” is no language: en, zh-cn/],
    [['nowhere'], /nowhere holds no AI Venture project\. Type: ai-venture report <directory>\n$/],
    [['--out', 'no/such/folder/report.md'], /report\.md couldn’t be written \(ENOENT\)/],
    [['a', 'b'], /“b” is one argument too many\. Type: ai-venture report <directory>/],
  ] as const) {
    it(`says what to type after ${args.join(' ')}`, async () => {
      const { code, err } = await run(...args);
      assert.equal(code, 2);
      assert.match(err, says);
    });
  }
});
