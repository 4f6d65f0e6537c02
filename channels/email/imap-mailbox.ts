import { createHash } from 'node:crypto';
import type { ImapFlow, MailboxObject } from 'imapflow';
import type { ImapAccount } from '../../domain/email-account.schema.ts';
import { openImap } from './imap-connection.ts';
import type { ImapConnectionOptions } from './imap-connection.ts';
import { imapFault } from './imap-fault.ts';
import { mailBatches } from './mail-batches.ts';
import type { ListedMail } from './mail-batches.ts';
import { uidRange } from './uid-range.ts';

/**
 * Fetches what is new in the mailboxes of one account: one connection a poll, mailboxes opened read-only (EXAMINE), so
 * that nothing is ever marked as seen. First the sizes of all new mails in one answer, then their bytes in bounded
 * batches; each batch can be committed before the next is fetched.
 */

export type MailboxCursor = { uidValidity: string; lastUid: number };

export type FetchedMail = {
  uid: number;
  receivedAt: Date;
  /** Bytes on the server. */
  size: number;
  /** The whole mail; its first 64 KiB when it is oversized; empty when the server could not give it. */
  raw: Buffer;
  /** SHA-256 of `raw`, hexadecimal. */
  sha256: string;
  oversized: boolean;
  /** The server lists this mail but cannot give its bytes. */
  unavailable: boolean;
};

export type MailBatch = {
  mailbox: string;
  uidValidity: string;
  items: FetchedMail[];
  /** What the cursor becomes when this batch is committed. */
  lastUid: number;
};

export type FetchOptions = ImapConnectionOptions & { batchBytes?: number; batchMails?: number };

const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_MAILS = 200;
const OVERSIZED_KEPT_BYTES = 64 * 1024;

/**
 * New mails per mailbox, oldest first. `cursors` holds what was taken in before, by mailbox name; where UIDVALIDITY
 * differs all UIDs are void and everything comes again from UID 1: the caller knows mails by their SHA-256.
 * A mailbox that cannot be opened does not hold up the others; its error is thrown when they are done.
 * Errors: MAIL_LOGIN_REJECTED, MAIL_UNREACHABLE, MAIL_TOKEN_REFUSED, NOT_FOUND (no such mailbox), and those of opening
 * the secret; the signal's reason after an abort.
 */
