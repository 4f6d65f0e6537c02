import type { PageKey, TicketRow } from '../../domain/views.ts';
import type { ListState } from '../state.ts';
import { indexOfSelected, showSelected } from './move-selection.ts';

/** So many rows are kept loaded at most; what scrolls further away is read again when it comes back. */
export const MOST_ROWS = 180;
export const PAGE_ROWS = 60;

/**
 * Rows that were read again take the place of the loaded ones. The choice stays with its ticket whatever arrived, and
 * unless the top of the list is in sight, the chosen row stays where it is on the screen.
 */
export function refreshRows(list: ListState, read: { rows: TicketRow[]; isAtEnd: boolean }, height: number): ListState {
  const rows = sameRows(list.rows, read.rows);
  const before = indexOfSelected(list);
  const refreshed = {
    ...list,
    rows,
    isAtEnd: read.isAtEnd,
    isLoaded: true,
    error: null,
    marks: freshMarks(list, rows),
  };
  if (list.selectedId === null) return showSelected({ ...refreshed, selectedId: rows[0]?.id ?? null }, height);
  const after = rows.findIndex(({ id }) => id === list.selectedId);
  if (after < 0) {
    // The ticket left the list: the choice goes to the row that took its place.
    const next = rows[Math.min(Math.max(0, before), rows.length - 1)];
    return showSelected({ ...refreshed, selectedId: next?.id ?? null }, height);
  }
  const seesTop = list.top === 0 && list.anchor === null;
  const top = seesTop ? 0 : Math.max(0, list.top + after - before);
  return showSelected({ ...refreshed, top }, height);
}

/** The page after the loaded rows. */
export function appendRows(list: ListState, read: { rows: TicketRow[]; isAtEnd: boolean }): ListState {
  const known = new Set(list.rows.map(({ id }) => id));
  const all = [...list.rows, ...read.rows.filter(({ id }) => !known.has(id))];
  const dropped = Math.min(Math.max(0, all.length - MOST_ROWS), list.top);
  const lastDropped = all[dropped - 1];
  return {
    ...list,
    rows: all.slice(dropped),
    top: list.top - dropped,
    anchor: lastDropped ? { activityAt: lastDropped.activityAt, id: lastDropped.id } : list.anchor,
    isAtEnd: read.isAtEnd,
  };
}

/** The page before the loaded rows. */
export function prependRows(list: ListState, read: { rows: TicketRow[]; anchor: PageKey | null }): ListState {
  const known = new Set(list.rows.map(({ id }) => id));
  const added = read.rows.filter(({ id }) => !known.has(id));
  const all = [...added, ...list.rows];
  return {
    ...list,
    rows: all.slice(0, MOST_ROWS),
    top: list.top + added.length,
    anchor: read.anchor,
    isAtEnd: list.isAtEnd && all.length <= MOST_ROWS,
  };
}

/** Rows that did not change stay the same objects, so that their drawn lines can be kept. */
function sameRows(old: readonly TicketRow[], read: readonly TicketRow[]): TicketRow[] {
  const byId = new Map(old.map((row) => [row.id, row]));
  return read.map((row) => {
    const known = byId.get(row.id);
    return known && JSON.stringify(known) === JSON.stringify(row) ? known : row;
  });
}

function freshMarks(list: ListState, rows: readonly TicketRow[]): ListState['marks'] {
  if (list.marks.size === 0) return list.marks;
  const marks = new Map(list.marks);
  for (const row of rows) if (marks.has(row.id)) marks.set(row.id, row);
  return marks;
}
