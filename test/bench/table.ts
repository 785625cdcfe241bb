/** Figures, their budgets, and the table that shows both. */

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'KB' | 'MB' | '×' | '';
  /** At most this much; none where the figure only stands beside others. */
  readonly budget?: number;
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
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, unit, budget, how }) => [
    what,
    `${digits(value)} ${unit}`,
    budget === undefined ? '' : `≤ ${digits(budget)} ${unit}`,
    budget === undefined ? '' : value <= budget ? 'kept' : 'OVER',
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
