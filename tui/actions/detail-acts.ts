import { safeLine } from '../../domain/safe-text.ts';
import type { App } from '../app-context.ts';
import { detailRows } from '../draw/frame.ts';
import { sectionLines } from '../draw/detail-body.ts';
import { indexOfSelected } from '../lists/move-selection.ts';
import { detailSections, type DetailState, type State } from '../state.ts';
import { command, targets } from './command-tickets.ts';
import { openTicket } from './read-detail.ts';
import { moveInList } from './read-list.ts';
import { start, tell } from './tell.ts';

export function changeDetail(app: App, change: (detail: DetailState, state: State) => DetailState): void {
  app.store.update((state) => (state.detail ? { ...state, detail: change(state.detail, state) } : state));
}

export function moveSection(app: App, by: number): void {
  changeDetail(app, (detail) => {
    const count = detailSections.length;
    const section = detailSections[(detailSections.indexOf(detail.section) + by + count) % count] ?? detail.section;
    return { ...detail, section, scroll: 0, cursor: 0 };
  });
}

/** Down and up: by rows among deliveries and inputs, by lines elsewhere. */
export function moveInDetail(app: App, by: number): void {
  changeDetail(app, (detail, state) => {
    const count = rowCount(detail);
    const cursor = Math.min(Math.max(0, count - 1), Math.max(0, detail.cursor + by));
    const lowest = Math.max(0, sectionLines(state).length - detailRows(state));
    const scroll = count > 0 ? scrollTo({ ...detail, cursor }, state) : detail.scroll + by;
    return { ...detail, cursor: count > 0 ? cursor : 0, scroll: Math.min(lowest, Math.max(0, scroll)) };
  });
}

function rowCount({ section, ticket }: DetailState): number {
  if (section === 'deliveries') return ticket?.deliveries.length ?? 0;
  return section === 'waiting' ? (ticket?.inputs.length ?? 0) : 0;
}

/** Keeps the chosen row about in the middle: rows take several lines. */
function scrollTo(detail: DetailState, state: State): number {
  const lines = sectionLines({ ...state, detail });
  const chosen = lines.findIndex(([first]) => first?.style === 'selected');
  return chosen - Math.floor(detailRows(state) / 3);
}

/** The ticket after or before this one, as the list has them. */
export function openNeighbour(app: App, by: number): void {
  if (app.store.get().contacts)
    return tell(app, 'J and K go through lists of tickets; Esc goes back to the contact', { kind: 'warning' });
  const before = app.store.get().list.selectedId;
  moveInList(app, by);
  const { list } = app.store.get();
  const row = list.rows[indexOfSelected(list)];
  if (row && row.id !== before) openTicket(app, row.id);
}

/** Tries the chosen delivery, or the chosen parked input, again. */
export function retry(app: App): void {
  const { detail } = app.store.get();
  if (!detail?.ticket) return;
  const delivery = detail.section === 'deliveries' ? detail.ticket.deliveries[detail.cursor] : undefined;
  const input = detail.section === 'waiting' ? detail.ticket.inputs[detail.cursor] : undefined;
  if (delivery)
    command(app, targets(app), {
      make: () => ({ name: 'retry-delivery', deliveryId: delivery.id }),
      done: 'The mail is tried again',
    });
  if (!input) return;
  start(app, async () => {
    await app.data.retryInput(input.id);
    tell(app, 'It is taken up again');
    app.readNow();
  });
}

/** Discards the chosen delivery, or takes the chosen waiting command back. */
export function discard(app: App): void {
  const { detail } = app.store.get();
  if (!detail?.ticket) return;
  const delivery = detail.section === 'deliveries' ? detail.ticket.deliveries[detail.cursor] : undefined;
  const input = detail.section === 'waiting' ? detail.ticket.inputs[detail.cursor] : undefined;
  if (delivery)
    command(app, targets(app), {
      make: () => ({ name: 'discard-delivery', deliveryId: delivery.id }),
      done: 'The mail is discarded',
    });
  if (!input) return;
  start(app, async () => {
    const isBack = await app.data.cancelCommand(input.id);
    tell(app, isBack ? 'The command was taken back' : 'Too late: the command has been taken up', {
      kind: isBack ? 'good' : 'warning',
    });
    app.readNow();
  });
}

/** Saves what customers attached, where the operator can open it. */
export function saveFiles(app: App): void {
  const { detail } = app.store.get();
  const ticket = detail?.ticket;
  if (!ticket) return;
  start(app, async () => {
    const paths = await app.data.saveFiles({ id: ticket.id, number: ticket.number });
    const [first] = paths;
    if (first === undefined) return tell(app, `#${ticket.number} has no files`, { kind: 'warning' });
    tell(
      app,
      paths.length === 1 ? `Saved as ${safeLine(first)}` : `${paths.length} files saved beside ${safeLine(first)}`,
    );
  });
}