export async function* fetchNewMails(
  account: ImapAccount,
  cursors: Readonly<Record<string, MailboxCursor | undefined>>,
  options: FetchOptions,
): AsyncGenerator<MailBatch, void, undefined> {
  await using connection = await openImap(account, options);
  const { client } = connection;
  const missing: unknown[] = [];
  try {
    for (const mailbox of account.mailboxes) {
      const lock = await openMailbox(client, mailbox).catch((error: unknown) => void missing.push(error));
      if (!lock) {
        if (!client.usable) throw missing[0];
        continue;
      }
      try {
        yield* newMailsOf(client, { mailbox, cursor: cursors[mailbox], account, options });
      } finally {
        lock.release();
      }
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    throw imapFault(connection.fault() ?? error, account);
  }
  if (missing.length > 0) throw imapFault(missing[0], account);
}

/** Opens a folder read-only. */
export async function openMailbox(client: ImapFlow, mailbox: string) {
  try {
    return await client.getMailboxLock(mailbox, { readOnly: true });
  } catch (error) {
    throw Object.assign(Object(error), { mailbox });
  }
}

type MailboxTask = {
  mailbox: string;
  cursor: MailboxCursor | undefined;
  account: ImapAccount;
  options: FetchOptions;
};

async function* newMailsOf(client: ImapFlow, task: MailboxTask): AsyncGenerator<MailBatch, void, undefined> {
  const { mailbox, cursor, account, options } = task;
  const box = client.mailbox;
  if (!box) throw new Error(`${mailbox} closed while it was read`);
  const uidValidity = String(box.uidValidity);
  const isKnown = cursor?.uidValidity === uidValidity;
  const lastUid = isKnown ? cursor.lastUid : 0;
  const listed = hasNothingAfter(box, lastUid) ? [] : await listMails(client, lastUid);
  // An empty batch tells the caller of a new UIDVALIDITY.
  if (listed.length === 0 && !isKnown) yield { mailbox, uidValidity, items: [], lastUid };
  const limits = { bytes: options.batchBytes ?? BATCH_BYTES, mails: options.batchMails ?? BATCH_MAILS };
  for (const batch of mailBatches(listed, { ...limits, maxMailBytes: account.maxMailBytes })) {
    const items = await fetchBatch(client, batch, account.maxMailBytes);
    yield { mailbox, uidValidity, items, lastUid: batch.at(-1)?.uid ?? lastUid };
  }
}

/** Spares the round trip: most polls find nothing new, and opening the mailbox already told the next UID. */
function hasNothingAfter(box: MailboxObject, lastUid: number): boolean {
  return box.exists === 0 || (box.uidNext > 0 && box.uidNext <= lastUid + 1);
}

async function listMails(client: ImapFlow, lastUid: number): Promise<ListedMail[]> {
  const listed = new Map<number, ListedMail>();
  const query = { uid: true, size: true, internalDate: true };
  for await (const { uid, size, internalDate } of client.fetch(`${lastUid + 1}:*`, query, { uid: true })) {
    // RFC 3501: n:* holds the last message even when its UID is below n.
    if (uid > lastUid) listed.set(uid, { uid, size: size ?? 0, receivedAt: dateOf(internalDate) });
  }
  return [...listed.values()].toSorted((a, b) => a.uid - b.uid);
}

/** The bytes of these mails, bounded; those deleted meanwhile are left out. */
export async function fetchBatch(client: ImapFlow, batch: ListedMail[], maxMailBytes: number): Promise<FetchedMail[]> {
  const large = batch.filter((mail) => mail.size > maxMailBytes);
  const normal = batch.filter((mail) => mail.size <= maxMailBytes);
  const sources = new Map([
    // One byte more than allowed: servers tell sizes that are not exact, and then it shows.
    ...(await fetchSources(client, normal, maxMailBytes + 1)),
    ...(await fetchSources(client, large, OVERSIZED_KEPT_BYTES)),
  ]);
  for (const uid of await stillThere(client, missingFrom(batch, sources))) sources.set(uid, null);
  return batch.flatMap((mail) => {
    const source = sources.get(mail.uid);
    return source === undefined ? [] : [toFetchedMail(mail, source, maxMailBytes)];
  });
}

function missingFrom(batch: ListedMail[], sources: Map<number, Buffer | null>): number[] {
  return batch.map((mail) => mail.uid).filter((uid) => !sources.has(uid));
}

/**
 * Of mails that were listed but did not come: those still in the mailbox. The others somebody deleted meanwhile; a
 * mail that the server leaves out must be known of, since the cursor goes past it.
 */
async function stillThere(client: ImapFlow, uids: number[]): Promise<number[]> {
  if (uids.length === 0) return [];
  const found = await client.search({ uid: uidRange(uids) }, { uid: true });
  return found || uids;
}

/** `null` stands for a mail that the server cannot give. */
async function fetchSources(
  client: ImapFlow,
  mails: ListedMail[],
  maxLength: number,
): Promise<Map<number, Buffer | null>> {
  const sources = new Map<number, Buffer | null>();
  if (mails.length === 0) return sources;
  const range = uidRange(mails.map((mail) => mail.uid));
  try {
    const query = { uid: true, source: { maxLength } };
    for await (const { uid, source } of client.fetch(range, query, { uid: true })) sources.set(uid, source ?? null);
    return sources;
  } catch (error) {
    if (!wasRefused(error)) throw error;
    if (mails.length === 1) return sources.set(mails[0]?.uid ?? 0, null);
  }
  // Some servers refuse a whole FETCH for one broken mail: that one must not hold up the others for ever.
  for (const mail of mails)
    if (!sources.get(mail.uid))
      for (const [uid, source] of await fetchSources(client, [mail], maxLength)) sources.set(uid, source);
  return sources;
}

function wasRefused(error: unknown): boolean {
  const { responseStatus }: { responseStatus?: string } = Object(error);
  return responseStatus === 'NO';
}

function toFetchedMail(mail: ListedMail, source: Buffer | null, maxMailBytes: number): FetchedMail {
  const oversized = mail.size > maxMailBytes || (source?.length ?? 0) > maxMailBytes;
  const raw = (oversized ? source?.subarray(0, OVERSIZED_KEPT_BYTES) : source) ?? Buffer.alloc(0);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return {
    ...mail,
    size: Math.max(mail.size, source?.length ?? 0),
    raw,
    sha256,
    oversized,
    unavailable: source === null,
  };
}

function dateOf(internalDate: Date | string | undefined): Date {
  const date = new Date(internalDate ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? new Date() : date;
}
