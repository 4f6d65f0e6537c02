import type { App } from '../app-context.ts';
import { errorText } from './tell.ts';

/** Opens a ticket over the list. */
export function openTicket(app: App, ticketId: string): void {
  app.store.update((state) => ({
    ...state,
    detail: { ticketId, ticket: null, section: 'conversation', scroll: 0, cursor: 0, showsQuotes: false, error: null },
    list: state.list.rows.some(({ id }) => id === ticketId) ? { ...state.list, selectedId: ticketId } : state.list,
  }));
  app.readNow();
}

/** Reads the opened ticket again. */
export async function readDetail(app: App): Promise<void> {
  const { detail } = app.store.get();
  if (!detail) return;
  try {
    const ticket = await app.data.showTicket(detail.ticketId);
    app.store.update((state) =>
      state.detail?.ticketId !== ticket.id || JSON.stringify(state.detail.ticket) === JSON.stringify(ticket)
        ? state
        : { ...state, detail: { ...state.detail, ticket, error: null } },
    );
  } catch (error) {
    const isFirst = app.store.get().detail?.ticket === null;
    if (isFirst)
      app.store.update((state) =>
        state.detail ? { ...state, detail: { ...state.detail, error: errorText(error) } } : state,
      );
    throw error;
  }
}
