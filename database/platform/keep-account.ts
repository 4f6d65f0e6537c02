import type { SecretRef } from '../../domain/secret-ref.ts';
import { DeskError } from '../../domain/errors.ts';
import type { Connection } from '../connect.ts';
import { adoptItems } from './adopt-items.ts';

/** What is older than this when an account is first proven becomes no tickets: an old account would flood the desk. */
const FIRST_DAYS = 14;

/** An account that proved to work. */
export interface KeptAccount {
  sourceId: string;
  accountId: string;
  accountName: string;
  tokenEndsAt: string | null;
  /** What was exchanged or renewed, sealed, by the name of the setting. */
  secrets: Record<string, SecretRef>;
  /** Whether its token is a new one: it is renewed so long after that. */
  hasNewToken: boolean;
  now: string;
}

/**
 * Keeps what a working account told of itself on its source, with what is known of its items from a source before.
 * @throws DeskError INVALID_INPUT when another source has the account
 */
export async function keepAccount(transaction: Connection, kept: KeptAccount): Promise<void> {
  const { sourceId, accountId, accountName, secrets, now } = kept;
  await refuseSecondSource(transaction, kept);
  const update = transaction.raw<{ rowCount: number }>(
    `UPDATE sources SET account_id = :accountId, account_name = :accountName, token_ends_at = :tokenEndsAt,
       settings = settings || :secrets::jsonb, version = version + 1,
       takes_from = coalesce(takes_from, :now::timestamptz - make_interval(days => :firstDays)),
       token_refreshed_at = CASE WHEN :hasNewToken::boolean OR token_refreshed_at IS NULL
         THEN :now::timestamptz ELSE token_refreshed_at END
     WHERE id = :sourceId AND removed_at IS NULL`,
    {
      sourceId,
      accountId,
      accountName: accountName.slice(0, 200),
      tokenEndsAt: kept.tokenEndsAt,
      secrets: JSON.stringify(secrets),
      firstDays: FIRST_DAYS,
      hasNewToken: kept.hasNewToken || Object.keys(secrets).length > 0,
      now,
    },
  );
  const { rowCount } = await update.catch((error: unknown) => {
    const isTaken = (Object(error) as { constraint?: unknown }).constraint === 'sources_account';
    if (!isTaken) throw error;
    // Somebody gave it to another source in the same moment.
    throw new DeskError('INVALID_INPUT', `${accountName} is the account of another source already`);
  });
  if (rowCount === 0) throw new DeskError('NOT_FOUND', 'the source was removed meanwhile');
  await adoptItems(transaction, { sourceId, accountId });
}

/**
 * One account stands for one source: two would take each of its items in twice.
 * @throws DeskError INVALID_INPUT naming the other source
 */
export async function refuseSecondSource(
  connection: Connection,
  { sourceId, accountId, accountName }: Pick<KeptAccount, 'sourceId' | 'accountId' | 'accountName'>,
): Promise<void> {
  const other = await connection('sources')
    .where({ account_id: accountId, removed_at: null })
    .where({ channel: connection('sources').where({ id: sourceId }).select('channel') })
    .whereNot({ id: sourceId })
    .first<{ name: string } | undefined>('name');
  if (other) throw new DeskError('INVALID_INPUT', `${accountName} is the account of the source ${other.name} already`);
}
