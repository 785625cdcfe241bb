/**
 * Markdown of the guide → the compiled guide. Runs when the extension is built; markdown-it is not in what we ship.
 * HTML in the Markdown is text, diagrams are inlined, and what would not work in a page is reported with its line.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import { type Definition, stepsOf } from '../checklist/definition.ts';
import type { Language } from '../l10n.ts';
import { inlineDiagram } from './diagram.ts';
import { linksIn } from './links.ts';
import { type Guide, type GuidePart, type GuideSection, partKinds, partTitles } from './model.ts';

export interface CompiledGuide {
  readonly guide: Guide;
  /** Each with file and line; the build fails where there is one. */
  readonly problems: readonly string[];
}

interface Heading {
  readonly level: number;
  readonly title: string;
  readonly line: number;
  readonly tokens: readonly Token[];
}

/** Compiles `<folder>/<language>/*.md`. The links and commands of the guide are held against `definition`. */
export function compileGuide(folder: string, language: Language, definition: Definition): CompiledGuide {
  const problems: string[] = [];
  const guide: Guide = { language, chapters: [], sections: [], links: [] };
  const names = readdirSync(join(folder, language)).filter((name) => /^[1-9A](\.\d+)*\.md$/.test(name));
  for (const name of names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
    const text = readFileSync(join(folder, language, name), 'utf8');
    new Page(join(folder, language), language, name, definition, problems).read(text, guide);
  }
  guide.links.push(...linksIn(guide));
  checkLinks(guide, problems);
  return { guide, problems };
}

class Page {
  private readonly folder: string;
  private readonly language: Language;
  private readonly file: string;
  private readonly definition: Definition;
  private readonly problems: string[];
  private readonly markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  private point = '';

  constructor(folder: string, language: Language, name: string, definition: Definition, problems: string[]) {
    this.folder = folder;
    this.language = language;
    this.file = `${language}/${name}`;
    this.definition = definition;
    this.problems = problems;
    this.teach();
  }

  /** Adds what the file holds to `guide`. */
  read(text: string, { chapters, sections }: Guide): void {
    let section: GuideSection | undefined;
    for (const heading of headingsOf(this.markdown.parse(text, {}))) {
      const [, id = '', title = ''] = /^([1-9A](?:\.\d+)*) (.+)$/.exec(heading.title) ?? [];
      const depth = id === '' ? 0 : id.split('.').length;
      // A part at the level of points belongs to the section again.
      this.point = id === '' && heading.level > 3 ? this.point : id;
      const html = this.render(heading.tokens);
      if (heading.level === 1 && depth === 1) {
        chapters.push({ id, title, lead: html });
      } else if (heading.level === 2 && depth === 2) {
        section = { id, title, lead: html, parts: [], points: [] };
        sections.push(section);
      } else if (section && heading.level === depth && id.startsWith(`${section.id}.`)) {
        section.points.push({ id, title, opening: html, parts: [] });
      } else if (!section || !this.addPart(section, heading, html)) {
        if (heading.level > 0 || html !== '') {
          this.report(heading.line, `“${heading.title}” has no place here`);
        }
      }
    }
    this.checkSteps(section);
  }

  /** Adds what stands under a heading to the section or to its last point; false where it has no place there. */
  private addPart(section: GuideSection, { level, title }: Heading, html: string): boolean {
    const kind = partKinds.find((one) => partTitles[this.language][one] === title);
    const owner = level === 3 ? section : level === 4 ? section.points.at(-1) : undefined;
    const before = owner?.parts.at(-1)?.kind;
    if (!kind || !owner || (before && partKinds.indexOf(before) >= partKinds.indexOf(kind))) {
      return false;
    }
    owner.parts.push({ kind, title, html } satisfies GuidePart);
    return true;
  }

  /** A step is shown in the sidebar too, which needs to say what to do and when it is done. */
  private checkSteps(section: GuideSection | undefined): void {
    const steps = new Set(stepsOf(this.definition).map(({ id }) => id));
    for (const { id, parts } of section?.points ?? []) {
      const kinds = parts.map(({ kind }) => kind);
      if (steps.has(id) && !(kinds.includes('todo') && kinds.includes('done'))) {
        this.report(
          0,
          `${id} is a step and lacks “${partTitles[this.language].todo}” or “${partTitles[this.language].done}”`,
        );
      }
    }
  }

