import type { Connection } from './connect.ts';
import { forgetItemsOf } from './platform/forget-items.ts';
import { forgetResponsesOf } from './pushed/forget-responses.ts';
import { dropUnheldRaws } from './stray-mails.ts';

/**
 * Takes from a ticket whatever somebody wrote or is known by: text, files, raw mails, talks, answers of forms, drafts,
 * search words, recipients, receipts. What stays are numbers, times, ids and classes. The row itself is left to the
 * event that folds to it.
 * @returns ids of the contacts whose the ticket was
 */
export async function takeAwayWords(transaction: Connection, ticketId: string): Promise<string[]> {
  const held = await heldBytes(transaction, ticketId);
  await transaction('messages').where({ ticket_id: ticketId }).delete();
  await transaction('inbound_items')
    .where({ ticket_id: ticketId, state: 'parked' })
    .update({ state: 'ignored', reason: 'erased' });
  await transaction('inbound_items').where({ ticket_id: ticketId }).update({ raw_sha256: null, error_detail: null });
  await forgetItemsOf(transaction, ticketId);
  await transaction('form_responses').where({ ticket_id: ticketId }).update({ answers: null });
  await forgetResponsesOf(transaction, ticketId);
  await transaction('drafts').where({ ticket_id: ticketId }).delete();
  await transaction('participants').where({ ticket_id: ticketId }).delete();
  await transaction('ticket_search').where({ ticket_id: ticketId }).delete();
  await transaction('deliveries')
    .where({ ticket_id: ticketId })
    .update({ recipient: null, recipients: '{}', receipt: null, data: '{}', held_reason: null });
  await takeFromInputs(transaction, ticketId);
  const talks = await transaction('conversations').where({ ticket_id: ticketId }).pluck<string[]>('id');
  await takeAwayTalks(transaction, talks);
  const contactIds = await contactsOf(transaction, ticketId);
  await takeFromFacts(transaction, ticketId);
  await dropUnheld(transaction, held);
  return contactIds;
}

/** Takes what was said in talks, and by whom; one that goes on ends with it. */
export async function takeAwayTalks(transaction: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction('conversation_lines').whereIn('conversation_id', ids).delete();
  await transaction.raw(
    `UPDATE conversations SET visitor_id = '', contact_id = NULL, page_url = NULL, error_code = NULL, error_detail = NULL,
         state = state || '{"waiting": null, "attributes": {}, "hasRequest": false, "ticket": null}',
         phase = 'ended', outcome = coalesce(outcome, 'left'), waiting_since = NULL, wake_at = NULL,
         ended_at = coalesce(ended_at, visitor_seen_at)
       WHERE id = ANY (?)`,
    [[...ids]],
  );
}

interface HeldBytes {
  raws: Buffer[];
  files: Buffer[];
}

async function heldBytes(transaction: Connection, ticketId: string): Promise<HeldBytes> {
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
  return { raws: [...raws, ...items], files };
}

/** Of one that waits its words go too: all that is still open to it is a refusal. */
async function takeFromInputs(transaction: Connection, ticketId: string): Promise<void> {
  await transaction.raw(
    `UPDATE inputs SET answer = NULL, error_detail = NULL,
         data = CASE state WHEN 'waiting' THEN jsonb_strip_nulls(jsonb_build_object('name', data -> 'name')) ELSE '{}' END
       WHERE ticket_id = ?`,
    [ticketId],
  );
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

/** Events keep their numbers and times; a trace keeps the rule's tag, not how the ticket spelled it. */
async function takeFromFacts(transaction: Connection, ticketId: string): Promise<void> {
  await transaction.raw(
    `UPDATE events SET data = data || '{"subject": null, "contactId": null, "tags": [], "draftReason": null, "added": [], "removed": []}'::jsonb
       WHERE ticket_id = ? AND type IN ('ticket.opened', 'ticket.subject_changed', 'ticket.tags_changed', 'ticket.contact_changed')`,
    [ticketId],
  );
  await transaction.raw(
    `UPDATE traces SET reason = jsonb_set(reason, '{ticketTag}', reason -> 'ruleTag')
       WHERE ticket_id = ? AND reason ->> 'kind' = 'tag'`,
    [ticketId],
  );
}

/** Files and raw mails that no other ticket holds. */
async function dropUnheld(transaction: Connection, held: HeldBytes): Promise<void> {
  await dropUnheldRaws(transaction, held.raws);
  await transaction.raw(
    `DELETE FROM files WHERE sha256 = ANY (?)
       AND NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.sha256 = files.sha256)`,
    [held.files],
  );
}
