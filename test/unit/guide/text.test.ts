import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definition, stepsOf } from '../../../src/checklist/definition.ts';
import { partTitles } from '../../../src/guide/model.ts';
import { chapterIds, pointIds, sectionIds, stepChapters } from './ids.ts';
import {
  codeOf,
  linksOf,
  numbersOf,
  type Part,
  type Point,
  pageText,
  proseOf,
  readSection,
  root,
  type Section,
  tablesOf,
} from './pages.ts';
import { keyFault } from './report-keys.ts';
import { lacking, projectsIn } from './template.ts';

/** Titles of chapter 5, in English and in Chinese. */
const titles: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  '5.1': ['Set up and plan', '立项与规划'],
  '5.1.1': ['Set goals and expected results', '明确目标与预期成果'],
  '5.1.2': ['Draw up the timeline', '排定时间表与里程碑'],
  '5.1.3': ['Allocate people, equipment and money', '分配人力、设备与资金'],
  '5.2': ['Collect and prepare data', '数据收集与预处理'],
  '5.2.1': ['Fix the data sources', '确定数据来源'],
  '5.2.2': ['Clean the data', '清洗数据'],
  '5.2.3': ['Normalize the data', '归一化数据'],
  '5.2.4': ['Augment the data', '增强数据'],
  '5.3': ['Design and build the model', '模型设计与开发'],
  '5.3.1': ['Choose the architecture', '选定模型架构'],
  '5.3.2': ['Tune hyperparameters', '调优超参数'],
  '5.3.3': ['Train the model', '训练模型'],
  '5.3.4': ['Validate the model', '验证模型'],
  '5.3.5': ['Deploy the model', '部署模型'],
  '5.4': ['Optimize and evaluate', '优化与评估'],
  '5.4.1': ['Optimize the model', '优化模型'],
  '5.4.2': ['Evaluate on the test set', '在测试集上评估'],
  '5.4.3': ['Explain the model', '解释模型'],
  '5.4.4': ['Improve from feedback', '根据反馈持续改进'],
  '5.5': ['Manage the project', '项目管理'],
  '5.5.1': ['Make the project plan', '编制项目计划'],
  '5.5.2': ['Manage risks', '管理风险'],
  '5.5.3': ['Communicate and coordinate', '沟通与协调'],
  '5.5.4': ['Control quality', '控制质量'],
};
const languages = ['en', 'zh-cn'] as const;
const pages = [...chapterIds, ...sectionIds];
const ids = new Set([...pages, ...sectionIds.flatMap(pointIds)]);

const read = new Map(
  languages.map((language) => [language, sectionIds.map((id) => readSection(language, id))] as const),
);
const sectionsOf = (language: (typeof languages)[number]): readonly Section[] => read.get(language) ?? [];
const pointsOf = (language: (typeof languages)[number]): readonly Point[] =>
  sectionsOf(language).flatMap(({ points }) => points);
const bullets = (text: string): number => text.match(/^- /gm)?.length ?? 0;
const chapterOf = (id: string): string => id.split('.', 1)[0] ?? '';
const isStep = ({ id }: { readonly id: string }): boolean => stepChapters.includes(chapterOf(id));

