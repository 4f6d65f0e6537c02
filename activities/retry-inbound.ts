import { readRaw } from '../database/files.ts';
import { loadDesk } from '../database/load-desk.ts';
import { findSource, listOwnAddresses } from '../database/sources.ts';
import { imapAccount } from '../domain/email-account.schema.ts';
import { DeskError } from '../domain/errors.ts';
import { lookAt } from './look-at.ts';
import { readMail } from './read-mail.ts';
import { takeInMail } from './take-in-mail.ts';
import type { Tools } from './tools.ts';

interface ParkedItem {
  id: string;
  source_id: string;
  external_id: string;
  state: string;
  error_code: string | null;
  raw_sha256: Buffer | null;
}

/**
 * Tries a parked mail again, from its raw bytes: after an update, or with a higher limit.
 * @returns the ticket that it went to, or null when it is no customer's request
 * @throws DeskError NOT_FOUND, REFUSED (not parked, or only its first part is kept), or why it is still unreadable
 */
export async function retryInbound(tools: Tools, itemId: string): Promise<string | null> {
  const item = await tools.database('inbound_items').where({ id: itemId }).first<ParkedItem | undefined>();
  if (!item) throw new DeskError('NOT_FOUND', `there is no inbound item ${itemId}`);
  if (item.state !== 'parked') throw new DeskError('REFUSED', `the item is ${item.state}, not parked`);
  const raw = item.raw_sha256 ? await readRaw(tools.database, item.raw_sha256) : null;
  if (!raw || item.error_code === 'MAIL_TOO_LARGE') {
    throw new DeskError(
      'REFUSED',
      'only the first part of the mail is kept; raise the limit of the source and have it delivered again',
    );
  }
  const source = await findSource(tools.database, item.source_id);
  const sha256 = item.raw_sha256?.toString('hex') ?? '';
  const fetched = { raw, sha256, size: raw.length, oversized: false, unavailable: false };
  const maxBytes = imapAccount.parse(source.settings).maxMailBytes;
  const read = await readMail(tools.database, { item: fetched, externalId: item.external_id, maxBytes });
  if ('errorCode' in read) throw new DeskError('MAIL_UNREADABLE', read.errorDetail);
  const context = {
    source,
    now: new Date().toISOString(),
    desk: await loadDesk(tools.database),
    ownAddresses: await listOwnAddresses(tools.database),
    replyKey: tools.replyKey,
  };
  const ticketId = await tools.database.transaction(async (transaction) => {
    // The parked row gives way to the one that taking in writes; both have the same external id.
    const removed = await transaction('inbound_items').where({ id: itemId, state: 'parked' }).delete();
    if (removed === 0) throw new DeskError('CONFLICT', 'somebody else retried it first');
    return takeInMail(transaction, read, context);
  });
  if (ticketId) void lookAt(tools, ticketId);
  return ticketId;
}
