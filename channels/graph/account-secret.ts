import { DeskError } from '../../domain/errors.ts';
import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { AccountAccess } from '../platform-channel.ts';

/** A secret of the account. @throws PlatformFault stop: without it nobody can go on until the owner mends it */
export function accountSecret(access: Pick<AccountAccess, 'secret'>, name: string): string {
  try {
    return access.secret(name);
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    throw new PlatformFault(error.code, error.message, { effect: 'stop', cause: error });
  }
}

/** The account's id at the platform. @throws PlatformFault stop while it was never checked */
export function knownAccountId({ accountId }: Pick<AccountAccess, 'accountId'>): string {
  if (accountId !== null) return accountId;
  throw new PlatformFault('PLATFORM_LOGIN_REJECTED', 'the account was not checked yet; switch it on', {
    effect: 'stop',
  });
}
