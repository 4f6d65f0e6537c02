import { arriveBounce } from '../database/arrive-bounce.ts';
import { arriveNote } from '../database/arrive-note.ts';
import type { ArrivedAttachment } from '../database/arrival.ts';
import { arrive } from '../database/arrive.ts';
import type { Connection } from '../database/connect.ts';
import { hashOf } from '../database/files.ts';
import { recordItem } from '../database/inbound-items.ts';
import type { Source } from '../database/sources.ts';
import type { MailAddress, ParsedMail } from '../channels/email/parse-mail.ts';
import { readReplyToken } from '../channels/email/reply-token.ts';
import type { Desk } from '../domain/desk.ts';
import { fold } from '../domain/fold.ts';
import { isOurAddress } from '../domain/mail/is-our-address.ts';
import { ticketNumberInSubject } from '../domain/mail/message-ids.ts';

/** One mail as fetched and read, with its bytes and files already kept. */
export interface ReadMail {
  externalId: string;
  rawSha256: Buffer;
  mail: ParsedMail;
  attachments: ArrivedAttachment[];
}

export interface MailContext {
  source: Source;
  desk: Desk;
  ownAddresses: string[];
  replyKey: Buffer | null;
  now: string;
}

/**
 * Decides what a mail is and takes it in: an answer to one of our notices, a bounce, mail of our own, or a customer's.
 * @returns the ticket that has something to take up, if any
 */
export async function takeInMail(
  transaction: Connection,
  read: ReadMail,
  context: MailContext,
): Promise<string | null> {
  const note = await noteTarget(transaction, read.mail, context);
  if (note) return takeInNote(transaction, read, { context, ...note });
  if (read.mail.automatic === 'bounce' && read.mail.bounce) return takeInBounce(transaction, read, context);
  // Whatever its Reply-To says: what leaves by our own address never comes back as a ticket.
  if (read.mail.from && isOurAddress(read.mail.from.address, context.ownAddresses)) {
    await recordItem(transaction, { ...itemOf(read, context), state: 'ignored', reason: 'from-our-own-address' });
    return null;
  }
  return takeInRequest(transaction, read, { context, sender: senderOf(read.mail, context.ownAddresses) });
}

function itemOf(read: ReadMail, context: MailContext) {
  return {
    sourceId: context.source.id,
    externalId: read.externalId,
    contentSha256: read.rawSha256,
    rawSha256: read.rawSha256,
    now: context.now,
  };
}

/** The From of a web form is the form's; who is to be answered stands in Reply-To. One that names us answers nobody. */
function senderOf(mail: ParsedMail, ownAddresses: string[]): MailAddress | null {
  const replyTo = mail.replyTo.find(({ address }) => address !== '' && !isOurAddress(address, ownAddresses));
  return replyTo && replyTo.address !== mail.from?.address ? replyTo : (mail.from ?? null);
}

interface NoteTarget {
  ticketId: string;
  representative: { id: string; name: string } | null;
}

/**
 * The ticket of a notice that this mail answers: by the signed token in an address, or, where a mail program dropped
 * the address, by the notice's Message-ID when its recipient answers.
 */
async function noteTarget(transaction: Connection, mail: ParsedMail, context: MailContext): Promise<NoteTarget | null> {
  const addresses = [
    ...mail.deliveredTo,
    ...mail.to.map(({ address }) => address),
    ...mail.cc.map(({ address }) => address),
  ];
  const token = context.replyKey ? readReplyToken(addresses, context.replyKey) : null;
  const from = mail.from?.address.toLowerCase() ?? '';
  const references = [...new Set([mail.inReplyTo, ...mail.references].filter((id) => id !== null))];
  if (!token && references.length === 0) return null;
  const { rows } = await transaction.raw<{ rows: { ticket_id: string; id: string | null; name: string | null }[] }>(
    `SELECT found.ticket_id, representatives.id, representatives.name
     FROM (
       SELECT id AS ticket_id FROM tickets WHERE number = :number::bigint
       UNION ALL
       SELECT ticket_id FROM deliveries
         WHERE mail_message_id = ANY (:references::text[]) AND kind = 'redirection' AND recipient = :recipient
     ) found
     LEFT JOIN representatives ON lower(representatives.email) = :from
     LIMIT 1`,
    { number: token?.ticketNumber ?? null, references, from, recipient: fold(from) },
  );
  const [row] = rows;
  if (!row) return null;
  return { ticketId: row.ticket_id, representative: row.id ? { id: row.id, name: row.name ?? '' } : null };
}

