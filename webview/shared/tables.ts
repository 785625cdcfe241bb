/** Tables of the guide in narrow places, where a row stands as lines, each with the head of its column. */
import { say } from './words.ts';

/** Notes the head of its column on every cell under `root`, once. */
export function labelCells(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>('table:not([data-labelled])')) {
    const heads = [...table.querySelectorAll('thead th')].map((head) => head.textContent.trim());
    for (const cell of table.querySelectorAll<HTMLTableCellElement>('tbody td')) {
      const label = heads[cell.cellIndex];
      if (label) cell.dataset['label'] = say('table.label', { label });
    }
    table.dataset['labelled'] = '';
  }
}
