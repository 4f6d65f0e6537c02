import type { Actor } from '../domain/actor.ts';
import type { ArrivedAttachment } from './arrival.ts';
import { appendEvents } from './append-events.ts';
import { attachmentParts } from './attachment-parts.ts';
import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';
import { indexWords } from './search-index.ts';
import { dropUnheldRaws } from './stray-mails.ts';
import { lockTicket } from './ticket-row.ts';
import { toJson, writeTogether } from './write-together.ts';

export interface MailedNote {
  sourceId: string;
  externalId: string;
  contentSha256: Buffer;
  rawSha256: Buffer;
  now: string;
  ticketId: string;
  author: { name: string | null; address: string | null; representativeId: string | null };
  text: string;
  reply: string;
  mailMessageId: string | null;
  automatic: string | null;
  attachments: ArrivedAttachment[];
}

/**
 * What somebody answered to a redirection mail: an internal note on that ticket, whatever state it is in, and never a
 * command or a new ticket. An automatic answer (out of office) is noted in the inbound list only; one that merely came
 * through a mailing list is a person's.
 */
export async function arriveNote(
  transaction: Connection,
  note: MailedNote,
): Promise<{ state: 'taken' | 'ignored' | 'known' }> {
  const before = await lockTicket(transaction, note.ticketId);
  const isByMachine = note.automatic !== null && note.automatic !== 'list';
  const isGone = !before || before.purgedAt !== null;
  const reason = isByMachine ? 'automatic-answer-to-a-notice' : isGone ? 'ticket-purged' : null;
  const messageId = newId();
  const inserted = await transaction('inbound_items')
    .insert({
      id: newId(),
      source_id: note.sourceId,
      external_id: note.externalId,
      state: reason ? 'ignored' : 'taken',
      reason,
      content_sha256: note.contentSha256,
      raw_sha256: isGone ? null : note.rawSha256,
      ticket_id: note.ticketId,
      received_at: note.now,
    })
    .onConflict(['source_id', 'external_id'])
    .ignore()
    .returning('id');
  if (inserted.length === 0) return { state: 'known' };
  // What quotes a purged ticket is not kept either.
  if (isGone) await dropUnheldRaws(transaction, [note.rawSha256]);
  if (reason || !before) return { state: 'ignored' };
  const repeated =
    note.mailMessageId !== null &&
    (await transaction('messages')
      .where({ ticket_id: note.ticketId, mail_message_id: note.mailMessageId })
      .first('id'));
  if (repeated) return { state: 'known' };
  const number = before.messageCount + 1;
  const actor: Actor = note.author.representativeId
    ? { kind: 'representative', id: note.author.representativeId, name: note.author.name ?? '' }
    : { kind: 'source', id: note.sourceId };
  await appendEvents(transaction, { id: note.ticketId, before }, [
    { type: 'note.added', data: { messageId, messageNumber: number, byMail: true }, actor, at: note.now },
  ]);
  await transaction('messages').insert({
    id: messageId,
    ticket_id: note.ticketId,
    number,
    kind: 'note',
    author: toJson({ kind: 'mail', ...note.author }),
    text: note.text,
    reply: note.reply,
    mail_message_id: note.mailMessageId,
    raw_sha256: note.rawSha256,
    at: note.now,
  });
  await writeTogether(transaction, attachmentParts(messageId, note.attachments));
  await indexWords(transaction, note.ticketId, note.reply);
  return { state: 'taken' };
}
