/** The JSON blocks that the host writes into a page. */

/** The text of a JSON block of the page, parsed; undefined where there is none. */
export function block(name: string): unknown {
  const text = document.getElementById(name)?.textContent;
  return text ? JSON.parse(text) : undefined;
}
