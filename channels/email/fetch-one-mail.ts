import type { ImapAccount } from '../../domain/email-account.schema.ts';
import { openImap, type ImapConnectionOptions } from './imap-connection.ts';
import { imapFault } from './imap-fault.ts';
import { fetchBatch, openMailbox, type FetchedMail } from './imap-mailbox.ts';

export type MailPlace = { mailbox: string; uidValidity: string; uid: number };

/**
 * Fetches one mail again, by where it was found.
 * @returns null when it is no longer there, or the folder was made anew. Errors: as of fetchNewMails
 */
export async function fetchOneMail(
  account: ImapAccount,
  { mailbox, uidValidity, uid }: MailPlace,
  options: ImapConnectionOptions,
): Promise<FetchedMail | null> {
  await using connection = await openImap(account, options);
  const { client } = connection;
  try {
    const lock = await openMailbox(client, mailbox);
    try {
      if (!client.mailbox || String(client.mailbox.uidValidity) !== uidValidity) return null;
      const listed = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true });
      if (!listed) return null;
      const mail = { uid, size: listed.size ?? 0, receivedAt: new Date() };
      return (await fetchBatch(client, [mail], account.maxMailBytes))[0] ?? null;
    } finally {
      lock.release();
    }
  } catch (error) {
    throw imapFault(connection.fault() ?? error, account);
  }
}
