import type { Connection } from '../connect.ts';

/** Takes the answers of a ticket's response. */
export async function forgetResponsesOf(transaction: Connection, ticketId: string): Promise<void> {
  await transaction('pushed_responses').where({ ticket_id: ticketId }).update({ answers: null, told: '{}' });
}

/**
 * Takes the answers of responses that became no ticket and name an address of contacts who are erased: one that is
 * proven theirs, or that nobody else is known by.
 */
export async function forgetKeptResponses(transaction: Connection, contactIds: readonly string[]): Promise<void> {
  await transaction.raw(
    `WITH addresses AS (
       SELECT DISTINCT value FROM contact_identities AS own
       WHERE contact_id = ANY (:contactIds) AND kind = 'email' AND (is_proven OR NOT EXISTS (
         SELECT 1 FROM contact_identities AS other
         WHERE other.kind = 'email' AND other.value = own.value AND other.contact_id <> ALL (:contactIds))))
     UPDATE pushed_responses SET answers = NULL, told = '{}'
     WHERE ticket_id IS NULL AND answers IS NOT NULL AND EXISTS (
       SELECT 1 FROM addresses WHERE lower(told ->> 'email') = addresses.value OR EXISTS (
         SELECT 1 FROM jsonb_array_elements(answers) AS answer WHERE lower(trim(answer ->> 'value')) = addresses.value))`,
    { contactIds: [...contactIds] },
  );
}
