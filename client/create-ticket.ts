import type { Actor } from '../domain/actor.ts';
import { notByMail } from '../database/arrival.ts';
import { arrive } from '../database/arrive.ts';
import type { ContactData } from '../database/contacts.ts';
import { loadManualDesk } from '../database/load-manual-desk.ts';
import { DeskError } from '../domain/errors.ts';
import { isAddress } from '../domain/mail/is-address.ts';
import { storableText } from '../domain/storable-text.ts';
import { tell, type Desk } from './ask.ts';

export interface TypedRequest {
  /** Made when the form opened: a second press finds the first. */
  key: string;
  subject: string | null;
  contact: ContactData;
  text: string;
  tags: string[];
  priorityId?: string;
  actor: Actor;
}

/**
 * Takes in a request that an operator typed, a phone call say: an arrival like any other.
 * @throws DeskError INVALID_INPUT
 */
export async function createTicket(desk: Desk, request: TypedRequest): Promise<{ ticketId: string; number: number }> {
  const { email } = request.contact;
  if (email && !isAddress(email)) throw new DeskError('INVALID_INPUT', `${email} is no e-mail address`);
  const { subject, contact, text, tags } = storable(request);
  const { source, desk: settings } = await loadManualDesk(desk.database);
  const arrived = await desk.database.transaction((transaction) =>
    arrive(
      transaction,
      {
        source: { id: source.id, channel: 'manual', tags: source.tags },
        externalId: request.key,
        contentSha256: null,
        ...notByMail,
        now: new Date().toISOString(),
        contact,
        subject,
        text,
        reply: text,
        tags,
        priorityId: request.priorityId,
        suppressed: true,
        attachments: [],
        actor: request.actor,
      },
      settings,
    ),
  );
  const place = arrived.ticketId ? arrived : await findByKey(desk, source.id, request.key);
  if (!place.ticketId || place.number === null) throw new Error('a typed ticket was not found again');
  tell(desk, place.ticketId);
  return { ticketId: place.ticketId, number: place.number };
}

/** What was typed or piped in may hold what no database takes. */
function storable({ subject, contact, text, tags }: TypedRequest) {
  const plain = (words: string | null | undefined) => (words ? storableText(words) : (words ?? null));
  return {
    subject: plain(subject),
    contact: { name: plain(contact.name), email: plain(contact.email), phone: plain(contact.phone) },
    text: storableText(text),
    tags: tags.map(storableText),
  };
}

async function findByKey(
  desk: Desk,
  sourceId: string,
  key: string,
): Promise<{ ticketId: string | null; number: number | null }> {
  const row = await desk
    .database('inbound_items')
    .join('tickets', 'tickets.id', 'inbound_items.ticket_id')
    .where({ 'inbound_items.source_id': sourceId, 'inbound_items.external_id': key })
    .first<{ id: string; number: number } | undefined>('tickets.id', 'tickets.number');
  return { ticketId: row?.id ?? null, number: row?.number ?? null };
}
