/**
 * The HTML that our own build makes, read as a tree and written as Markdown. It is well-formed and knows few elements,
 * so that this is no parser of HTML from anywhere else.
 */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}
export type Node = Element | string;

const childless = new Set(['br', 'hr']);

/** Reads `html`; throws where an element is not closed, which the build never makes. */
export function readMarkup(html: string): readonly Node[] {
  const root: { name: string; attributes: Record<string, string>; children: Node[] } = {
    name: '',
    attributes: {},
    children: [],
  };
  const open = [root];
  for (const [, end, name = '', rest = '', text] of html.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)([^>]*)>|([^<]+)/g,
  )) {
    const parent = open.at(-1) ?? root;
    if (text !== undefined) {
      parent.children.push(unescaped(text));
    } else if (end === '/') {
      if (open.length < 2 || parent.name !== name) {
        throw new Error(`</${name}> closes nothing`);
      }
      open.pop();
    } else {
      const made = { name, attributes: attributesOf(rest), children: [] };
      parent.children.push(made);
      if (!childless.has(name) && !rest.endsWith('/')) {
        open.push(made);
      }
    }
  }
  if (open.length > 1) {
    throw new Error(`<${open.at(-1)?.name}> is not closed`);
  }
  return root.children;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot);/g, (all, name: string) => entities[name] ?? all);
}

/** The words of `node`, markup left out. */
export function textOf(node: Node): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

const blockEnds = /<\/?(?:p|li|[ou]l|table|thead|tbody|t[rhd]|div|pre|blockquote|figure|h\d)\b[^>]*>/;

/** The words of `html`, a line for each paragraph, item, cell and line of code; of a diagram what it is called. */
export function linesOf(html: string): readonly string[] {
  return html
    .replace(/<svg[\s\S]*?<title[^>]*>([^<]*)<[\s\S]*?<\/svg>/g, '$1')
    .replace(/<pre>[\s\S]*?<\/pre>/g, (code) => code.replaceAll('\n', '</p><p>'))
    .split(blockEnds)
    .map((block) =>
      unescaped(block.replace(/<[^>]*>/g, ''))
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

/** Markdown of `nodes`; `link` says what becomes of a link with these words. */
export function toMarkdown(
  nodes: readonly Node[],
  link: (element: Element, words: string) => string,
): string {
  return new Writer(link).blocks(nodes).join('\n\n');
}

const inlineNames = new Set(['a', 'strong', 'em', 's', 'code', 'span', 'br']);

class Writer {
  private readonly link: (element: Element, words: string) => string;

  constructor(link: (element: Element, words: string) => string) {
    this.link = link;
  }

  blocks(nodes: readonly Node[]): readonly string[] {
    const found: string[] = [];
    let run: Node[] = [];
    const end = () => {
      const words = startEscaped(this.inline(run).trim());
      run = [];
      if (words !== '') {
        found.push(words);
      }
    };
    for (const node of nodes) {
      if (typeof node === 'string' || inlineNames.has(node.name)) {
        run.push(node);
      } else {
        end();
        found.push(...this.block(node));
      }
    }
    end();
    return found;
  }

  private block(element: Element): readonly string[] {
    const { name, children } = element;
    switch (name) {
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
        return [`${'#'.repeat(Number(name[1]))} ${this.inline(children).trim()}`];
      case 'ul':
      case 'ol':
        return [this.list(element)];
      case 'pre':
        return [fenced(element)];
      case 'table':
        return [this.table(element)];
      case 'blockquote':
        return [this.blocks(children).join('\n\n').replace(/^/gm, '> ').replace(/ +$/gm, '')];
      case 'figure':
        return [`> ${words(children)}`];
      case 'hr':
        return ['---'];
      case 'p': {
        const text = startEscaped(this.inline(children).trim());
        return text === '' ? [] : [text];
      }
      default:
        return this.blocks(children);
    }
  }

  private list({ name, attributes, children }: Element): string {
    let number = Number(attributes['start'] ?? 1);
    const loose = elements(children).some((item) => elements(item.children).some((one) => one.name === 'p'));
    const items = elements(children).map((item) => {
      const mark = name === 'ol' ? `${number++}. ` : '- ';
      const inner = this.blocks(item.children).join(loose ? '\n\n' : '\n');
      return mark + inner.replace(/\n(?=.)/g, `\n${' '.repeat(mark.length)}`);
    });
    return items.join(loose ? '\n\n' : '\n');
  }

  private table(element: Element): string {
    const rows = descendants(element, 'tr').map((row) =>
      elements(row.children).map((cell) => this.inline(cell.children).trim().replaceAll('|', '\\|')),
    );
    const [head = [], ...body] = rows;
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
  }

  private inline(nodes: readonly Node[]): string {
    return nodes
      .map((node) => (typeof node === 'string' ? escaped(node) : this.inlineElement(node)))
      .join('');
  }

  private inlineElement(element: Element): string {
    const inner = () => this.inline(element.children);
    switch (element.name) {
      case 'strong':
        return `**${inner()}**`;
      case 'em':
        return `*${inner()}*`;
      case 's':
        return `~~${inner()}~~`;
      case 'br':
        return '  \n';
      case 'code':
        return coded(textOf(element));
      case 'a':
        return this.link(element, inner());
      default:
        return inner();
    }
  }
}

function elements(nodes: readonly Node[]): readonly Element[] {
  return nodes.filter((node) => typeof node !== 'string');
}

function descendants(element: Element, name: string): readonly Element[] {
  return elements(element.children).flatMap((child) =>
    child.name === name ? [child] : descendants(child, name),
  );
}

/** What a diagram says: its title and its description. */
function words(children: readonly Node[]): string {
  const svg: Element = { name: 'figure', attributes: {}, children };
  const said = [...descendants(svg, 'title'), ...descendants(svg, 'desc')].map((one) => textOf(one).trim());
  return escaped(said.filter(Boolean).join(' – '));
}

function fenced(element: Element): string {
  const [code] = elements(element.children);
  const language = /language-([\w-]+)/.exec(code?.attributes['class'] ?? '')?.[1] ?? '';
  const text = textOf(element).replace(/\n$/, '');
  const fence = '`'.repeat(Math.max(3, ...longestRuns(text).map((length) => length + 1)));
  return `${fence}${language === 'text' ? '' : language}\n${text}\n${fence}`;
}

function coded(text: string): string {
  const runs = longestRuns(text);
  const fence = '`'.repeat(runs.length === 0 ? 1 : Math.max(...runs) + 1);
  return runs.length === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

const longestRuns = (text: string): readonly number[] => (text.match(/`+/g) ?? []).map((run) => run.length);

/** Signs that would be markup; a line break of the source is a space. */
const escaped = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_[\]<>]/g, '\\$&');

/** A paragraph that begins like a heading, a list or a quotation. */
const startEscaped = (text: string): string =>
  text.replace(/^(\d+)([.)])(?=\s)/, '$1\\$2').replace(/^([#+-])(?=\s|#)/, '\\$1');
