import { DeskError } from '../domain/errors.ts';
import type { TicketRow } from '../domain/views.ts';
import type { Connection } from './connect.ts';
import { isId } from './named-row.ts';
import { contactSearch } from './ticket-conditions.ts';
import { ticketViews, toTicketRow, type ViewedTicket } from './ticket-views.ts';

export interface ContactView {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  handle: string | null;
  createdAt: string;
}

export interface ContactQuery {
  /** The beginning of an address, phone number or handle, or of words of the name. */
  search?: string;
  limit: number;
  /** The last contact of the page before. */
  after?: { createdAt: string; id: string };
}

/** Contacts, newest first. */
export async function listContacts(connection: Connection, query: ContactQuery): Promise<ContactView[]> {
  const rows = connection('contacts')
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(Math.max(1, Math.min(query.limit, 500)));
  if (query.search) {
    const [text, ...bindings] = contactSearch(query.search);
    void rows.whereRaw(`id IN (${text})`, bindings);
  }
  if (query.after)
    void rows.whereRaw('(created_at, id) < (?::timestamptz, ?::uuid)', [query.after.createdAt, query.after.id]);
  const found: ContactRow[] = await rows.select('id', 'name', 'email', 'phone', 'handle', 'created_at');
  return found.map(toView);
}

export interface ContactDetail extends ContactView {
  identities: { kind: string; value: string }[];
  /** The newest hundred, whatever state they are in. */
  tickets: TicketRow[];
}

/** By id, e-mail address or phone number. @throws DeskError NOT_FOUND */
export async function showContact(connection: Connection, idOrIdentity: string): Promise<ContactDetail> {
  const id = isId(idOrIdentity) ? idOrIdentity : await idOf(connection, idOrIdentity);
  const row =
    id &&
    (await connection('contacts')
      .where({ id })
      .first<ContactRow | undefined>('id', 'name', 'email', 'phone', 'handle', 'created_at'));
  if (!row) throw new DeskError('NOT_FOUND', `there is no contact ${idOrIdentity}`);
  const identities = await connection('contact_identities')
    .where({ contact_id: row.id })
    .orderBy(['kind', 'value'])
    .select<{ kind: string; value: string }[]>('kind', 'value');
  const page = 'SELECT * FROM tickets WHERE contact_id = ?::uuid ORDER BY activity_at DESC LIMIT 100';
  const tickets = await connection.raw<{ rows: ViewedTicket[] }>(ticketViews(page, 'DESC'), [row.id]);
  return { ...toView(row), identities, tickets: tickets.rows.map(toTicketRow) };
}

async function idOf(connection: Connection, identity: string): Promise<string | null> {
  const row = await connection('contact_identities')
    .whereIn('value', [identity.toLowerCase(), identity.replace(/[^\d+]/g, '')])
    .first<{ contact_id: string } | undefined>('contact_id');
  return row?.contact_id ?? null;
}

interface ContactRow extends Omit<ContactView, 'createdAt'> {
  created_at: Date;
}

function toView({ created_at, ...contact }: ContactRow): ContactView {
  return { ...contact, createdAt: created_at.toISOString() };
}