  private render(tokens: readonly Token[]): string {
    const html = this.markdown.renderer.render([...tokens], this.markdown.options, {});
    // A diagram stands for itself, not in a paragraph.
    return html.replace(/<p>(<figure>[\s\S]*?<\/figure>)<\/p>/g, '$1').trim();
  }

  private report(line: number, what: string): void {
    this.problems.push(`guide/${this.file}:${line}: ${what}`);
  }

  /** Our links, commands, tables and diagrams. */
  private teach(): void {
    const { markdown } = this;
    const { escapeHtml } = markdown.utils;
    const { rules } = markdown.renderer;
    markdown.validateLink = (url) => /^(?:https:|file:|step:|guide:|diagrams\/)/.test(url);
    const normalize = markdown.normalizeLink.bind(markdown);
    markdown.normalizeLink = (url) => (/^(?:file|step|guide):/.test(url) ? url : normalize(url));
    rules['link_open'] = (tokens, index) => {
      const href = String(tokens[index]?.attrGet('href') ?? '');
      const [, kind, target = ''] = /^(file|step|guide):(.*)$/.exec(href) ?? [];
      return kind === undefined
        ? `<a href="${escapeHtml(href)}">`
        : `<a href="#" data-${kind}="${escapeHtml(target)}">`;
    };
    rules['fence'] = (tokens, index) => this.fence(tokens[index]);
    rules['image'] = (tokens, index) => this.diagram(tokens[index]);
    rules['table_open'] = () => '<div class="table"><table>';
    rules['table_close'] = () => '</table></div>';
  }

  private fence(token: Token | undefined): string {
    const { escapeHtml } = this.markdown.utils;
    const text = (token?.content ?? '').trimEnd();
    const name = /^[\w-]*/.exec(token?.info ?? '')?.[0] ?? '';
    const wanted = /^python -m \{package\} ([a-z ]+)$/.exec(text)?.[1] ?? '';
    const step = stepsOf(this.definition).find(({ id }) => id === this.point);
    const index = name === 'sh' ? (step?.commands.indexOf(wanted) ?? -1) : -1;
    if (index >= 0) {
      return `<div class="cmd" data-id="${this.point}" data-index="${index}"><code lang="en">${escapeHtml(text)}</code></div>\n`;
    }
    return `<pre><code class="language-${name || 'text'}" lang="en">${escapeHtml(text)}</code></pre>\n`;
  }

  private diagram(token: Token | undefined): string {
    const source = String(token?.attrGet('src') ?? '');
    const path = join(this.folder, source);
    if (!/^diagrams\/[a-z0-9-]+\.svg$/.test(source) || !existsSync(path)) {
      this.report(0, `there is no diagram ${source}`);
      return '';
    }
    const name = source.slice('diagrams/'.length, -'.svg'.length);
    const { svg, faults } = inlineDiagram(readFileSync(path, 'utf8'), name, token?.content ?? '');
    for (const fault of faults) {
      this.report(0, `${source}: ${fault}`);
    }
    return `<figure>${svg}</figure>`;
  }
}

/** Top-level headings, each with the tokens up to the next one; what stands before the first has level 0. */
function headingsOf(tokens: readonly Token[]): readonly Heading[] {
  const found: Heading[] = [];
  let current: Token[] = [];
  let open = { level: 0, title: '', line: 1 };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.type === 'heading_open' && token.level === 0) {
      found.push({ ...open, tokens: current });
      current = [];
      const title = tokens[index + 1]?.content ?? '';
      open = { level: Number(token.tag.slice(1)), title, line: (token.map?.[0] ?? 0) + 1 };
      index += 2;
    } else if (token !== undefined) {
      current.push(token);
    }
  }
  found.push({ ...open, tokens: current });
  return found;
}

function checkLinks({ language, chapters, sections, links }: Guide, problems: string[]): void {
  const points = sections.flatMap((section) => section.points);
  const ids = new Set([...chapters, ...sections, ...points].map(({ id }) => id));
  for (const { from, kind, to } of links) {
    if (kind === 'heading' && !ids.has(to)) {
      problems.push(`guide/${language}: under ${from} a link leads to ${to}, which isn’t there`);
    }
  }
}
