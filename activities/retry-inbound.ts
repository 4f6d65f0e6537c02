import { fetchOneMail } from '../channels/email/fetch-one-mail.ts';
import type { FetchedMail } from '../channels/email/imap-mailbox.ts';
import { keepRaws, packRaw, readRaw } from '../database/files.ts';
import { loadDesk } from '../database/load-desk.ts';
import { findSource, listOwnAddresses, type Source } from '../database/sources.ts';
import { imapAccount, type ImapAccount } from '../domain/email-account.schema.ts';
import { DeskError } from '../domain/errors.ts';
import { lookAt } from './look-at.ts';
import { readMail } from './read-mail.ts';
import { retryPlatformItem } from './retry-platform-item.ts';
import { takeInMail } from './take-in-mail.ts';
import type { Tools } from './tools.ts';

interface ParkedItem {
  id: string;
  source_id: string;
  external_id: string;
  state: string;
  error_code: string | null;
  raw_sha256: Buffer | null;
  received_at: Date;
}

/**
 * Tries a parked item again.
 * @returns the ticket that it went to, or null when it is no customer's request
 * @throws DeskError NOT_FOUND, REFUSED (not parked, or no longer where it came from), why it is still unreadable, or why
 *   it cannot be fetched
 */
export async function retryInbound(tools: Tools, itemId: string): Promise<string | null> {
  const item = await tools.database('inbound_items').where({ id: itemId }).first<ParkedItem | undefined>();
  if (!item) throw new DeskError('NOT_FOUND', `there is no inbound item ${itemId}`);
  if (item.state !== 'parked') throw new DeskError('REFUSED', `the item is ${item.state}, not parked`);
  const source = await findSource(tools.database, item.source_id);
  if (source.channel !== 'email') return retryPlatformItem(tools, { item, source });
  return retryMail(tools, { item, source });
}

/**
 * Tries a parked mail again: from its raw bytes after an update, or fetched anew where not all of it is kept, under a
 * higher limit say.
 */
async function retryMail(tools: Tools, { item, source }: { item: ParkedItem; source: Source }): Promise<string | null> {
  const account = imapAccount.parse(source.settings);
  const fetched = (await keptMail(tools, item)) ?? (await fetchAgain(tools, { item, source, account }));
  const { maxMailBytes: maxBytes } = account;
  const read = await readMail(tools.database, { item: fetched, externalId: item.external_id, maxBytes });
  if ('errorCode' in read)
    throw new DeskError(fetched.oversized ? 'MAIL_TOO_LARGE' : 'MAIL_UNREADABLE', read.errorDetail);
  const raw = await packRaw(fetched.raw, read.rawSha256);
  const context = {
    source,
    now: new Date().toISOString(),
    desk: await loadDesk(tools.database),
    ownAddresses: await listOwnAddresses(tools.database),
    replyKey: tools.replyKey,
  };
  const ticketId = await tools.database.transaction(async (transaction) => {
    // The parked row gives way to the one that taking in writes; both have the same external id.
    const removed = await transaction('inbound_items').where({ id: item.id, state: 'parked' }).delete();
    if (removed === 0) throw new DeskError('CONFLICT', 'somebody else retried it first');
    await keepRaws(transaction, [raw]);
    return takeInMail(transaction, read, context);
  });
  if (ticketId) void lookAt(tools, ticketId);
  return ticketId;
}

type MailBytes = Pick<FetchedMail, 'raw' | 'sha256' | 'size' | 'oversized' | 'unavailable'>;

/** The mail as it is kept; null where only its first part is, or nothing. */
async function keptMail(tools: Tools, item: ParkedItem): Promise<MailBytes | null> {
  if (!item.raw_sha256 || item.error_code === 'MAIL_TOO_LARGE') return null;
  const raw = await readRaw(tools.database, item.raw_sha256);
  if (!raw || raw.length === 0) return null;
  return { raw, sha256: item.raw_sha256.toString('hex'), size: raw.length, oversized: false, unavailable: false };
}

async function fetchAgain(
  tools: Tools,
  { item, source, account }: { item: ParkedItem; source: Source; account: ImapAccount },
): Promise<MailBytes> {
  const [, mailbox, uidValidity, uid] = /^(.+)\/(\d+)\/(\d+)\/[0-9a-f]{64}$/s.exec(item.external_id) ?? [];
  const place = mailbox && uidValidity ? { mailbox, uidValidity, uid: Number(uid) } : null;
  const credential = (rejected?: string) => tools.credentials(account.auth, `source:${source.id}`, rejected);
  const found = place && (await fetchOneMail(account, place, { credential }));
  if (!found)
    throw new DeskError(
      'REFUSED',
      'not all of the mail is kept and it is no longer in the mailbox; have it sent again',
    );
  return found;
}
