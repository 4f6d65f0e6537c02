import type { CheckedAccount } from '../channels/platform-channel.ts';
import { refuseSecondSource } from '../database/platform/keep-account.ts';
import { DeskError } from '../domain/errors.ts';
import { openAccount, type AccountSource } from './open-account.ts';
import type { PlatformAccess } from './platform-access.ts';

/**
 * Proves by a call that the account of a source works, and that it is this source's to have.
 * @throws PlatformFault why it does not work; DeskError INVALID_INPUT when it is another account than before, or another
 *   source has it
 */
export async function checkAccount(
  access: PlatformAccess,
  source: AccountSource & { accountName: string | null },
): Promise<CheckedAccount> {
  const { account } = openAccount(access, source);
  const checked = await account.check();
  const { accountId, accountName } = checked;
  if (source.accountId !== null && source.accountId !== accountId) {
    const before = source.accountName ?? source.accountId;
    throw new DeskError(
      'INVALID_INPUT',
      `this opens ${accountName}, but the source and its tickets are of ${before}; add a source of its own for it`,
    );
  }
  await refuseSecondSource(access.database, { sourceId: source.id, accountId, accountName });
  return checked;
}
