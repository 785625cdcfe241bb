import assert from 'node:assert/strict';
import en from '../../../l10n/en/view.json' with { type: 'json' };
import zh from '../../../l10n/zh-cn/view.json' with { type: 'json' };
import { type Language, translator } from '../../../src/l10n.ts';
import { age, dayName, momentName } from '../../../webview/shared/dates.ts';

const now = new Date(2026, 10, 23, 15, 0).getTime();
const ago = (seconds: number, language: Language): string =>
  age(new Date(now - seconds * 1000).toISOString(), now, translator({ en, 'zh-cn': zh }, language), language);

describe('dates and ages', () => {
  it('says how long ago in both languages', () => {
    const cases: [seconds: number, english: string, chinese: string][] = [
      [5, 'just now', '刚刚'],
      [60, '1 min ago', '1 分钟前'],
      [59 * 60, '59 min ago', '59 分钟前'],
      [2 * 3600, '2 h ago', '2 小时前'],
      [3 * 86_400, '3 d ago', '3 天前'],
    ];
    for (const [seconds, english, chinese] of cases) {
      assert.equal(ago(seconds, 'en'), english);
      assert.equal(ago(seconds, 'zh-cn'), chinese);
    }
  });

  it('gives the day for what is long past, and takes a clock that runs ahead for now', () => {
    assert.equal(ago(40 * 86_400, 'en'), '14 Oct');
    assert.equal(ago(40 * 86_400, 'zh-cn'), '10月14日');
    assert.equal(ago(-600, 'en'), 'just now');
  });

  it('names a day without shifting it by the time zone, with the year only where it is another', () => {
    assert.equal(dayName('2026-12-01', 'en', now), '1 Dec');
    assert.equal(dayName('2026-12-01', 'zh-cn', now), '12月1日');
    assert.equal(dayName('2027-01-31', 'en', now), '31 Jan 2027');
    assert.equal(dayName('2027-01-31', 'zh-cn', now), '2027年1月31日');
  });

  it('names a moment in local time', () => {
    const moment = new Date(2026, 10, 23, 9, 4).toISOString();
    assert.equal(momentName(moment, 'en', now), '23 Nov, 09:04');
    assert.equal(momentName(moment, 'zh-cn', now), '11月23日 09:04');
  });

  it('shows what is not a date as it stands', () => {
    assert.equal(momentName('soon', 'en', now), 'soon');
    assert.equal(dayName('soon', 'en', now), 'soon');
    assert.equal(
      age('soon', now, () => '', 'en'),
      'soon',
    );
  });
});
