import { safeLine } from '../../domain/safe-text.ts';
import type { App } from '../app-context.ts';
import type { ContactDetail } from '../contact-views.ts';
import { contactName, countText } from '../draw/contact-row.ts';
import { fullTime } from '../draw/times.ts';
import { confirm } from '../layers/confirm.ts';
import { picker, type PickerItem } from '../layers/picker.ts';
import { prompt } from '../layers/prompt.ts';
import { chosenContactId, currentTicket } from '../state.ts';
import { changePicker, openLayer } from './layers.ts';
import { openTicket } from './read-detail.ts';
import { changeContacts, openContacts, readContactsOn, searchContacts } from './read-contacts.ts';
import { start, startOpening, tell } from './tell.ts';

const FOUND_AT_MOST = 50;
const SEARCH_AFTER_MILLISECONDS = 120;
const LONGEST_TYPED_NAME = 40;

/** All contacts; from a ticket: the one who asked. */
export function showContacts(app: App): void {
  const { detail } = app.store.get();
  const ticket = detail && currentTicket(app.store.get());
  if (!ticket) return openContacts(app, { search: '' });
  if (!ticket.contact) return tell(app, 'The ticket has no contact: e gives it one', { kind: 'warning' });
  openContacts(app, { search: '', contactId: ticket.contact.id, returnTo: ticket.id });
}

/** Opens the chosen contact; in an opened one, the chosen ticket. */
export function openInContacts(app: App): void {
  const { contacts } = app.store.get();
  if (!contacts) return;
  if (contacts.opened) {
    const ticket = contacts.opened.contact?.tickets[contacts.opened.cursor];
    return ticket ? openTicket(app, ticket.id) : undefined;
  }
  const contactId = contacts.selectedId;
  if (!contactId) return;
  changeContacts(app, (now) => ({ ...now, opened: { contactId, contact: null, cursor: 0, error: null } }));
  app.readNow();
}

export function moveInContacts(app: App, by: number): void {
  changeContacts(app, (contacts) => {
    const { opened, rows } = contacts;
    if (opened) {
      const last = Math.max(0, (opened.contact?.tickets.length ?? 0) - 1);
      return { ...contacts, opened: { ...opened, cursor: Math.min(last, Math.max(0, opened.cursor + by)) } };
    }
    const index = rows.findIndex(({ id }) => id === contacts.selectedId);
    const row = rows[Math.min(rows.length - 1, Math.max(0, index + by))];
    return { ...contacts, selectedId: row?.id ?? null };
  });
  readContactsOn(app);
}

/** One step back: out of the contact, out of the search, out of the contacts. */
export function stepBackInContacts(app: App): void {
  const { contacts } = app.store.get();
  if (contacts?.opened && contacts.returnTo) {
    const { returnTo } = contacts;
    changeContacts(app, () => null);
    openTicket(app, returnTo);
  } else if (contacts?.opened) changeContacts(app, (now) => ({ ...now, opened: null }));
  else if (contacts?.search) return openContacts(app, { search: '' });
  else changeContacts(app, () => null);
  app.readNow();
}

export function askContactSearch(app: App): void {
  const { contacts } = app.store.get();
  if (!contacts) return;
  changeContacts(app, (now) => ({ ...now, opened: null, returnTo: null }));
  openLayer(
    app,
    prompt({
      label: '/',
      title: 'Search contacts',
      text: contacts.search,
      hint: 'the beginning of an address, a phone number or words of the name',
      onChange: (text) => searchContacts(app, text.trim()),
      onSubmit: (text) => {
        searchContacts(app, text);
        return null;
      },
    }),
  );
}

/** Another contact becomes part of this one; found by typing. */
export function askMerge(app: App): void {
  withContact(app, async (contact) => {
    const alike = contact.alike.map(({ id, name, kind, value }) => ({
      id,
      label: name,
      hint: `same ${kind} ${value}`,
    }));
    const items = alike.length > 0 ? alike : await findOthers(app, contact.id, '');
    const id = app.data.newId();
    let timer: NodeJS.Timeout | undefined;
    const search = async (text: string) => {
      const found = await findOthers(app, contact.id, text);
      changePicker(app, id, (layer) => (layer.query.text === text ? { ...layer, items: found } : layer));
    };
    openLayer(
      app,
      picker({
        id,
        title: `Who is also ${safeLine(contactName(contact), 40)}? Type to search`,
        items,
        onQuery: (text) => {
          clearTimeout(timer);
          timer = setTimeout(() => start(app, () => search(text)), SEARCH_AFTER_MILLISECONDS);
        },
        onDone: ([chosen]) => chosen && confirmMerge(app, contact, chosen),
      }),
    );
  });
}