async function takeInNote(
  transaction: Connection,
  read: ReadMail,
  note: NoteTarget & { context: MailContext },
): Promise<string | null> {
  const { mail } = read;
  await arriveNote(transaction, {
    ...itemOf(read, note.context),
    ticketId: note.ticketId,
    author: {
      name: note.representative?.name ?? mail.from?.name ?? null,
      address: mail.from?.address ?? null,
      representativeId: note.representative?.id ?? null,
    },
    text: mail.text,
    reply: mail.reply,
    mailMessageId: mail.messageId,
    automatic: mail.automatic,
    attachments: read.attachments,
  });
  return null;
}

async function takeInBounce(transaction: Connection, read: ReadMail, context: MailContext): Promise<string | null> {
  const { bounce } = read.mail;
  if (!bounce) return null;
  const failed = bounce.recipients.filter(({ action }) => action === 'failed' || action === 'unknown');
  const { ticketId } = await arriveBounce(transaction, {
    ...itemOf(read, context),
    originalMessageId: bounce.originalMessageId,
    hasFailed: failed.length > 0 || bounce.recipients.length === 0,
    diagnostic: failed.map(({ address, status, diagnostic }) => ({ address, status, words: diagnostic })),
  });
  return ticketId;
}

async function takeInRequest(
  transaction: Connection,
  read: ReadMail,
  { context, sender }: { context: MailContext; sender: MailAddress | null },
): Promise<string | null> {
  const { mail } = read;
  const { source } = context;
  const others = [...mail.to, ...mail.cc].map(({ address }) => address);
  const arrived = await arrive(
    transaction,
    {
      source: { id: source.id, channel: source.channel, tags: source.tags },
      externalId: read.externalId,
      contentSha256: read.rawSha256,
      rawSha256: read.rawSha256,
      sentAt: mail.date,
      now: context.now,
      contact: { name: sender?.name || null, email: sender?.address ?? null },
      subject: mail.subject || null,
      text: mail.text,
      reply: mail.reply,
      mailMessageId: mail.messageId,
      references: [...new Set([mail.inReplyTo, ...mail.references.toReversed()].filter((id) => id !== null))],
      threadRoot: mail.references[0] ?? mail.inReplyTo ?? mail.messageId,
      numberInSubject: ticketNumberInSubject(mail.subject),
      bodyHash: bodyHash(read),
      automatic: mail.automatic,
      suppressed: mail.suppressAutoResponse,
      recipients: { to: mail.to.map(({ address }) => address), cc: mail.cc.map(({ address }) => address) },
      copied: others.filter((address) => !isOurAddress(address, context.ownAddresses)),
      attachments: read.attachments,
      actor: { kind: 'source', id: source.id },
      draftReason: sender ? null : 'the mail names no sender',
    },
    context.desk,
  );
  return arrived.state === 'taken' ? arrived.ticketId : null;
}

/** Two copies of one mail differ in the headers of their ways; its words and files are the same. */
function bodyHash(read: ReadMail): Buffer {
  const { mail, attachments } = read;
  const files = attachments.map(({ name, sha256 }) => `${name}:${sha256?.toString('hex') ?? ''}`);
  return hashOf(JSON.stringify([mail.from?.address ?? null, mail.subject, mail.date, mail.text, files]));
}
