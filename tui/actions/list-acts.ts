import type { TicketRow } from '../../domain/views.ts';
import type { App } from '../app-context.ts';
import { prompt } from '../layers/prompt.ts';
import { currentTicket } from '../state.ts';
import { setFilter } from './command-line.ts';
import { stepBackInContacts } from './contact-acts.ts';
import { openLayer } from './layers.ts';
import { moveInList, showList } from './read-list.ts';
import { start, tell } from './tell.ts';

const MOST_MARKED = 500;

export function toggleMark(app: App): void {
  const ticket = currentTicket(app.store.get());
  if (!ticket) return;
  app.store.update((state) => {
    const marks = new Map(state.list.marks);
    if (!marks.delete(ticket.id)) marks.set(ticket.id, ticket);
    return { ...state, list: { ...state.list, marks } };
  });
  moveInList(app, 1);
}

/** Marks what the filter finds, also what is not loaded; or unmarks everything when something is marked. */
export function toggleAllMarks(app: App): void {
  const { list, tabId } = app.store.get();
  if (list.marks.size > 0) return unmark(app);
  start(app, async () => {
    const page = await app.data.listTickets({ tab: tabId, filter: list.filter, limit: MOST_MARKED });
    const marks = new Map(page.rows.map((row: TicketRow) => [row.id, row]));
    app.store.update((state) =>
      state.tabId === tabId && state.list.filter === list.filter ? { ...state, list: { ...state.list, marks } } : state,
    );
    tell(app, `${marks.size} marked${page.next ? '; there are more than can be marked at once' : ''}`, {
      kind: page.next ? 'warning' : 'good',
    });
  });
}

function unmark(app: App): void {
  app.store.update((state) => ({ ...state, list: { ...state.list, marks: new Map() } }));
}

const filters: string[] = [];

export function askFilter(app: App): void {
  openLayer(
    app,
    prompt({
      label: '/',
      title: 'Filter',
      text: app.store.get().list.filter,
      hint: 'words "a phrase" status: category: channel: source: tag: priority: assigned: contact: is: older: newer: number:  (- negates)',
      history: [...filters],
      onSubmit: (text) => {
        const wrong = setFilter(app, text);
        if (wrong === null && text) filters.push(text);
        return wrong;
      },
    }),
  );
}

/** Esc: marks, then filter, then the opened ticket, one step at a time. @returns whether there was a step */
export function stepBack(app: App): boolean {
  const { detail, contacts, list, settings, tabId } = app.store.get();
  if (detail) app.store.update((state) => ({ ...state, detail: null }));
  else if (contacts) stepBackInContacts(app);
  else if (tabId === 'settings' && settings.isInside)
    app.store.update((state) => ({ ...state, settings: { ...state.settings, isInside: false } }));
  else if (list.marks.size > 0) unmark(app);
  else if (list.filter) showList(app, { filter: '' });
  else return false;
  return true;
}
