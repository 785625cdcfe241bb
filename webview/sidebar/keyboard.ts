/** What a key does in the checklist, as a function of what is shown. Tab, Enter and Space are the browser's own. */

export interface Row {
  kind: 'chapter' | 'section' | 'step';
  id: string;
  /** Section that a step belongs to; its own id for a section or a chapter. */
  section: string;
  /** Chapter that it belongs to; '' where no chapter has a heading. */
  chapter: string;
  open: boolean;
}

export interface Press {
  key: string;
  /** Ctrl, or Cmd on a Mac. */
  primary: boolean;
  /** Shift, Alt or the other of Ctrl and Cmd. */
  modified: boolean;
}

export interface Place {
  /** In a text field, a date or a select. */
  field: 'changed' | 'unchanged' | null;
  /** The row that has focus, or that holds what has it; null elsewhere. */
  row: Row | null;
  /** Focus is in the opened part of the row rather than on the row itself. */
  inside: boolean;
}

export type Act =
  | { do: 'focus' | 'open' | 'close' | 'tick' | 'guide'; row: Row }
  | { do: 'next' | 'undo' | 'revert' };

function leave({ field, row }: Place): Act | null {
  if (field === 'changed') return { do: 'revert' };
  return row?.kind === 'step' && row.open ? { do: 'close', row } : null;
}

function single(key: string, row: Row): Act | null {
  if (key === 'n') return { do: 'next' };
  if (key === 'g') return { do: 'guide', row };
  return key === 'x' && row.kind === 'step' ? { do: 'tick', row } : null;
}

/** The heading that a row lies under. */
function parentOf({ kind, section, chapter }: Row, rows: readonly Row[]): Row | undefined {
  if (kind === 'step') return rows.find((one) => one.kind === 'section' && one.id === section);
  return kind === 'section' ? rows.find((one) => one.kind === 'chapter' && one.id === chapter) : undefined;
}

function move(key: string, row: Row, rows: readonly Row[]): Act | null {
  const at = rows.findIndex((one) => one.kind === row.kind && one.id === row.id);
  const to = (index: number): Act | null => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, index))];
    return target ? { do: 'focus', row: target } : null;
  };
  switch (key) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return to(at - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight':
      return row.open ? to(at + 1) : { do: 'open', row };
    case 'ArrowLeft': {
      if (row.open) return { do: 'close', row };
      const parent = parentOf(row, rows);
      return parent ? { do: 'focus', row: parent } : null;
    }
    default:
      return null;
  }
}

/** The act for a key, or null where the key is not ours. `rows` are those on screen, from top to bottom. */
export function act(press: Press, place: Place, rows: readonly Row[], singleKeys: boolean): Act | null {
  if (press.modified) return null;
  if (press.primary) return press.key.toLowerCase() === 'z' && place.field === null ? { do: 'undo' } : null;
  if (press.key === 'Escape') return leave(place);
  if (place.field !== null || place.inside || place.row === null) return null;
  return (singleKeys ? single(press.key, place.row) : null) ?? move(press.key, place.row, rows);
}
