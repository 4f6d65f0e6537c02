import type { FetchedMail, MailBatch, MailboxCursor } from '../channels/email/imap-mailbox.ts';
import type { Connection } from '../database/connect.ts';
import { keepRaws, packRaw, type RawItem } from '../database/files.ts';
import { knownContents, knownExternalIds, recordItem, type ItemEnd } from '../database/inbound-items.ts';
import { loadDesk } from '../database/load-desk.ts';
import { listOwnAddresses, writeCursor, type Source } from '../database/sources.ts';
import { isTransient, isTooSlow } from '../database/transient.ts';
import type { ImapAccount } from '../domain/email-account.schema.ts';
import { lookAt } from './look-at.ts';
import { readMail, type UnreadableMail } from './read-mail.ts';
import { takeInMail, type MailContext, type ReadMail } from './take-in-mail.ts';
import type { Tools } from './tools.ts';

export interface MailBatchWork {
  source: Source;
  account: ImapAccount;
  /** `lastUid` null: what a poll left out before, which does not move where polls go on. */
  batch: Omit<MailBatch, 'lastUid'> & { lastUid: number | null };
}

/** What is to become of each mail of a batch, before the transaction that writes it. */
export interface MailBatchPlan {
  reads: { item: FetchedMail; outcome: ReadMail | UnreadableMail; raw: RawItem }[];
  repeated: { item: FetchedMail; repeats: string }[];
}

/** Takes in a batch of fetched mail and moves the cursor, in one transaction. @returns how many mails were new */
export async function commitMailBatch(tools: Tools, work: MailBatchWork, plan: MailBatchPlan): Promise<number> {
  const context: MailContext = {
    source: work.source,
    now: new Date().toISOString(),
    desk: await loadDesk(tools.database),
    ownAddresses: await listOwnAddresses(tools.database),
    replyKey: tools.replyKey,
  };
  const externalIds = plan.reads.map(({ item }) => externalIdOf(work.batch, item));
  await tools.failPoint('arrive:fetched', { externalIds });
  const write = (takeIn: TakesIn) =>
    tools.database.transaction(async (transaction) => {
      const written = await writeBatch({ tools, transaction, work, plan, context, takeIn });
      await tools.failPoint('arrive:before-commit', { externalIds });
      return written;
    });
  const ticketIds = await write(takeInTogether).catch((error: unknown) => {
    if (passesByItself(error)) throw error;
    return write(takeInOrPark);
  });
  await tools.failPoint('arrive:after-commit', { externalIds });
  for (const ticketId of ticketIds) void lookAt(tools, ticketId);
  return plan.reads.length;
}

/** Leaves out what is known by its id, and tells apart what comes again under a new UIDVALIDITY: the same bytes in the same mailbox. */
export async function planMailBatch(tools: Tools, { source, account, batch }: MailBatchWork): Promise<MailBatchPlan> {
  const known = await knownExternalIds(
    tools.database,
    source.id,
    batch.items.map((item) => externalIdOf(batch, item)),
  );
  const unknown = batch.items.filter((item) => !known.has(externalIdOf(batch, item)));
  const contents = await knownContents(
    tools.database,
    source.id,
    unknown.map(({ sha256 }) => Buffer.from(sha256, 'hex')),
  );
  const thisValidity = `${batch.mailbox}/${batch.uidValidity}/`;
  const repeatsOf = (item: FetchedMail) =>
    contents.get(item.sha256)?.find((id) => id.startsWith(`${batch.mailbox}/`) && !id.startsWith(thisValidity));
  const fresh = unknown.filter((item) => !repeatsOf(item));
  const repeated = unknown.flatMap((item) => {
    const repeats = repeatsOf(item);
    return repeats ? [{ item, repeats }] : [];
  });
  const reads = await Promise.all(
    fresh.map(async (item) => ({
      item,
      raw: await packRaw(item.raw, Buffer.from(item.sha256, 'hex')),
      outcome: await readMail(tools.database, {
        item,
        externalId: externalIdOf(batch, item),
        maxBytes: account.maxMailBytes,
      }),
    })),
  );
  return { reads, repeated };
}

/** Mailbox, UIDVALIDITY, UID and the hash of its bytes: what a mail is known by. */
function externalIdOf(batch: Pick<MailBatch, 'mailbox' | 'uidValidity'>, item: FetchedMail): string {
  return `${batch.mailbox}/${batch.uidValidity}/${item.uid}/${item.sha256}`;
}

interface Writing {
  tools: Tools;
  transaction: Connection;
  work: MailBatchWork;
  plan: MailBatchPlan;
  context: MailContext;
  takeIn: TakesIn;
}

async function writeBatch({ tools, transaction, work, plan, context, takeIn }: Writing): Promise<string[]> {
  const { batch, source } = work;
  const ticketIds: string[] = [];
  await keepRaws(
    transaction,
    plan.reads.map(({ raw }) => raw),
  );
  for (const { item, outcome, raw } of plan.reads) {
    const { sha256 } = raw;
    const end = {
      sourceId: source.id,
      externalId: externalIdOf(batch, item),
      contentSha256: sha256,
      rawSha256: sha256,
      now: context.now,
    };
    if ('errorCode' in outcome) {
      await recordItem(transaction, { ...end, ...outcome, state: 'parked', reason: null });
      continue;
    }
    const ticketId = await takeIn({ tools, transaction, read: outcome, context, end });
    if (ticketId) ticketIds.push(ticketId);
  }
  for (const { item, repeats } of plan.repeated) {
    const contentSha256 = Buffer.from(item.sha256, 'hex');
    const externalId = externalIdOf(batch, item);
    await recordItem(transaction, {
      sourceId: source.id,
      externalId,
      state: 'repeated',
      reason: repeats,
      contentSha256,
      rawSha256: null,
      now: context.now,
    });
  }
  if (batch.lastUid === null) return ticketIds;
  const cursor: MailboxCursor = { uidValidity: batch.uidValidity, lastUid: batch.lastUid };
  await writeCursor(transaction, { sourceId: source.id, mailbox: batch.mailbox, cursor, now: context.now });
  return ticketIds;
}

interface TakeIn {
  tools: Tools;
  transaction: Connection;
  read: ReadMail;
  context: MailContext;
  end: Omit<ItemEnd, 'state' | 'reason'>;
}

type TakesIn = (mail: TakeIn) => Promise<string | null>;

/** Without savepoints, which cost more than the mail: if one mail fails, nothing is written and all are taken in with care. */
function takeInTogether({ transaction, read, context }: TakeIn): Promise<string | null> {
  return takeInMail(transaction, read, context);
}

/** A savepoint each: one mail that the desk stumbles over is parked, and the next is not delayed. */
async function takeInOrPark({ tools, transaction, read, context, end }: TakeIn): Promise<string | null> {
  try {
    return await transaction.transaction((savepoint) => takeInMail(savepoint, read, context));
  } catch (error) {
    if (passesByItself(error)) throw error;
    tools.log.error({ externalId: end.externalId, error }, 'a mail could not be taken in and was parked');
    await recordItem(transaction, {
      ...end,
      state: 'parked',
      reason: null,
      errorCode: 'UNEXPECTED',
      errorDetail: 'the desk stumbled over this mail; the log has the details',
    });
    return null;
  }
}

/** A statement that takes too long for one mail would do so again with every poll: such a mail is parked. */
function passesByItself(error: unknown): boolean {
  return isTransient(error) && !isTooSlow(error);
}
