import type { Connection } from './connect.ts';

/**
 * Takes text, files and contact data of a ticket. Its number, thread keys and external ids stay as a tombstone,
 * so that nothing of it comes back. Files and raw mails that no other ticket holds go too.
 */
export async function purgeTicket(
  transaction: Connection,
  { ticketId, contactId }: { ticketId: string; contactId: string | null },
): Promise<void> {
  const raws = await transaction('messages')
    .where({ ticket_id: ticketId })
    .whereNotNull('raw_sha256')
    .pluck<Buffer[]>('raw_sha256');
  const items = await transaction('inbound_items')
    .where({ ticket_id: ticketId })
    .whereNotNull('raw_sha256')
    .pluck<Buffer[]>('raw_sha256');
  const files = await transaction('attachments')
    .join('messages', 'messages.id', 'attachments.message_id')
    .where('messages.ticket_id', ticketId)
    .whereNotNull('attachments.sha256')
    .pluck<Buffer[]>('attachments.sha256');
  await transaction('messages').where({ ticket_id: ticketId }).delete();
  await transaction('inbound_items').where({ ticket_id: ticketId }).update({ raw_sha256: null, error_detail: null });
  await transaction('drafts').where({ ticket_id: ticketId }).delete();
  await transaction('participants').where({ ticket_id: ticketId }).delete();
  await transaction('ticket_search').where({ ticket_id: ticketId }).delete();
  await transaction('deliveries')
    .where({ ticket_id: ticketId })
    .update({ recipient: null, recipients: '{}', receipt: null, data: '{}', held_reason: null });
  // Of one that waits its words go too: all that is still open to it is a refusal.
  await transaction.raw(
    `UPDATE inputs SET answer = NULL, error_detail = NULL,
         data = CASE state WHEN 'waiting' THEN jsonb_strip_nulls(jsonb_build_object('name', data -> 'name')) ELSE '{}' END
       WHERE ticket_id = ?`,
    [ticketId],
  );
  const contactIds = await contactsOf(transaction, ticketId);
  await transaction.raw(
    `UPDATE events SET data = data || '{"subject": null, "contactId": null, "tags": [], "draftReason": null, "added": [], "removed": []}'::jsonb
       WHERE ticket_id = ? AND type IN ('ticket.opened', 'ticket.subject_changed', 'ticket.tags_changed', 'ticket.contact_changed')`,
    [ticketId],
  );
  await dropUnheld(transaction, { raws: [...raws, ...items], files });
  for (const id of new Set([...contactIds, ...(contactId ? [contactId] : [])]))
    await dropLonelyContact(transaction, id);
}

/** Whose the ticket is and was. */
async function contactsOf(transaction: Connection, ticketId: string): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { id: string }[] }>(
    `SELECT DISTINCT data ->> 'contactId' AS id FROM events
       WHERE ticket_id = ? AND type IN ('ticket.opened', 'ticket.contact_changed') AND data ->> 'contactId' IS NOT NULL`,
    [ticketId],
  );
  return rows.map(({ id }) => id);
}

async function dropLonelyContact(transaction: Connection, contactId: string): Promise<void> {
  // A ticket that opens for the contact right now is waited for, and then seen.
  await transaction('contacts').where({ id: contactId }).forUpdate().first('id');
  const other = await transaction('tickets').where({ contact_id: contactId }).first('tickets.id');
  if (other) return;
  await transaction('contact_identities').where({ contact_id: contactId }).delete();
  await transaction('contacts').where({ id: contactId }).delete();
}

async function dropUnheld(transaction: Connection, held: { raws: Buffer[]; files: Buffer[] }): Promise<void> {
  await transaction.raw(
    `DELETE FROM raw_items WHERE sha256 = ANY (?)
       AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.raw_sha256 = raw_items.sha256)
       AND NOT EXISTS (SELECT 1 FROM inbound_items WHERE inbound_items.raw_sha256 = raw_items.sha256)`,
    [held.raws],
  );
  await transaction.raw(
    `DELETE FROM files WHERE sha256 = ANY (?)
       AND NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.sha256 = files.sha256)`,
    [held.files],
  );
}
