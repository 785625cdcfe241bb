import assert from 'node:assert/strict';
import en from '../../../l10n/en/plan.json' with { type: 'json' };
import { languages } from '../../../src/l10n.ts';
import { fieldsOf, keyOf } from '../../../src/plan-language/fields.ts';
import { hoverAt, hoverCommands } from '../../../src/plan-language/hover.ts';
import { meaningOf } from '../../../src/plan-language/words.ts';
import { type PlanName, planNames } from '../../../src/project/plans.ts';
import { cursor, facts } from './typed.ts';

function hover(plan: PlanName, marked: string, language: 'en' | 'zh-cn' = 'en'): string {
  const { text, offset } = cursor(marked);
  return hoverAt(plan, text, offset, facts.steps, language)?.markdown ?? '';
}

describe('hover in a plan file', () => {
  it('says what a key means, its unit, its card and its steps', () => {
    const text = hover('budget', 'currency: EUR\nca|sh: 5\n');
    assert.match(
      text,
      /^\*\*cash\*\* · amount, in EUR, not negative · `null` or `""` until it is filled in\n/,
    );
    assert.match(text, /Money in the bank on that day\./);
    assert.match(text, /\[Money\]\(command:aiVenture\.openProgress\)/);
    assert.match(
      text,
      /\[5\.1\.3 .*\]\(command:aiVenture\.openInGuide\?%5B%7B%22stepId%22%3A%225\.1\.3%22%7D%5D\)/,
    );
    assert.match(hover('goals', 'goals:\n  - id: a\n    by: 2026-|12-01\n', 'zh-cn'), /达到目标值的期限。/);
  });

  it('names the values of a choice as the Progress page does', () => {
    assert.match(hover('funding', 'rounds:\n  - instr|ument: safe\n'), /- `safe` – SAFE\n/);
  });

  it('names the step of the sign that it is asked about', () => {
    assert.match(hover('premortem', 'signs:\n  - id: "9.1.1"\n    owner|: x\n'), /9\.1\.1 No market need/);
  });

  it('puts no text of the file into its Markdown', () => {
    const text = hover('budget', 'currency: "[x](command:evil)"\nca|sh: 5\n');
    assert.doesNotMatch(text, /evil/);
    const commands = [...text.matchAll(/command:([\w.]+)/g)].map(([, command]) => command);
    assert.deepEqual(new Set(commands), new Set(hoverCommands));
  });

  it('says nothing where nothing is known', () => {
    assert.deepEqual(
      [hover('goals', '# c|\n'), hover('goals', 'unkn|own: 1\n'), hover('goals', '|')],
      ['', '', ''],
    );
  });
});

describe('the words of plan files', () => {
  it('tell of every key, and of none that there is not', () => {
    const keys = planNames.flatMap((plan) => fieldsOf(plan).map(keyOf));
    for (const language of languages) {
      assert.deepEqual(
        keys.filter((key) => meaningOf(key, language) === undefined),
        [],
      );
    }
    const known = new Set(keys);
    const told = Object.keys(en).flatMap((key) => (key.startsWith('key.') ? [key.slice('key.'.length)] : []));
    assert.deepEqual(
      told.filter((key) => !known.has(key) && !/^(?:project|progress|answers)\./.test(key)),
      [],
    );
  });
});
