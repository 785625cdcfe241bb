import assert from 'node:assert/strict';
import { git } from '../../../src/project/git.ts';
import { table } from '../../../src/report/markdown/format.ts';
import { reportMarkdown } from '../../../src/report/markdown.ts';
import { Folder } from '../project/folder.ts';
import { budget, fillVenture, reportOf, team } from './samples.ts';

describe('the report as Markdown', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = fillVenture(new Folder().project());
  });
  afterEach(() => folder.remove());

  it('says the figures of every card in tables', async () => {
    const text = reportMarkdown(await reportOf(folder));
    for (const line of [
      '# Acme Reviews: report',
      'Image classification · 2026-11-24',
      '| Net burn a month, mean of the last three | 11,000 USD |',
      '| Runway | 8.1 months |',
      '| Part of the training budget | 60% |',
      '| Data ready | 2026-11-08 | 2026-11-20 | Jonas | 1 / 2 | late |',
      '| Sure | Log loss | ≤ 0.1 | 0.12 | 2026-11-20 (late) | Jonas | No |',
      '| Labels are wrong | technical | 3 | 5 | 15 | Jonas | Check 100 | 2026-11-20 (late) |',
      '| Data | open | 2026-11-01 (late) |',
      '| Accuracy | 0.97 (0.96–0.98) |',
      '| one | 3 | 132 |',
      '| SAFE | 0% | 7% |',
      '| Sum | 100% | 100% |',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line}\n\n${text}`);
    }
    assert.doesNotMatch(text, /\n{3}|undefined|NaN|\[object|\{\w+\}/);
  });

  it('is as long in Chinese, with full-width words and the same figures', async () => {
    const english = reportMarkdown(await reportOf(folder));
    const chinese = reportMarkdown(await reportOf(folder, { language: 'zh-cn' }));
    assert.equal(chinese.split('\n').length, english.split('\n').length);
    assert.match(chinese, /^# Acme Reviews：项目报告\n/);
    assert.match(chinese, /\| 现金跑道 \| 8\.1 个月 \|/);
  });

  it('lists what does not fit together with file and line', async () => {
    folder.write('plan/budget.yaml', budget.replace('cash: 90000', 'cash: -1'));
    folder.write('plan/team.yaml', team.replace('Jonas', 'Ada'));
    const text = reportMarkdown(await reportOf(folder));
    assert.match(
      text,
      /## Money\n\nThis part can’t be shown\.\n\n- plan\/budget\.yaml, line 3: “cash” must be at least 0\n/,
    );
    assert.match(
      text,
      /## What does not fit together\n\n- plan\/goals\.yaml, line 3: “Jonas” isn’t in plan\/team\.yaml/,
    );
  });

  it('lets no text from a file become markup or leave its cell', async () => {
    const hostile =
      '"<img src=x onerror=alert(1)> | [click](javascript:alert(1)) `code` **bold**\\n# heading\\n| a | b | ![x](http://x/y.svg) \u202etxt.exe {done}"';
    folder.write(
      'plan/team.yaml',
      `roles:\n  - { id: a, title: ${hostile}, person: ${hostile}, by: null }\n`,
    );
    const text = reportMarkdown(await reportOf(folder));
    const row = text.split('\n').find((line) => line.includes('onerror')) ?? '';
    assert.ok(
      row.startsWith('| \\<img src=x onerror=alert(1)\\> \\| \\[click\\](javascript:alert(1)) \\`code\\`'),
      row,
    );
    assert.equal(row.match(/(?<!\\)\|/g)?.length, 4, row);
    assert.doesNotMatch(text, /(?<!\\)<|(?<!\\)`|^# heading|\u202e/m);
  });

  it('pads tables on the right side for figures', () => {
    assert.deepEqual(table(['a', 'b'], [['x', null]], [1]), ['| a | b |', '| --- | ---: |', '| x |  |']);
  });

  it('leaves the commit out where there is no git', async () => {
    const text = reportMarkdown(await reportOf(folder, { git }));
    assert.doesNotMatch(text, /commit [0-9a-f]/);
  });
});
