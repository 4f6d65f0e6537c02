import type { Channel } from '../domain/channel.ts';
import type { TicketState } from '../domain/ticket.ts';
import type { Arrival } from './arrival.ts';
import type { Connection } from './connect.ts';
import { proveIdentities } from './contacts.ts';

/** Where visitors type who they are. */
const typedChannels: readonly Channel[] = ['web-form', 'chatbot'];

/**
 * A visitor only typed an e-mail, and now answers by mail what we sent to it: that proves the address. The contact's
 * identity becomes a proven one; where another contact has proven it before, the ticket gets that contact.
 * Only who knows a Message-ID of ours proves anything: a sender's address alone is easily forged.
 * @returns the change of contact, if there is one
 */
export async function proveRequester(
  transaction: Connection,
  answer: { arrival: Arrival; ticketId: string; before: TicketState },
): Promise<string | null> {
  const { arrival, ticketId, before } = answer;
  const email = arrival.contact.email?.toLowerCase();
  const isAnswerByMail = arrival.source.channel === 'email' && arrival.references.length > 0 && !arrival.automatic;
  if (!typedChannels.includes(before.channel) || !isAnswerByMail || !email || !before.contactId)
    return before.contactId;
  const { rows } = await transaction.raw<{ rows: unknown[] }>(
    `SELECT 1 FROM participants
       JOIN contact_identities ON kind = 'email' AND value = address AND NOT is_proven AND contact_id = :contactId
       WHERE participants.ticket_id = :ticketId AND address = :email AND role = 'requester'
         AND EXISTS (SELECT 1 FROM deliveries WHERE deliveries.ticket_id = :ticketId AND deliveries.kind IN ('reply', 'acknowledgement', 'chat')
           AND deliveries.mail_message_id = ANY (:references::text[]))
       FOR UPDATE OF contact_identities`,
    { ticketId, email, contactId: before.contactId, references: arrival.references },
  );
  if (rows.length === 0) return before.contactId;
  return proveIdentities(transaction, before.contactId, [{ kind: 'email', value: email }]);
}
