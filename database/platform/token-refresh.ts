import { theDesk } from '../../domain/actor.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { SecretRef } from '../../domain/secret-ref.ts';
import { writeAudit } from '../audit.ts';
import type { Connection, Database } from '../connect.ts';

/** Longer than a renewal can take: whoever claimed it is done, or dead. */
const CLAIM_MILLISECONDS = 600_000;

/** @returns whether the caller is the one to renew the source's token now: of several workers one is */
export async function claimRefresh(
  connection: Connection,
  { sourceId, now }: { sourceId: string; now: string },
): Promise<boolean> {
  const free = new Date(Date.parse(now) - CLAIM_MILLISECONDS).toISOString();
  const count = await connection('sources')
    .where({ id: sourceId, removed_at: null })
    .where((unclaimed) => unclaimed.whereNull('token_tried_at').orWhere('token_tried_at', '<=', free))
    .update({ token_tried_at: now });
  return count > 0;
}

export interface RenewedToken {
  sourceId: string;
  /** What stood in the settings when the platform was asked, by the name of the setting. */
  replaced: Record<string, unknown>;
  secrets: Record<string, SecretRef>;
  tokenEndsAt: string;
  now: string;
}

/**
 * Keeps the renewed token, unless its owner gave another one meanwhile. Whatever else of the source was changed is no
 * reason to lose it: the one that it replaces may be dead.
 */
export async function keepRefreshed(database: Database, kept: RenewedToken): Promise<void> {
  const { sourceId, now } = kept;
  await database.transaction(async (transaction) => {
    const { rowCount } = await transaction.raw<{ rowCount: number }>(
      `UPDATE sources SET settings = settings || :secrets::jsonb, version = version + 1, token_ends_at = :tokenEndsAt,
         token_refreshed_at = :now, token_error_code = NULL, token_error = NULL,
         last_error_code = CASE WHEN last_error = token_error THEN NULL ELSE last_error_code END,
         last_error = CASE WHEN last_error = token_error THEN NULL ELSE last_error END
       WHERE id = :sourceId AND settings @> :replaced::jsonb`,
      {
        sourceId,
        replaced: JSON.stringify(kept.replaced),
        secrets: JSON.stringify(kept.secrets),
        tokenEndsAt: kept.tokenEndsAt,
        now,
      },
    );
    if (rowCount === 0) return;
    await writeAudit(transaction, {
      actor: theDesk,
      action: 'source.token-renewed',
      subject: sourceId,
      data: { endsAt: kept.tokenEndsAt },
      now,
    });
  });
}

/** Tells on the source what is wrong with its token, until it is renewed; it goes on meanwhile. */
export async function tellTokenTrouble(
  connection: Connection,
  told: { sourceId: string; trouble: { code: ErrorCode; message: string }; now: string },
): Promise<void> {
  const { sourceId, trouble, now } = told;
  const message = trouble.message.slice(0, 500);
  await connection('sources').where({ id: sourceId }).update({ token_error_code: trouble.code, token_error: message });
  await connection('sources')
    .where({ id: sourceId, stopped_at: null })
    .where((none) => none.whereNull('waits_until').orWhere('waits_until', '<=', now))
    .update({ last_error_code: trouble.code, last_error: message, last_error_at: now });
}
