// What the set-up tells the person who waits for it.
const color = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = (text) => paint('1', text);
export const green = (text) => paint('32', text);
export const red = (text) => paint('31', text);
export const dim = (text) => paint('2', text);

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * Says what begins, does it, and says how long it took. Work that goes on is heard of every ten seconds.
 * @template T
 * @param {string} title such as "Installing the packages"
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = Date.now();
  console.log(`${dim('•')} ${title}…`);
  const still = setInterval(() => console.log(dim(`  ${title}: ${seconds(Date.now() - start)}`)), 10_000);
  try {
    const result = await work();
    console.log(`${green('✓')} ${title} ${dim(`(${seconds(Date.now() - start)})`)}`);
    return result;
  } catch (error) {
    console.log(`${red('✗')} ${title} ${dim(`(${seconds(Date.now() - start)})`)}`);
    throw error;
  } finally {
    clearInterval(still);
  }
}

/** Prints an error that a person can act on; the stack only with AI_VENTURE_DEBUG. */
export function complain(error) {
  console.error(`\n${red('Error:')} ${process.env.AI_VENTURE_DEBUG ? error.stack : error.message}`);
}
