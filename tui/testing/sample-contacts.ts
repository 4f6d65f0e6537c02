import { fold } from '../../domain/fold.ts';
import { DeskError } from '../../domain/errors.ts';
import type { TicketDetail } from '../../domain/views.ts';
import type { ContactDetail, ContactsData } from '../contact-views.ts';

/** As the desk gives at once. */
const MOST_ROWS = 500;

type Work = <Result>(result: () => Result) => Promise<Result>;

const names = ['Çağrı Öztürk', 'Ali Veli', 'Zeynep Şen'];

/** People of the sample desk; the first has asked for everything. */
export function sampleContacts(): ContactDetail[] {
  return names.map((name, index): ContactDetail => ({
    id: `contact-${index + 1}`,
    name,
    email: `musteri${index + 1}@example.com`,
    phone: index === 1 ? '+905551112233' : null,
    handle: null,
    createdAt: new Date(Date.parse('2026-11-23T09:00:00Z') - index * 3_600_000).toISOString(),
    identities: [{ kind: 'email', value: `musteri${index + 1}@example.com`, isProven: index !== 2 }],
    attributes: Object.fromEntries(index === 0 ? [['Plan', 'gold']] : []),
    tickets: [],
    merges: [],
    alike: [],
    erasedAt: null,
  }));
}

export function sampleContactsData(
  desk: () => { contacts: ContactDetail[]; tickets: TicketDetail[] },
  work: Work,
): ContactsData {
  const find = (contactId: string) => {
    const found = desk().contacts.find(({ id }) => id === contactId);
    if (!found) throw new DeskError('NOT_FOUND', `there is no contact ${contactId}`);
    return found;
  };
  const replace = (contactId: string, by: Partial<ContactDetail>) =>
    void (desk().contacts = desk().contacts.map((one) => (one.id === contactId ? { ...one, ...by } : one)));
  const ticketsOf = (contactId: string) => (contactId === 'contact-1' ? desk().tickets : []);
  return {
    listContacts: ({ search, limit: asked, after }) =>
      work(() => {
        const limit = Math.min(asked, MOST_ROWS);
        const found = desk().contacts.filter(({ name, email }) => fold(`${name} ${email}`).includes(fold(search)));
        const from = after ? found.findIndex(({ id }) => id === after.id) + 1 : 0;
        const rows = found.slice(from, from + limit).map(({ identities, ...contact }) => ({
          ...contact,
          ticketCount: ticketsOf(contact.id).length,
          isProven: identities.some(({ isProven }) => isProven),
        }));
        const last = rows.at(-1);
        return { rows, next: last && from + limit < found.length ? { createdAt: last.createdAt, id: last.id } : null };
      }),
    showContact: (contactId) => work(() => ({ ...find(contactId), tickets: ticketsOf(contactId) })),
    saveContact: ({ id, change, attributes }) =>
      work(() => replace(id, { ...change, attributes: { ...find(id).attributes, ...attributes } })),
    mergeContacts: ({ fromId, intoId }) =>
      work(() => {
        const from = find(fromId);
        const into = find(intoId);
        desk().contacts = desk().contacts.filter(({ id }) => id !== fromId);
        replace(intoId, {
          identities: [...into.identities, ...from.identities],
          merges: [{ id: fromId, name: from.name ?? '-', at: '2026-11-23T10:00:00Z' }],
        });
      }),
    splitContact: (contactId) => work(() => replace(contactId, { merges: [] })),
    eraseContact: (contactId) =>
      work(() => replace(contactId, { name: null, email: null, phone: null, erasedAt: '2026-11-23T10:00:00Z' })),
  };
}
