/** What a person may have meant by a word that is not known. */

/** The one of `known` that is nearest to `word`, by up to a third of its signs; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.round([...word].length / 3));
  const [first] = known
    .map((one) => ({ one, far: distance(one.toLowerCase(), word.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far);
  return first?.one;
}

/** Signs to put in, take out, replace, or swap with the next one, to get from one word to the other. */
function distance(from: string, to: string): number {
  const [left, right] = [[...from], [...to]];
  const rows: number[][] = [right.map((_, index) => index)];
  rows[0]?.push(right.length);
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= left.length; row++) {
    const made = [row];
    rows.push(made);
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      made.push(
        Math.min(
          at(row - 1, column - 1) + (same ? 0 : 1),
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(left.length, right.length);
}
