import { sampleDesk } from '../testing/sample-desk.ts';
import { emptyList } from '../state.ts';
import { moveSelection } from './move-selection.ts';
import { appendRows, MOST_ROWS, prependRows, refreshRows } from './take-page.ts';

const HEIGHT = 10;
const tickets = sampleDesk({ tickets: 400 }).tickets;
const page = (from: number, to: number) => ({ rows: tickets.slice(from, to), isAtEnd: to >= tickets.length });
const loaded = refreshRows(emptyList(), page(10, 70), HEIGHT);

test('the first ticket is chosen when a list opens', () => {
  expect(loaded.selectedId).toBe(tickets[10]?.id);
});

test('a ticket that arrives is shown and does not move the choice', () => {
  const chosen = moveSelection(loaded, 3, HEIGHT);
  const after = refreshRows(chosen, page(9, 70), HEIGHT);
  expect(after.rows[0]?.id).toBe(tickets[9]?.id);
  expect(after.top).toBe(0);
  expect(after.selectedId).toBe(chosen.selectedId);
});

test('further down, the chosen row stays where it is on the screen', () => {
  const chosen = moveSelection(loaded, 25, HEIGHT);
  const before = chosen.rows.findIndex(({ id }) => id === chosen.selectedId) - chosen.top;
  const after = refreshRows(chosen, page(4, 70), HEIGHT);
  expect(after.rows.findIndex(({ id }) => id === chosen.selectedId) - after.top).toBe(before);
});

test('when the chosen ticket leaves the list, the row that takes its place is chosen', () => {
  const chosen = moveSelection(loaded, 2, HEIGHT);
  const rows = page(10, 70).rows.filter(({ id }) => id !== chosen.selectedId);
  expect(refreshRows(chosen, { rows, isAtEnd: false }, HEIGHT).selectedId).toBe(tickets[13]?.id);
});

test('rows that did not change stay the same objects', () => {
  const after = refreshRows(loaded, { rows: structuredClone(page(10, 70).rows), isAtEnd: false }, HEIGHT);
  expect(after.rows[5]).toBe(loaded.rows[5]);
});

test('however far one scrolls, only so many rows are kept, and the way back is known', () => {
  let list = loaded;
  for (let from = 70; from < 400; from += 60) {
    list = moveSelection(list, 1000, HEIGHT);
    list = appendRows(list, page(from, Math.min(400, from + 60)));
  }
  expect(list.rows.length).toBeLessThanOrEqual(MOST_ROWS + HEIGHT);
  expect(list.isAtEnd).toBe(true);
  const anchorIndex = tickets.findIndex(({ id }) => id === list.anchor?.id);
  expect(tickets[anchorIndex + 1]?.id).toBe(list.rows[0]?.id);
  const back = prependRows(list, { rows: tickets.slice(anchorIndex - 9, anchorIndex + 1), anchor: null });
  expect(back.rows[0]?.id).toBe(tickets[anchorIndex - 9]?.id);
  expect(back.selectedId).toBe(list.selectedId);
});
