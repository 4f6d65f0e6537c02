import { Context } from '@temporalio/activity';
import { fetchNewMails, type MailboxCursor } from '../channels/email/imap-mailbox.ts';
import { findSource, readCursor, recordPoll, type Source } from '../database/sources.ts';
import { isTransient } from '../database/transient.ts';
import { imapAccount, type ImapAccount } from '../domain/email-account.schema.ts';
import { DeskError } from '../domain/errors.ts';
import { commitMailBatch, planMailBatch } from './commit-mail-batch.ts';
import { pollPlatform } from './poll-platform.ts';
import { nothingPolled, type PollResult } from './poll-result.ts';
import type { Tools } from './tools.ts';

/** Hostile mail may take seconds each: a batch is small enough to be committed within the poll's time, whatever it holds. */
const BATCH_MAILS = 100;

const databaseTrouble = { code: 'TRANSIENT', message: 'the database did not take in what was fetched; trying again' };

/**
 * Polls one source once. Each batch is committed with its cursor while the next is fetched and parsed, in order, so a
 * poll that dies goes on where it stopped. What goes wrong stands on the source; the next poll comes by the schedule.
 */
export async function pollSource(tools: Tools, { sourceId }: { sourceId: string }): Promise<PollResult> {
  const source = await findSource(tools.database, sourceId);
  if (!source.isOn) return nothingPolled;
  if (source.channel === 'email') return pollMailboxes(tools, source);
  return pollPlatform(tools, source, Context.current().cancellationSignal);
}

async function pollMailboxes(tools: Tools, source: Source): Promise<PollResult> {
  const sourceId = source.id;
  const now = () => new Date().toISOString();
  let itemCount = 0;
  let committing = Promise.resolve(0);
  try {
    const account = imapAccount.parse(source.settings);
    for await (const batch of fetchNewMails(
      account,
      await cursorsOf(tools, source, account),
      imapOptions(tools, source, account),
    )) {
      const work = { source, account, batch };
      const plan = await planMailBatch(tools, work);
      itemCount += await committing;
      committing = commitMailBatch(tools, work, plan);
      // Told where it is awaited: the next batch is fetched and parsed meanwhile.
      committing.catch(() => {});
    }
    itemCount += await committing;
    await recordPoll(tools.database, { sourceId, now: now(), itemCount, error: null });
    return { itemCount, errorCode: null };
  } catch (error) {
    itemCount += await committing.catch(() => 0);
    if (isTransient(error)) {
      // With the database away there is nowhere to write it; whatever else passes by itself stands on the source.
      await recordPoll(tools.database, { sourceId, now: now(), itemCount, error: databaseTrouble }).catch(() => {});
      throw error;
    }
    const known = error instanceof DeskError ? error : new DeskError('UNEXPECTED', 'the poll failed', { cause: error });
    if (known.code === 'UNEXPECTED') tools.log.error({ sourceId, error }, 'a poll failed');
    await recordPoll(tools.database, {
      sourceId,
      now: now(),
      itemCount,
      error: { code: known.code, message: known.message },
    });
    return { itemCount, errorCode: known.code };
  } finally {
    await committing.catch(() => {});
  }
}

function imapOptions(tools: Tools, source: Source, account: ImapAccount) {
  return {
    batchMails: BATCH_MAILS,
    signal: Context.current().cancellationSignal,
    credential: (rejected?: string) => tools.credentials(account.auth, `source:${source.id}`, rejected),
  };
}

async function cursorsOf(
  tools: Tools,
  source: Source,
  account: ImapAccount,
): Promise<Record<string, MailboxCursor | undefined>> {
  const entries = account.mailboxes.map(async (mailbox) => {
    const cursor = await readCursor<MailboxCursor>(tools.database, source.id, mailbox);
    return [mailbox, cursor ?? undefined] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
