import type { ListState } from '../state.ts';

/** Moves the choice by so many rows and keeps it on the screen. */
export function moveSelection(list: ListState, by: number, height: number): ListState {
  if (list.rows.length === 0) return list;
  const from = Math.max(0, indexOfSelected(list));
  const to = Math.min(list.rows.length - 1, Math.max(0, from + by));
  return showSelected({ ...list, selectedId: list.rows[to]?.id ?? null }, height);
}

export function indexOfSelected(list: ListState): number {
  return list.rows.findIndex(({ id }) => id === list.selectedId);
}

/** Scrolls as little as is needed for the chosen row to be drawn. */
export function showSelected(list: ListState, height: number): ListState {
  const index = indexOfSelected(list);
  const lowest = Math.max(0, list.rows.length - height);
  let top = Math.min(list.top, lowest);
  if (index >= 0) top = Math.max(Math.min(top, index), index - Math.max(0, height - 1));
  return top === list.top ? list : { ...list, top };
}
