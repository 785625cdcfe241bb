/** Journey 3, Learn: from a step into the guide and back, by mouse and by keyboard, in both languages. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { languages } from '../../src/l10n.ts';
import { assertAccessible } from './support/axe.ts';
import { Checklist } from './support/checklist.ts';
import { useEditor } from './support/session.ts';
import { Venture } from './support/venture.ts';
import { commandTitle, guideTitles, wordsOf } from './support/words.ts';
import { configure, eventually } from './support/workbench.ts';

for (const language of languages) {
  describe(`learn (${language})`, () => {
    const editor = useEditor(language);
    const say = wordsOf(language);
    const titles = guideTitles(language);
    const heading = (id: string) => `${id} ${titles.get(id)}`;

    it('by mouse: the guide in place, the guide panel, and back to step, file and command', async () => {
      const venture = Venture.make(language);
      const workbench = await editor.open(venture.folder);
      const checklist = await Checklist.show(workbench);
      const detail = await checklist.openStep('5.2.2');
      assert.ok((await detail.locator('.prose').first().innerText()).length > 80);
      await detail.getByText(say('view', 'guide.more')).click();
      await detail.locator('details[open] .prose').first().waitFor();
      assert.equal(await checklist.frame.locator('html').getAttribute('lang'), language);

      await detail.getByRole('button', { name: say('view', 'guide.open') }).click();
      const guide = await workbench.webview('guide');
      const title = guide.getByRole('heading', { level: 2, name: heading('5.2.2') });
      await title.waitFor();
      await eventually('the heading in sight', () =>
        title.evaluate((element) => {
          const { top } = element.getBoundingClientRect();
          return top >= 0 && top < window.innerHeight;
        }),
      );

      await guide
        .locator('.toc')
        .getByRole('link', { name: heading('5.2.3') })
        .click();
      await guide.getByRole('button', { name: say('view', 'guide.show') }).click();
      await checklist.title('5.2.3').waitFor();
      await eventually('focus on the step in the checklist', () =>
        checklist.frame.evaluate(() => document.activeElement?.id === 'row-5.2.3'),
      );

      await guide
        .getByRole('button', { name: /normalize\.py/ })
        .first()
        .click();
      await workbench.editorTab('normalize.py').waitFor();
      const lens = workbench.page.locator('.codelens-decoration a', {
        hasText: say('checklist', 'lens.guide', { id: '5.2.3', title: titles.get('5.2.3') ?? '' }),
      });
      await lens.waitFor();
      await workbench.page
        .locator('.codelens-decoration a', { hasText: say('checklist', 'state.todo') })
        .waitFor();
      await lens.click();
      await workbench.webview('guide');

      await checklist.frame
        .locator('[id="detail-5.2.3"]')
        .getByRole('button', { name: /data normalize/ })
        .last()
        .click();
      await workbench.terminalSays('data normalize');
    });

    it('by keyboard alone: from a row to its section, search, and to the next section', async () => {
      const venture = Venture.make(language);
      const workbench = await editor.open(venture.folder);
      const frame = await workbench.focusChecklist(language);
      const { keyboard } = workbench.page;
      await eventually('focus on a row', async () => {
        const id = await frame.evaluate(() => document.activeElement?.id ?? '');
        if (/^(row|section)-/.test(id)) return true;
        await keyboard.press('Tab');
        return false;
      });
      await keyboard.press('n');
      await eventually('focus on the next step', () =>
        frame.evaluate(() => document.activeElement?.id === 'row-5.1.1'),
      );
      await keyboard.press('g');
      const guide = await workbench.webview('guide');
      await guide.getByRole('heading', { level: 2, name: heading('5.1.1') }).waitFor();
      await eventually('focus in the guide', () => guide.evaluate(() => document.hasFocus()));

      await keyboard.press('/');
      await keyboard.type('5.3.3');
      await guide
        .getByRole('button', { name: titles.get('5.3.3') ?? '' })
        .first()
        .waitFor();
      await keyboard.press('Enter');
      await guide.getByRole('heading', { level: 2, name: heading('5.3.3') }).waitFor();

      await keyboard.press('Alt+Shift+ArrowRight');
      await guide.getByRole('heading', { level: 1, name: heading('5.4') }).waitFor();
      await keyboard.press('Alt+ArrowLeft');
      const left = guide.getByRole('heading', { level: 2, name: heading('5.3.3') });
      await left.waitFor();
      await eventually('the heading that was left', () =>
        left.evaluate((element) => Math.abs(element.getBoundingClientRect().top) < window.innerHeight),
      );
      await keyboard.press('Alt+ArrowRight');
      await guide.getByRole('heading', { level: 1, name: heading('5.4') }).waitFor();

      await keyboard.press('/');
      await keyboard.type('zzqx');
      await guide
        .getByText(say('view', 'guide.nothing', { query: 'zzqx' }))
        .first()
        .waitFor();
      await keyboard.press('Escape');
      await guide.getByRole('heading', { level: 1, name: heading('5.4') }).waitFor();
    });
  });
}

describe('learn, the search', () => {
  const editor = useEditor('zh-cn');
  const titles = guideTitles('zh-cn');
  const say = wordsOf('zh-cn');

  it('finds Chinese as one types, marks it, and is walked by keys; from anywhere in a quick input', async () => {
    const venture = Venture.make('zh-cn');
    const workbench = await editor.open(venture.folder);
    await workbench.command(commandTitle('zh-cn', 'aiVenture.openGuide'));
    const guide = await workbench.webview('guide');
    const { keyboard } = workbench.page;
    await guide.locator('#find').click();
    await keyboard.type('数据清');
    await guide.locator('.results li').first().waitFor();
    await keyboard.type('洗');
    const found = guide
      .locator('.results li')
      .filter({ hasText: titles.get('5.2.2') ?? '' })
      .first();
    await found.waitFor();
    assert.match((await found.locator('mark').allInnerTexts()).join(), /清洗|数据/);
    assert.match(await guide.locator('[role=status]').last().innerText(), /\d/);
    await assertAccessible(guide, 'what a search found', '--vscode-editor-background');
    await keyboard.press('ArrowDown');
    await eventually('focus on the first result', () =>
      guide.evaluate(() => document.activeElement?.closest('.results li') !== null),
    );
    await keyboard.press('ArrowUp');
    await keyboard.press('Enter');
    await guide.getByRole('heading', { level: 2, name: `5.2.2 ${titles.get('5.2.2')}` }).waitFor();
    await guide.getByRole('heading', { level: 2, name: say('view', 'guide.related') }).waitFor();

    await workbench.command(commandTitle('zh-cn', 'aiVenture.searchGuide'));
    await workbench.asked(say('checklist', 'find.hint'));
    await workbench.input.fill('归一化');
    await workbench.row(titles.get('5.2.3') ?? '').waitFor();
    await keyboard.press('Enter');
    await eventually('the section that was found', async () => {
      const shown = await workbench.webview('guide');
      return (await shown.evaluate(() => document.activeElement?.id)) === '5.2.3';
    });
  });

  it('has its contents as a tree that follows the page', async () => {
    const venture = Venture.make('zh-cn');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await workbench.page.locator('.pane-header', { hasText: say('view', 'guide.title') }).click();
    const row = (id: string) =>
      workbench.page.locator('.split-view-view .monaco-list-row').filter({ hasText: id }).first();
    await row('5 ').waitFor();
    const detail = await checklist.openStep('5.2.2');
    await detail.getByRole('button', { name: say('view', 'guide.open') }).click();
    await workbench.webview('guide');
    await row(`5.2.2 ${titles.get('5.2.2')}`).waitFor();
    await row(`5.2.1 ${titles.get('5.2.1')}`).click();
    await eventually('the point that was clicked', async () => {
      const shown = await workbench.webview('guide');
      return (await shown.locator('.toc a[aria-current]').innerText()).startsWith('5.2.1');
    });
  });
});

describe('learn, the export', () => {
  const editor = useEditor('en');

  it('saves the open section as a page that stands by itself, and as Markdown', async () => {
    const venture = Venture.make('en');
    const workbench = await editor.open(venture.folder);
    await workbench.command(commandTitle('en', 'aiVenture.openGuide'));
    const guide = await workbench.webview('guide');
    const id = await guide.locator('article h1').getAttribute('id');
    for (const [name, starts] of [
      ['section.html', '<!DOCTYPE html>'],
      ['section.md', `# ${id} `],
    ] as const) {
      await guide.getByRole('button', { name: wordsOf('en')('view', 'guide.export') }).click();
      const saved = await workbench.saveAs(path.join(venture.folder, name));
      assert.ok(saved.startsWith(starts), saved.slice(0, 100));
    }
  });
});

describe('learn, the place', () => {
  const editor = useEditor('en');
  const say = wordsOf('en');

  it('comes back when the tab was hidden and when the window is loaded again', async () => {
    const venture = Venture.make('en');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    const detail = await checklist.openStep('5.3.1');
    await detail.getByRole('button', { name: say('view', 'guide.open') }).click();
    const isAt = (place: number) =>
      eventually(`the guide at ${place} px`, async () => {
        const guide = await workbench.webview('guide');
        return guide.evaluate((wanted) => Math.abs(window.scrollY - wanted) < 2, place);
      });
    const scrollTo = async (place: number) => {
      const guide = await workbench.webview('guide');
      await guide.getByRole('heading', { level: 2 }).first().waitFor();
      await guide.evaluate((wanted) => {
        window.dispatchEvent(new WheelEvent('wheel'));
        window.scrollTo(0, wanted);
      }, place);
      // The place is noted once the page rests.
      await workbench.page.waitForTimeout(1000);
    };

    await scrollTo(2100);
    await workbench.command(commandTitle('en', 'aiVenture.openProgress'));
    await workbench.webview('progress');
    await workbench.editorTab('5.3').click();
    await isAt(2100);

    await scrollTo(3400);
    await workbench.reload();
    await isAt(3400);
    await workbench.page.waitForTimeout(1000);
    await isAt(3400);
  });

  it('keeps diagrams whole, or within reach of the keyboard, at every width', async () => {
    const venture = Venture.make('en');
    const workbench = await editor.open(venture.folder, { width: 1440, height: 900 });
    const checklist = await Checklist.show(workbench);
    const detail = await checklist.openStep('5.3.1');
    await detail.getByRole('button', { name: say('view', 'guide.open') }).click();
    const guide = await workbench.webview('guide');
    const figure = guide.getByRole('figure', { name: 'How training goes on, stops and resumes' });
    await figure.waitFor();
    for (const [width, whole] of [
      [1440, true],
      [1240, true],
      [1080, true],
      [900, false],
      [700, false],
    ] as const) {
      await workbench.page.setViewportSize({ width, height: 900 });
      await eventually(`the diagram ${whole ? 'whole' : 'to be scrolled'} at ${width} px`, () =>
        figure.evaluate(
          (element, wanted) =>
            element.scrollWidth <= element.clientWidth === wanted &&
            element.tabIndex === (wanted ? -1 : 0) &&
            document.documentElement.scrollWidth <= window.innerWidth,
          whole,
        ),
      );
      await assertAccessible(guide, `the guide at ${width} px`, '--vscode-editor-background');
    }
    await figure.focus();
    await workbench.page.keyboard.press('ArrowRight');
    await eventually('the diagram scrolled', () => figure.evaluate((element) => element.scrollLeft > 0));
  });
});

describe('learn, the language', () => {
  const editor = useEditor('en');

  it('follows the setting where it differs from the language of the editor', async () => {
    const venture = Venture.make('en');
    const workbench = await editor.open(venture.folder);
    const checklist = await Checklist.show(workbench);
    await checklist.openSection('5.2.2');
    await checklist
      .title('5.2.2')
      .getByText(guideTitles('en').get('5.2.2') ?? '')
      .waitFor();
    configure(venture.folder, { 'aiVenture.language': 'zh-cn' });
    await eventually('a Chinese page', async () => {
      const { frame } = await checklist.again();
      return (await frame.locator('html').getAttribute('lang')) === 'zh-cn';
    });
    const chinese = await checklist.again();
    await chinese.openSection('5.2.2');
    await chinese
      .title('5.2.2')
      .getByText(guideTitles('zh-cn').get('5.2.2') ?? '')
      .waitFor();
  });
});
