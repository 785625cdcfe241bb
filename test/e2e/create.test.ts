/** Journey 1, Create: the wizard from the first question to the open project, in both languages. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectNames } from '../../src/generator/names.ts';
import { languages } from '../../src/l10n.ts';
import { Checklist } from './support/checklist.ts';
import { temporaryFolder, useEditor } from './support/session.ts';
import { Wizard } from './support/wizard.ts';
import { commandTitle, wordsOf } from './support/words.ts';
import { eventually } from './support/workbench.ts';

const names = { en: 'Acme "Digits"; import os #', 'zh-cn': '数字识别 Acme' } as const;
const ci = { one: 'GitHub Actions', other: 'GitLab CI' };
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

for (const language of languages) {
  describe(`create (${language})`, () => {
    const editor = useEditor(language);
    const say = wordsOf(language);
    const name = names[language];
    const { folder, package: packageName } = projectNames(name);

    it('by mouse: validation, Back, review, generation, the folder opens and the checklist is there', async () => {
      const parent = temporaryFolder('ventures');
      const workbench = await editor.open(parent);
      const empty = await Checklist.show(workbench);
      await empty.frame.getByText(say('view', 'welcome.create')).first().click();
      const wizard = await Wizard.started(workbench, language);
      await wizard.chooseTask();

      await wizard.verdict('   ', say('generator', 'nameEmpty'));
      await wizard.verdict('CON', say('generator', 'nameReserved', { x: 'CON' }));
      await wizard.verdict('x'.repeat(101), say('generator', 'nameTooLong'));
      await workbench.page.keyboard.press('Enter');
      await wizard.asks('nameQuestion');
      await wizard.verdict(name, say('wizard', 'names', { folder, package: packageName }));
      await workbench.page.keyboard.press('Enter');
      await wizard.choosePlace(parent);
      await wizard.asks('frameworkQuestion');
      await wizard.back('placeQuestion');
      await wizard.back('nameQuestion');
      assert.equal(await workbench.input.inputValue(), name, 'Back keeps what was entered');
      await workbench.page.keyboard.press('Enter');
      await wizard.choosePlace(parent);
      await wizard.chooseFramework('tensorflow');

      await wizard.asks('deploymentQuestion');
      assert.match((await workbench.quick.textContent()) ?? '', /\(5\/6\)/);
      await wizard.chooseDeployment('gitlab');
      await workbench.quick
        .getByText(say('generator', 'answerExcludes', ci))
        .first()
        .waitFor();
      await workbench.picture(`wizard-deployment-${language}`);
      await wizard.toggle('github', 'docker');
      assert.equal(await wizard.isChosen('docker'), false);
      await wizard.toggle('compose');
      await eventually('Docker is ticked with Compose', () => wizard.isChosen('docker'));
      await wizard.chooseDeployment();
      await wizard.choosePlans('funding', 'premortem');

      const rows = (await wizard.review()).join('\n');
      for (const part of [
        name,
        parent,
        wizard.label('task', 'image-classification'),
        wizard.label('framework', 'tensorflow'),
        wizard.label('deployment', 'docker,compose,gitlab'),
        wizard.label('plan', 'funding,premortem'),
        wizard.label('language', language),
      ])
        assert.ok(rows.includes(part), `the review shows ${part}:\n${rows}`);
      await workbench.picture(`wizard-review-${language}`);
      assert.deepEqual(readdirSync(parent), [], 'nothing is written before it is asked for');
      await wizard.create();
      await wizard.ready(name);

      const project = path.join(parent, folder);
      const made = readJson(path.join(project, '.ai-venture', 'project.json'));
      assert.equal(made['name'], name);
      assert.equal(made['framework'], 'tensorflow');
      assert.equal(made['language'], language);
      assert.deepEqual(made['deployment'], ['docker', 'compose', 'gitlab']);
      assert.deepEqual(made['plan'], ['funding', 'premortem']);
      assert.ok(existsSync(path.join(project, 'plan', 'funding.yaml')), 'what was chosen is there');
      assert.ok(!existsSync(path.join(project, '.github')), 'what was not chosen is not there');
      assert.deepEqual(readdirSync(parent), [folder], 'nothing is left beside the project');

      await workbench.page
        .locator('.notification-toast')
        .getByRole('button', { name: say('wizard', 'open'), exact: true })
        .click();
      await workbench.page.waitForURL((url) => url.searchParams.get('folder') === project);
      await workbench.ready();
      const checklist = await Checklist.show(workbench);
      await checklist.frame.getByRole('heading', { level: 1, name }).waitFor();
      await workbench.editorTab('README.md').waitFor();
      await workbench.picture(`created-${language}`);
    });

    it('by keyboard alone', async () => {
      const parent = temporaryFolder('ventures');
      const workbench = await editor.open(parent);
      const { keyboard } = workbench.page;
      const wizard = await Wizard.start(workbench, language);
      await keyboard.type(wizard.label('task', 'image-classification'));
      await workbench.row(wizard.label('task', 'image-classification')).waitFor();
      await keyboard.press('Enter');
      await wizard.asks('nameQuestion');
      await keyboard.type('Keys only');
      await keyboard.press('Enter');
      await wizard.asks('placeQuestion');
      await workbench.row(say('wizard', 'inWorkspace', { folder: path.basename(parent) })).waitFor();
      await keyboard.press('Enter');
      await wizard.asks('frameworkQuestion');
      await workbench.row(wizard.label('framework', 'pytorch')).waitFor();
      await keyboard.press('Enter');
      await wizard.asks('deploymentQuestion');
      await keyboard.type(wizard.label('deployment', 'ray'));
      await workbench.row(wizard.label('deployment', 'docker')).waitFor({ state: 'hidden' });
      await keyboard.press('ArrowDown');
      await keyboard.press('Space');
      await eventually('Ray is ticked', () => wizard.isChosen('ray'));
      await keyboard.press('Enter');
      await wizard.asks('planQuestion');
      await keyboard.press('Enter');
      await wizard.review();
      await keyboard.press('Enter');
      await wizard.ready('Keys only');
      const project = path.join(parent, 'keys-only');
      const made = readJson(path.join(project, '.ai-venture', 'project.json'));
      assert.equal(made['framework'], 'pytorch');
      assert.deepEqual(made['deployment'], ['docker', 'ray', 'github']);

      await workbench.command('Notifications: Accept Notification Primary Action');
      await workbench.page.waitForURL((url) => url.searchParams.get('folder') === project);
      await workbench.ready();
      // It takes the focus when it comes, and passes keys on once it is drawn, as the checklist does.
      await workbench.editorTab('README.md').waitFor();
      await workbench.page.locator('iframe.webview.ready').nth(1).waitFor();
      const frame = await workbench.focusChecklist(language);
      await frame.getByRole('heading', { level: 1, name: 'Keys only' }).waitFor();
    });
  });
}

describe('create, leaving and what is in the way', () => {
  const editor = useEditor('en');
  const say = wordsOf('en');

  it('writes nothing when it is left, and goes on where it was left', async () => {
    const parent = temporaryFolder('ventures');
    const workbench = await editor.open(parent);
    const wizard = await Wizard.start(workbench, 'en');
    await wizard.chooseTask();
    await wizard.enterName('Left Behind');
    await wizard.choosePlace(parent);
    await wizard.chooseFramework('tensorflow');
    await wizard.chooseDeployment('docker', 'github');
    await wizard.choosePlans();
    await wizard.review();
    await wizard.leave();
    assert.deepEqual(readdirSync(parent), []);

    const again = await Wizard.start(workbench, 'en');
    await workbench.row(say('wizard', 'continueDraft')).click();
    const rows = (await again.review()).join('\n');
    assert.ok(rows.includes('Left Behind') && rows.includes('TensorFlow'), rows);
    assert.ok(rows.includes('Deployment: none'), rows);
    await again.leave();
    assert.deepEqual(readdirSync(parent), []);
  });

  it('keeps every file that is in the way unless it is told to replace it', async () => {
    const parent = temporaryFolder('ventures');
    const project = path.join(parent, 'in-the-way');
    mkdirSync(project);
    writeFileSync(path.join(project, 'README.md'), 'mine\n');
    writeFileSync(path.join(project, 'notes.txt'), 'mine too\n');
    const workbench = await editor.open(parent);
    const wizard = await Wizard.start(workbench, 'en');
    await wizard.chooseTask();
    await wizard.enterName('In the way');
    await wizard.choosePlace(parent);
    await wizard.chooseFramework('pytorch');
    await wizard.chooseDeployment();
    await wizard.choosePlans();
    const rows = (await wizard.review()).join('\n');
    assert.ok(rows.includes(say('wizard', 'conflicts', { count: 1 })), rows);
    await wizard.create();
    await wizard.asks('conflictsQuestion');
    await workbench.page.keyboard.press('Enter');
    await wizard.ready('In the way');
    assert.equal(readFileSync(path.join(project, 'README.md'), 'utf8'), 'mine\n');
    assert.equal(readFileSync(path.join(project, 'notes.txt'), 'utf8'), 'mine too\n');
    assert.ok(existsSync(path.join(project, 'pyproject.toml')));
  });

  it('previews the files, all of them, before anything is written', async () => {
    const parent = temporaryFolder('ventures');
    const workbench = await editor.open(parent);
    const wizard = await Wizard.start(workbench, 'en');
    await wizard.chooseTask();
    await wizard.enterName('Look first');
    await wizard.choosePlace(parent);
    await wizard.chooseFramework('pytorch');
    await wizard.chooseDeployment();
    await wizard.choosePlans();
    await wizard.review();
    await workbench.row(say('wizard', 'preview')).click();
    await wizard.asks('previewQuestion');
    await workbench.input.fill('pyproject');
    await workbench.row('pyproject.toml').click();
    await workbench.editorTab('pyproject.toml').waitFor();
    await eventually('the content of the file', async () =>
      (await workbench.page.locator('.monaco-editor .view-lines').first().innerText()).includes('look'),
    );
    assert.deepEqual(readdirSync(parent), []);
  });

  it('is found in the palette under its category', async () => {
    const workbench = await editor.open(temporaryFolder('nothing-yet'));
    await workbench.page.keyboard.press('F1');
    await workbench.input.fill('>AI Venture');
    await workbench.row(`AI Venture: ${commandTitle('en', 'aiVenture.newProject')}`).waitFor();
  });
});
