import type { ImapFlow } from 'imapflow';
import type { ImapAccount } from '../../domain/email-account.schema.ts';
import { openImap, type ImapConnectionOptions } from './imap-connection.ts';
import { imapFault } from './imap-fault.ts';
import { fetchBatch, openMailbox, type FetchedMail } from './imap-mailbox.ts';
import { mailBatches, type ListedMail } from './mail-batches.ts';
import { uidRange } from './uid-range.ts';

/** A mail as its mailbox lists it. */
export interface MailInBox {
  uid: number;
  receivedAt: Date;
  subject: string;
}

export interface BoxOfMails<Mail> {
  mailbox: string;
  uidValidity: string;
  mails: Mail[];
}

const DAY_MILLISECONDS = 86_400_000;
const AT_ONCE = 500;
const LIMITS = { bytes: 8 * 1024 * 1024, mails: 100 };

/**
 * What the mailboxes of an account hold that the server received in a period; `to` is excluded. Read-only. Errors: as of
 * fetchNewMails.
 */
export async function* listMails(
  account: ImapAccount,
  period: { from: string; to: string },
  options: ImapConnectionOptions,
): AsyncGenerator<BoxOfMails<MailInBox>> {
  for await (const { client, mailbox, uidValidity } of openBoxes(account, account.mailboxes, options)) {
    const uids = await findUids(client, period);
    for (let first = 0; first < uids.length; first += AT_ONCE) {
      const listed = await listOf(client, uids.slice(first, first + AT_ONCE));
      yield { mailbox, uidValidity, mails: listed.filter(({ receivedAt }) => isWithin(receivedAt, period)) };
    }
  }
}

/** The bytes of these mails, a bounded batch at a time; those that are gone are left out. Read-only. Errors: as above. */
export async function* fetchListed(
  account: ImapAccount,
  wanted: readonly BoxOfMails<number>[],
  options: ImapConnectionOptions,
): AsyncGenerator<BoxOfMails<FetchedMail>> {
  const names = [...new Set(wanted.map(({ mailbox }) => mailbox))];
  for await (const { client, mailbox, uidValidity } of openBoxes(account, names, options)) {
    const uids = wanted
      .filter((box) => box.mailbox === mailbox && box.uidValidity === uidValidity)
      .flatMap(({ mails }) => mails)
      .toSorted((one, other) => one - other);
    if (uids.length === 0) continue;
    for (const batch of mailBatches(await sizesOf(client, uids), { ...LIMITS, maxMailBytes: account.maxMailBytes })) {
      yield { mailbox, uidValidity, mails: await fetchBatch(client, batch, account.maxMailBytes) };
    }
  }
}

async function* openBoxes(
  account: ImapAccount,
  mailboxes: readonly string[],
  options: ImapConnectionOptions,
): AsyncGenerator<{ client: ImapFlow; mailbox: string; uidValidity: string }> {
  await using connection = await openImap(account, options);
  const { client } = connection;
  try {
    for (const mailbox of mailboxes) {
      const lock = await openMailbox(client, mailbox);
      try {
        if (client.mailbox) yield { client, mailbox, uidValidity: String(client.mailbox.uidValidity) };
      } finally {
        lock.release();
      }
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    throw imapFault(connection.fault() ?? error, account);
  }
}

/** RFC 3501: SINCE and BEFORE look at the day only, in whatever zone the server keeps; so a day more on both sides. */
async function findUids(client: ImapFlow, { from, to }: { from: string; to: string }): Promise<number[]> {
  const since = new Date(Date.parse(from) - DAY_MILLISECONDS);
  const before = new Date(Date.parse(to) + 2 * DAY_MILLISECONDS);
  const found = await client.search({ since, before }, { uid: true });
  return (found || []).toSorted((one, other) => one - other);
}

async function listOf(client: ImapFlow, uids: number[]): Promise<MailInBox[]> {
  const mails: MailInBox[] = [];
  const query = { uid: true, internalDate: true, envelope: true };
  for await (const { uid, internalDate, envelope } of client.fetch(uidRange(uids), query, { uid: true })) {
    mails.push({ uid, receivedAt: new Date(internalDate ?? 0), subject: envelope?.subject ?? '' });
  }
  return mails;
}

async function sizesOf(client: ImapFlow, uids: number[]): Promise<ListedMail[]> {
  const mails: ListedMail[] = [];
  const query = { uid: true, size: true, internalDate: true };
  for await (const { uid, size, internalDate } of client.fetch(uidRange(uids), query, { uid: true })) {
    mails.push({ uid, size: size ?? 0, receivedAt: new Date(internalDate ?? Date.now()) });
  }
  return mails.toSorted((one, other) => one.uid - other.uid);
}

function isWithin(at: Date, { from, to }: { from: string; to: string }): boolean {
  return at.getTime() >= Date.parse(from) && at.getTime() < Date.parse(to);
}
