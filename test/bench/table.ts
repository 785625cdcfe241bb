/** Figures, their budgets, and the table that shows both. */

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'KB' | 'MB' | '×' | '';
  /** At most this much; none where the figure only stands beside others. */
  readonly budget?: number;
  /** At least this much, where more is better. */
  readonly atLeast?: number;
  /** How it was measured, in a few words. */
  readonly how?: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) throw new Error('no values');
  return sorted.length % 2 === 0 && low !== undefined ? (low + high) / 2 : high;
};

const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** One line a figure; a budget that is not kept is marked, and nothing else follows from it. */
/** The bound of a figure, and whether it is kept; both empty where it has none. */
function judged(value: number, unit: string, budget?: number, atLeast?: number): readonly [string, string] {
  if (budget !== undefined) return [`≤ ${digits(budget)} ${unit}`, value <= budget ? 'kept' : 'OVER'];
  if (atLeast !== undefined) return [`≥ ${digits(atLeast)} ${unit}`, value >= atLeast ? 'kept' : 'UNDER'];
  return ['', ''];
}

export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, unit, budget, atLeast, how }) => [
    what,
    `${digits(value)} ${unit}`,
    ...judged(value, unit, budget, atLeast),
    how ?? '',
  ]);
  const all = [['what', 'measured', 'budget', '', 'how'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 1 || column === 2 ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