describe('guide', () => {
  for (const [index, language] of languages.entries()) {
    describe(language, () => {
      const { todo, yours, wrong, done, try: attempt, sources } = partTitles[language];
      const partOf = (parts: readonly Part[], title: string): string =>
        parts.find(([heading]) => heading === title)?.[1] ?? '';

      it('has every section and every point, in order, and an opening for each chapter', () => {
        for (const { id, points } of sectionsOf(language)) {
          assert.deepEqual(
            points.map((point) => point.id),
            pointIds(id),
          );
        }
        for (const chapter of chapterIds) {
          assert.match(pageText(language, chapter), new RegExp(`^# ${chapter} \\S`));
        }
        const files = readdirSync(join(root, 'guide', language)).filter((name) => name.endsWith('.md'));
        assert.deepEqual(files.sort(), pages.map((page) => `${page}.md`).sort(), 'and nothing else');
      });

      it('calls the steps of chapter 5 what the specification calls them', () => {
        const found = sectionsOf(language)
          .filter(({ id }) => chapterOf(id) === '5')
          .flatMap((section) => [section, ...section.points].map(({ id, title }) => [id, title]));
        assert.deepEqual(
          found,
          Object.entries(titles).map(([id, both]) => [id, both[index]]),
        );
      });

      it('opens every section and point with one sentence that says what to do', () => {
        const most = language === 'en' ? 25 : 45;
        for (const section of sectionsOf(language)) {
          const openings = [...section.points.map(({ id, opening }) => [id, opening] as const)];
          if (chapterOf(section.id) !== '5') {
            openings.push([section.id, section.lead]);
          }
          for (const [id, text] of openings) {
            const [opening = ''] = text.split('\n');
            const length = language === 'en' ? opening.split(' ').length : opening.replace(/\s/g, '').length;
            assert.ok(opening !== '' && length <= most, `${id}: the opening has a length of ${length}`);
          }
        }
      });

      it('gives each section, or each point of chapter 5, the fixed parts', () => {
        const wanted = [todo, yours, wrong, done, attempt, sources];
        for (const section of sectionsOf(language)) {
          for (const { id, parts } of chapterOf(section.id) === '5' ? section.points : [section]) {
            const given = parts.map(([heading]) => heading);
            assert.deepEqual(given, wanted.slice(0, Math.max(given.length, wanted.length - 1)), id);
            const failures = bullets(partOf(parts, wrong));
            assert.ok(failures >= 3 && failures <= 5, `${id}: failures`);
            const signs = bullets(partOf(parts, done));
            assert.ok(signs >= 2 && signs <= 4, `${id}: done when`);
            const one = partOf(parts, attempt);
            assert.ok(one !== '' && !one.includes('\n'), `${id}: try it in one line`);
            assert.match(one, /`/, `${id}: what to try names a file, a key or a command`);
          }
        }
      });

      it('says of every step what to do and when it is done, and of no other point', () => {
        for (const point of pointsOf(language).filter(({ id }) => chapterOf(id) !== '5')) {
          const given = point.parts.map(([heading]) => heading);
          assert.deepEqual(given, isStep(point) ? [todo, done] : [], point.id);
          if (isStep(point)) {
            const signs = bullets(partOf(point.parts, done));
            assert.ok(signs >= 2 && signs <= 4, `${point.id}: done when`);
          }
        }
      });

      it('has a step for every point of the chapters that are worked through', () => {
        assert.deepEqual(
          stepsOf(definition)
            .map(({ id }) => id)
            .sort(),
          pointsOf(language)
            .filter(isStep)
            .map(({ id }) => id)
            .sort(),
        );
      });

      it('links to what implements the step, to its report, and shows its commands', () => {
        for (const { id, files, commands, evidence } of stepsOf(definition)) {
          const point = pointsOf(language).find((each) => each.id === id);
          assert.ok(point, `${id} has no text`);
          const links = linksOf(point.text).map((link) => link.replace(/^file:/, ''));
          for (const file of [...files, evidence.file]) {
            const linked = links.some(
              (link) => link === file || (file.endsWith('/') && link.startsWith(file)),
            );
            assert.ok(linked, `${id} does not lead to ${file}`);
          }
          const shown = codeOf(point.text)
            .filter((code) => code.language === 'sh')
            .map(({ text }) => text);
          assert.deepEqual(
            shown,
            commands.map((command) => `python -m {package} ${command}`),
            id,
          );
        }
      });

      it('links to nothing that a generated project, the guide or its diagrams do not have', async () => {
        const projects = await projectsIn(language);
        for (const page of pages) {
          for (const link of linksOf(pageText(language, page))) {
            const [, kind = '', target = ''] = /^(file|step|guide|diagrams)[:/](.+)$/.exec(link) ?? [];
            if (kind === 'file') {
              assert.deepEqual(lacking(projects, target), [], `${page}: ${target}`);
            } else if (kind === 'diagrams') {
              assert.ok(existsSync(join(root, 'guide', language, link)), `${page}: ${link}`);
            } else {
              assert.ok(kind !== '' && ids.has(target), `${page}: ${link} leads nowhere`);
            }
          }
        }
      });

      it('shows reports in the shape in which they are written', () => {
        for (const { id, text } of pointsOf(language).filter((point) => chapterOf(point.id) === '5')) {
          for (const { language: kind, text: body } of codeOf(text)) {
            if (kind === 'json') {
              const file = stepsOf(definition).find((step) => step.id === id)?.evidence.file ?? '';
              assert.equal(keyFault(file, JSON.parse(body)), undefined, id);
            }
          }
        }
      });
    });
  }

  it('says the same in both languages: links, tables, lists, code, numbers', () => {
    for (const page of pages) {
      const [en, zh] = languages.map((language) => pageText(language, page));
      assert.ok(en !== undefined && zh !== undefined);
      assert.deepEqual(linksOf(zh).sort(), linksOf(en).sort(), page);
      assert.deepEqual(tablesOf(zh), tablesOf(en), page);
      assert.deepEqual(codeOf(zh), codeOf(en), page);
    }
    const chinese = pointsOf('zh-cn');
    for (const [index, { id, text, parts }] of pointsOf('en').entries()) {
      const other = chinese[index];
      assert.ok(other);
      assert.deepEqual(numbersOf(other.text), numbersOf(text), id);
      assert.deepEqual(linksOf(other.text).sort(), linksOf(text).sort(), id);
      assert.deepEqual(
        other.parts.map(([, each]) => bullets(each)),
        parts.map(([, each]) => bullets(each)),
        id,
      );
    }
  });

  it('draws the same diagrams in both languages, from classes of the style sheet alone', () => {
    const folder = (language: string): string => join(root, 'guide', language, 'diagrams');
    const names = readdirSync(folder('en')).sort();
    assert.deepEqual(readdirSync(folder('zh-cn')).sort(), names);
    const used = pages.flatMap((page) => linksOf(pageText('en', page)));
    for (const name of names) {
      assert.ok(used.includes(`diagrams/${name}`), `${name} is shown nowhere`);
      const [en = '', zh = ''] = languages.map((language) =>
        readFileSync(join(folder(language), name), 'utf8'),
      );
      const words = />[^<>\s][^<>]*</g;
      assert.equal(zh.replace(words, '><'), en.replace(words, '><'), name);
      assert.match(en, /<svg [^>]*role="img"/);
      assert.match(en, /<title id="title">.+<\/title>\s*<desc id="desc">.+<\/desc>/);
      assert.doesNotMatch(en, /\s(style|fill|stroke|color|font[\w-]*|on\w+)="|<style|<script|<image/);
      for (const [, classes = ''] of en.matchAll(/class="([^"]*)"/g)) {
        assert.match(classes, /^d-(box|text|sub|line|head|note)( (dash|hot|blue))?$/);
      }
      for (const text of en.match(/<text [^>]*>/g) ?? []) {
        assert.match(text, /class="d-(text|sub|note)"/, `${name}: text without a class has no size`);
      }
    }
  });

  it('is written in plain English', () => {
    for (const page of pages) {
      const prose = proseOf(pageText('en', page));
      assert.doesNotMatch(prose, /\bplease\b|\bsuccessfully\b|\bcurrently\b|\bsimply\b|!/i, page);
      assert.doesNotMatch(prose, /[\p{Script=Han}，。：；？]/u, page);
      assert.doesNotMatch(prose, /\d %/, `${page}: no space before %`);
    }
  });

  it('is written in plain Chinese', () => {
    for (const page of pages) {
      const prose = proseOf(pageText('zh-cn', page));
      const never = (pattern: RegExp, why: string): void => {
        const found = pattern.exec(prose);
        assert.equal(
          found,
          null,
          `${page}: ${why}: …${found?.input.slice(found.index - 10, found.index + 15)}…`,
        );
      };
      never(/您|(?<![申聘邀])请(?![求])/u, '你, and no 请');
      never(/\p{Script=Han}\s?[,.;:!?]|[,;:!?]\s?\p{Script=Han}/u, 'full-width punctuation');
      never(/\p{Script=Han}[A-Za-z0-9¤]|[A-Za-z0-9¤%]\p{Script=Han}/u, 'a space between Chinese and Latin');
      never(/ [，。、；：？）》”]|[，。、；：？（《“] (?!\|)/u, 'no space beside full-width punctuation');
      never(
        /！|对于.{1,20}来说|令牌|泄露(?!，要)|恢复训练|时延|分布式训练数据/u,
        'a word that we do not use',
      );
      never(/^#+ .*[。；，]$/mu, 'no full stop in a heading');
    }
  });

  it('copies no sentence of the text that the guide grew from', () => {
    const source = join(root, '../shared/guide-source.zh.md');
    if (!existsSync(source)) {
      return;
    }
    const squeeze = (text: string): string => text.replace(/\s/g, '');
    const theirs = squeeze(readFileSync(source, 'utf8'));
    for (const page of pages) {
      const ours = squeeze(pageText('zh-cn', page));
      for (let at = 0; at + 18 <= ours.length; at++) {
        const run = ours.slice(at, at + 18);
        assert.ok(!theirs.includes(run), `${page}: ${run}`);
      }
    }
  });
});