async function findOthers(app: App, contactId: string, search: string): Promise<PickerItem[]> {
  const { rows } = await app.data.listContacts({ search: search.trim(), limit: FOUND_AT_MOST });
  return rows
    .filter(({ id }) => id !== contactId)
    .map((row) => ({
      id: row.id,
      label: contactName(row),
      hint: [row.email, row.phone, row.ticketCount === 1 ? '1 ticket' : `${countText(row.ticketCount)} tickets`]
        .filter(Boolean)
        .join(', '),
    }));
}

function confirmMerge(app: App, contact: ContactDetail, other: PickerItem): void {
  openLayer(
    app,
    confirm({
      title: `Merge ${other.label} into ${contactName(contact)}?`,
      text: [
        `${other.label}: ${other.hint}`,
        `Its addresses and tickets become those of ${contactName(contact)}. s splits them again.`,
      ],
      yes: 'Merge',
      onYes: () =>
        act(app, async () => {
          await app.data.mergeContacts({ fromId: other.id, intoId: contact.id });
          return `${other.label} is ${contactName(contact)} from now on; s splits them again`;
        }),
    }),
  );
}

/** Undoes the newest merge, or takes out an address that is another person's. */
export function askSplit(app: App): void {
  withContact(app, async (contact) => {
    const [merge] = contact.merges;
    const { timeZone } = app.store.get();
    const items = [
      ...(merge ? [{ id: 'merge', label: merge.name, hint: `merged in ${fullTime(merge.at, timeZone)}` }] : []),
      ...(contact.identities.length > 1 ? contact.identities : []).map(({ kind, value }) => ({
        id: `${kind}/${value}`,
        label: value,
        hint: `this ${kind} alone, with what was asked from it`,
      })),
    ];
    if (items.length === 0)
      return tell(app, `${contactName(contact)} is known in one way only: there is nothing to split`, {
        kind: 'warning',
      });
    const onDone = ([chosen]: PickerItem[]) => chosen && confirmSplit(app, contact, chosen);
    openLayer(app, picker({ title: `Split off ${contactName(contact)}`, items, onDone }));
  });
}

function confirmSplit(app: App, contact: ContactDetail, chosen: PickerItem): void {
  const identity = contact.identities.find(({ kind, value }) => chosen.id === `${kind}/${value}`) ?? null;
  openLayer(
    app,
    confirm({
      title: `Split ${chosen.label} off ${contactName(contact)}?`,
      text: ['It becomes a contact of its own again; its tickets go with it.'],
      yes: 'Split',
      onYes: () =>
        act(app, async () => {
          await app.data.splitContact(contact.id, identity && { kind: identity.kind, value: identity.value });
          return `${chosen.label} is a contact of its own`;
        }),
    }),
  );
}

/** Erases a person on request, after his name was typed. */
export function askErase(app: App): void {
  withContact(app, async (contact) => {
    if (contact.erasedAt) return tell(app, 'This contact was erased already', { kind: 'warning' });
    openLayer(
      app,
      confirm({
        title: `Erase ${contactName(contact)}?`,
        text: [
          'Texts, files and addresses of this person go for good. Nothing brings them back.',
          `${contact.tickets.length > 99 ? 'More than 99' : contact.tickets.length} tickets keep their number, times and counts.`,
        ],
        yes: 'Erase',
        expected: typedName(contact),
        onYes: () =>
          act(app, async () => {
            await app.data.eraseContact(contact.id);
            return 'The contact is erased';
          }),
      }),
    );
  });
}

/** What has to be typed: the name, where a keyboard can write it. */
function typedName(contact: ContactDetail): string {
  const name = contactName(contact);
  const isTypable = name.length <= LONGEST_TYPED_NAME && /^[\p{L}\p{N} .,@+_'-]+$/u.test(name) && name !== '-';
  return isTypable ? name : 'erase';
}

/** Does something to the contact that is chosen or opened, as it stands now. */
export function withContact(app: App, work: (contact: ContactDetail) => Promise<void>): void {
  const contactId = chosenContactId(app.store.get());
  if (contactId) startOpening(app, async () => work(await app.data.showContact(contactId)));
}

function act(app: App, work: () => Promise<string>): void {
  start(app, async () => {
    tell(app, await work());
    app.readNow();
  });
}
