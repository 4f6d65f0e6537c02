import { DeskError } from '../domain/errors.ts';
import type { AttributeValue } from '../domain/attribute.ts';
import type { TicketRow } from '../domain/views.ts';
import { contactAttributes } from './attribute-values.ts';
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

/** Contacts, newest first; without those that were merged into another or erased. */
export async function listContacts(connection: Connection, query: ContactQuery): Promise<ContactView[]> {
  const rows = connection('contacts')
    .where({ merged_into: null, erased_at: null })
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
  identities: ContactIdentity[];
  /** What is noted, by the names of attributes. */
  attributes: Record<string, AttributeValue>;
  /** Contacts that were merged into it and not split off again, newest first: a split undoes the first. */
  merges: { contactId: string; name: string | null; email: string | null; tickets: number; mergedAt: string }[];
  /** Others known by the same e-mail or phone, proven by one and only typed by the other: perhaps one person. */
  alike: { contactId: string; name: string | null; kind: string; value: string; isProven: boolean }[];
  /** The newest hundred, whatever state they are in. */
  tickets: TicketRow[];
  /** When it was erased; then nothing else is known. */
  erasedAt: string | null;
}

export interface ContactIdentity {
  kind: string;
  value: string;
  /** Else it was only typed. */
  isProven: boolean;
}

/**
 * By id, e-mail address, phone number or handle; whom somebody proved before whom somebody typed. One that was merged
 * is shown as the contact it stands in.
 * @throws DeskError NOT_FOUND
 */
export async function showContact(connection: Connection, idOrIdentity: string): Promise<ContactDetail> {
  const row = await findRow(connection, idOrIdentity);
  const [identities, attributes, merges, alike, tickets] = await Promise.all([
    identitiesOf(connection, row.id),
    contactAttributes(connection, row.id),
    mergesInto(connection, row.id),
    alikeOf(connection, row.id),
    connection.raw<{ rows: ViewedTicket[] }>(
      ticketViews('SELECT * FROM tickets WHERE contact_id = ?::uuid ORDER BY activity_at DESC LIMIT 100', 'DESC'),
      [row.id],
    ),
  ]);
  return {
    ...toView(row),
    identities,
    attributes,
    merges,
    alike,
    tickets: tickets.rows.map(toTicketRow),
    erasedAt: row.erased_at?.toISOString() ?? null,
  };
}

async function findRow(connection: Connection, idOrIdentity: string): Promise<ContactRow & { erased_at: Date | null }> {
  const found = isId(idOrIdentity) ? idOrIdentity : await idOf(connection, idOrIdentity);
  const { rows } = await connection.raw<{ rows: (ContactRow & { erased_at: Date | null })[] }>(
    `WITH RECURSIVE up AS (
         SELECT * FROM contacts WHERE id = ?::uuid
         UNION ALL SELECT contacts.* FROM contacts JOIN up ON contacts.id = up.merged_into)
       SELECT id, name, email, phone, handle, created_at, erased_at FROM up WHERE merged_into IS NULL`,
    [found],
  );
  if (!rows[0]) throw new DeskError('NOT_FOUND', `there is no contact ${idOrIdentity}`);
  return rows[0];
}

async function idOf(connection: Connection, identity: string): Promise<string | null> {
  const values = [identity.toLowerCase(), identity.replace(/[^\d+]/g, '')].filter(Boolean);
  const row = await connection('contact_identities')
    .whereIn('value', values)
    .whereNot({ kind: 'visitor' })
    .orderBy('is_proven', 'desc')
    .first<{ contact_id: string } | undefined>('contact_id');
  return row?.contact_id ?? null;
}

async function identitiesOf(connection: Connection, contactId: string): Promise<ContactIdentity[]> {
  return connection('contact_identities')
    .where({ contact_id: contactId })
    .orderBy(['kind', 'value', { column: 'is_proven', order: 'desc' }])
    .select<ContactIdentity[]>({ kind: 'kind', value: 'value', isProven: 'is_proven' });
}

async function mergesInto(connection: Connection, contactId: string): Promise<ContactDetail['merges']> {
  const { rows } = await connection.raw<{ rows: (ContactDetail['merges'][number] & { mergedAt: Date })[] }>(
    `SELECT contacts.id AS "contactId", name, email, jsonb_array_length(moved -> 'tickets') AS tickets, merged_at AS "mergedAt"
       FROM contact_merges JOIN contacts ON contacts.id = from_id
       WHERE into_id = ? AND split_at IS NULL ORDER BY merged_at DESC, contact_merges.id DESC LIMIT 100`,
    [contactId],
  );
  return rows.map((row) => ({ ...row, mergedAt: row.mergedAt.toISOString() }));
}

async function alikeOf(connection: Connection, contactId: string): Promise<ContactDetail['alike']> {
  const { rows } = await connection.raw<{ rows: ContactDetail['alike'] }>(
    `SELECT contacts.id AS "contactId", contacts.name, theirs.kind, theirs.value, theirs.is_proven AS "isProven"
       FROM contact_identities own
         JOIN contact_identities theirs ON theirs.kind = own.kind AND theirs.value = own.value
           AND theirs.contact_id <> own.contact_id
         JOIN contacts ON contacts.id = theirs.contact_id
       WHERE own.contact_id = ? ORDER BY theirs.kind, theirs.value LIMIT 20`,
    [contactId],
  );
  return rows;
}

interface ContactRow extends Omit<ContactView, 'createdAt'> {
  created_at: Date;
}

function toView({ id, name, email, phone, handle, created_at }: ContactRow): ContactView {
  return { id, name, email, phone, handle, createdAt: created_at.toISOString() };
}
