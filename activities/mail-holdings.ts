import { fetchListed, listMails, type BoxOfMails } from '../channels/email/list-mails.ts';
import { hintOf, type AuditedSource } from '../client/audited-source.ts';
import { knownUids } from '../database/known-uids.ts';
import type { Source } from '../database/sources.ts';
import { imapAccount } from '../domain/email-account.schema.ts';
import { commitMailBatch, planMailBatch } from './commit-mail-batch.ts';
import type { Tools } from './tools.ts';

/** What the mailboxes of a source hold, against what the desk has heard of: by mailbox, UIDVALIDITY and UID. */
export function mailHoldings(tools: Tools, source: Source): AuditedSource {
  const account = imapAccount.parse(source.settings);
  const options = (signal: AbortSignal) => ({
    signal,
    credential: (rejected?: string) => tools.credentials(account.auth, `source:${source.id}`, rejected),
  });
  return {
    async *held(period) {
      for await (const { mailbox, uidValidity, mails } of listMails(account, period, options(period.signal)))
        yield mails.map(({ uid, receivedAt, subject }) => ({
          itemId: `${mailbox}/${uidValidity}/${uid}`,
          at: receivedAt.toISOString(),
          hint: hintOf(subject),
        }));
    },
    async known(itemIds) {
      const known = new Set<string>();
      for (const { mailbox, uidValidity, mails } of boxesOf(itemIds)) {
        const uids = await knownUids(tools.database, { sourceId: source.id, mailbox, uidValidity, uids: mails });
        for (const uid of uids) known.add(`${mailbox}/${uidValidity}/${uid}`);
      }
      return known;
    },
    async bring(itemIds, signal) {
      for await (const { mails, ...box } of fetchListed(account, boxesOf(itemIds), options(signal))) {
        const work = { source, account, batch: { ...box, items: mails, lastUid: null } };
        await commitMailBatch(tools, work, await planMailBatch(tools, work));
      }
    },
  };
}

function boxesOf(itemIds: readonly string[]): BoxOfMails<number>[] {
  const boxes = new Map<string, BoxOfMails<number>>();
  for (const itemId of itemIds) {
    const [, mailbox = '', uidValidity = '', uid] = /^(.+)\/(\d+)\/(\d+)$/s.exec(itemId) ?? [];
    const key = `${mailbox}/${uidValidity}`;
    const box = boxes.get(key) ?? { mailbox, uidValidity, mails: [] };
    box.mails.push(Number(uid));
    boxes.set(key, box);
  }
  return [...boxes.values()];
}
