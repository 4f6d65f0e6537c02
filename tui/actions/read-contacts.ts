import type { App } from '../app-context.ts';
import type { ContactsState, State } from '../state.ts';
import { errorText, start } from './tell.ts';

type ContactPage = Pick<ContactsState, 'rows' | 'next'>;

const PAGE_ROWS = 60;
const SEARCH_AFTER_MILLISECONDS = 120;

export function changeContacts(
  app: App,
  change: (contacts: ContactsState, state: State) => ContactsState | null,
): void {
  app.store.update((state) => (state.contacts ? { ...state, contacts: change(state.contacts, state) } : state));
}

/** The people who ask, newest first, over whatever is on the screen. */
export function openContacts(app: App, of: { search: string; contactId?: string; returnTo?: string }): void {
  const { search, contactId, returnTo = null } = of;
  app.store.update((state) => ({
    ...state,
    detail: null,
    contacts: {
      search,
      rows: [],
      next: null,
      isLoaded: false,
      selectedId: null,
      opened: contactId ? { contactId, contact: null, cursor: 0, error: null } : null,
      returnTo,
      error: null,
    },
  }));
  app.readNow();
}

/** Reads again what is shown of contacts. */
export async function readContacts(app: App): Promise<void> {
  const { contacts } = app.store.get();
  if (!contacts) return;
  if (contacts.opened) return readOpened(app, contacts.opened.contactId);
  const { search } = contacts;
  const page = await app.data.listContacts({ search, limit: Math.max(PAGE_ROWS, contacts.rows.length) });
  changeContacts(app, (now) => {
    if (now.search !== search) return now;
    const read = withRowsBelow(page, now);
    const isThere = read.rows.some(({ id }) => id === now.selectedId);
    const selectedId = isThere ? now.selectedId : (read.rows[0]?.id ?? null);
    const changed = { ...now, ...read, selectedId, isLoaded: true, error: null };
    return JSON.stringify(changed) === JSON.stringify(now) ? now : changed;
  });
}

/** A page has an end: of a longer list what stands below it stays as it was read. */
function withRowsBelow(page: ContactPage, before: ContactPage): ContactPage {
  const { rows, next } = page;
  if (!next || before.rows.length <= rows.length) return page;
  const placeOf = ({ createdAt, id }: { createdAt: string; id: string }) => `${createdAt} ${id}`;
  return {
    rows: [...rows, ...before.rows.filter((row) => placeOf(row) < placeOf(next))],
    next: before.next,
  };
}

async function readOpened(app: App, contactId: string): Promise<void> {
  const change = (part: Partial<NonNullable<ContactsState['opened']>>) =>
    changeContacts(app, (now) =>
      now.opened?.contactId === contactId ? { ...now, opened: { ...now.opened, ...part } } : now,
    );
  try {
    const contact = await app.data.showContact(contactId);
    const known = app.store.get().contacts?.opened?.contact;
    if (JSON.stringify(known) !== JSON.stringify(contact)) change({ contact, error: null });
  } catch (error) {
    change({ error: errorText(error) });
    throw error;
  }
}

let isReading = false;

/** Reads the page below when the choice comes near the end of what is loaded. */
export function readContactsOn(app: App): void {
  const { contacts, size } = app.store.get();
  const index = contacts?.rows.findIndex(({ id }) => id === contacts.selectedId) ?? -1;
  if (isReading || !contacts?.next || index < contacts.rows.length - size.rows) return;
  const { search, next } = contacts;
  isReading = true;
  app.data
    .listContacts({ search, limit: PAGE_ROWS, after: next })
    .then((page) =>
      changeContacts(app, (now) =>
        now.search === search && now.next?.id === next.id
          ? { ...now, rows: [...now.rows, ...page.rows], next: page.next }
          : now,
      ),
    )
    .catch(app.log)
    .finally(() => {
      isReading = false;
    });
}

let timer: NodeJS.Timeout | undefined;

/** Searches a moment after the last letter. */
export function searchContacts(app: App, search: string): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    changeContacts(app, (now) => ({ ...now, search }));
    start(app, () => readContacts(app));
  }, SEARCH_AFTER_MILLISECONDS);
}
