/** A diagram drawn as SVG → markup that may stand inside a page whose policy forbids inline style and script. */

/** Ids get the name of the diagram before them, so that two diagrams of a page never share one. */
export function inlineDiagram(
  source: string,
  name: string,
  words: string,
): { readonly svg: string; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const start = source.indexOf('<svg');
  if (start < 0) {
    return { svg: '', faults: ['it holds no <svg>'] };
  }
  const body = source
    .slice(start)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/>\s*\n\s*</g, '><')
    .trim();
  for (const [what, pattern] of forbidden) {
    if (pattern.test(body)) {
      faults.push(`it holds ${what}`);
    }
  }
  if (!/<svg[^>]*\srole="img"/.test(body)) {
    faults.push('its <svg> lacks role="img"');
  }
  if (!/<title[ >]/.test(body) && words === '') {
    faults.push('it has neither a title nor words in place of it');
  }
  const svg = body
    .replace(/\sid="([^"]+)"/g, (_, id: string) => ` id="${name}-${id}"`)
    .replace(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${name}-${id})`)
    .replace(/href="#([^"]+)"/g, (_, id: string) => `href="#${name}-${id}"`)
    .replace(/\saria-(labelledby|describedby)="([^"]+)"/g, (_, kind: string, ids: string) => {
      const named = ids.split(/\s+/).map((id) => `${name}-${id}`);
      return ` aria-${kind}="${named.join(' ')}"`;
    });
  return { svg, faults };
}

const forbidden: readonly (readonly [string, RegExp])[] = [
  ['a script', /<script/i],
  ['a style', /<style|\sstyle="/i],
  ['a handler', /\son[a-z]+="/i],
  ['foreign markup', /<foreignObject/i],
  ['a reference to another file', /href="(?!#)/i],
];
