import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plain, richText, runs } from '../../../webview/shared/rich.ts';

describe('rich text', () => {
  it('knows code and bold', () => {
    assert.deepEqual(runs('**5 behind.** See `data/raw`.'), [
      { kind: 'strong', text: '5 behind.' },
      { kind: 'text', text: ' See ' },
      { kind: 'code', text: 'data/raw' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('leaves marks without a partner, and empty ones, as they stand', () => {
    for (const text of ['a ` b', '2 ** 3', '``', '****', '`'])
      assert.deepEqual(runs(text), [{ kind: 'text', text }]);
  });

  it('loses and invents nothing', () => {
    const letters = fc.constantFrom('`', '*', 'a', '<', '>', '&', ' ', '中');
    fc.assert(
      fc.property(
        fc.array(letters).map((all) => all.join('')),
        (text) => {
          const marked = runs(text).map(
            (run) => ({ text: run.text, code: `\`${run.text}\``, strong: `**${run.text}**` })[run.kind],
          );
          assert.equal(marked.join(''), text);
        },
      ),
    );
  });

  it('never turns text into markup: it reaches the page as a value, not as part of a template', () => {
    const hostile = '<img src=x onerror=alert(1)> `</code><script>` **<b>**';
    assert.equal(plain(hostile), '<img src=x onerror=alert(1)> </code><script> <b>');
    for (const piece of richText(hostile)) {
      if (typeof piece === 'string') continue;
      assert.ok(!piece.strings.join('').includes('script') && !piece.strings.join('').includes('<b>'));
    }
  });
});
