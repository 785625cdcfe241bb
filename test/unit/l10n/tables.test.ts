import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill, languages, pickLanguage } from '../../../src/l10n.ts';
import { say } from '../../../src/project/words.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): Record<string, string> => JSON.parse(readFileSync(join(root, path), 'utf8'));
const areas = readdirSync(join(root, 'l10n/en')).filter((name) => name.endsWith('.json'));
const pairs = [
  ...areas.map((name) => [`l10n/en/${name}`, `l10n/zh-cn/${name}`] as const),
  ['package.nls.json', 'package.nls.zh-cn.json'] as const,
];
const placeholders = (text: string): string[] => [...(text.match(/\{\w+\}/g) ?? [])].sort();

describe('words', () => {
  for (const [english, chinese] of pairs) {
    describe(english, () => {
      const en = read(english);
      const zh = read(chinese);

      it('has the same keys in both languages', () => {
        assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
      });

      it('has the same placeholders in both languages', () => {
        for (const [key, text] of Object.entries(en)) {
          const own = new Set(placeholders(zh[key] ?? ''));
          for (const name of placeholders(text)) {
            // A plural form may leave its number out in Chinese, which has none.
            assert.ok(own.has(name) || key.endsWith('.one'), `${chinese}, ${key}: ${name}`);
          }
          for (const name of own) {
            assert.ok(
              placeholders(text).includes(name) || key.endsWith('.one'),
              `${english}, ${key}: ${name}`,
            );
          }
        }
      });

      it('is written as this extension writes', () => {
        for (const [key, text] of Object.entries(en)) {
          assert.doesNotMatch(text, /!|\bplease\b|successfully|\w'\w/i, `${english}, ${key}`);
        }
        for (const [key, text] of Object.entries(zh)) {
          assert.doesNotMatch(
            text,
            /[您请！]|[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]|[\u4e00-\u9fff][,:;!?]/,
            `${chinese}, ${key}: ${text}`,
          );
        }
      });
    });
  }

  it('are found by every key of the manifest, and none is left over', () => {
    const manifest = readFileSync(join(root, 'package.json'), 'utf8');
    const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key));
    assert.deepEqual([...used].sort(), Object.keys(read('package.nls.json')).sort());
  });

  it('say numbers and metrics as the language does', () => {
    const what = {
      key: 'metrics.ok',
      values: { metric: 'accuracy', value: 0.98611, low: 0.97, high: 1234567 },
    } as const;
    assert.equal(say(what, 'en'), 'Accuracy 0.986, 95% interval 0.97–1,234,567');
    assert.equal(say(what, 'zh-cn'), '准确率 0.986，95% 置信区间 0.97–1,234,567');
  });

  it('leave alone what has no value, and put in text as it is', () => {
    assert.equal(fill('{a} {b}', { a: '$& {b} $1' }), '$& {b} $1 {b}');
  });

  it('are chosen by locale', () => {
    const chosen = ['zh-cn', 'zh-TW', 'zh_CN.UTF-8', 'ZH', 'en-US', 'de', '', 'zhuang'].map(pickLanguage);
    assert.deepEqual(chosen, ['zh-cn', 'zh-cn', 'zh-cn', 'zh-cn', 'en', 'en', 'en', 'en']);
    assert.deepEqual([...languages], ['en', 'zh-cn']);
  });
});
