import type { Connection } from '../connect.ts';

/**
 * Takes what the words of a ticket's comments or question could be guessed by: a few words are found by their hash. The
 * items stay known, so that nothing brings them back.
 */
export async function forgetItemsOf(transaction: Connection, ticketId: string): Promise<void> {
  await transaction('platform_items')
    .where({ ticket_id: ticketId })
    .update({ text_sha256: Buffer.alloc(0) });
  await transaction('inbound_items')
    .where({ ticket_id: ticketId })
    .whereIn('source_id', transaction('tickets').where({ id: ticketId }).whereNotNull('platform').select('source_id'))
    .update({ content_sha256: null });
}
