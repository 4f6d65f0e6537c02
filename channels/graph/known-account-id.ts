import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { AccountAccess } from '../platform-channel.ts';

/** The account's id at the platform. @throws PlatformFault stop while it was never checked */
export function knownAccountId({ accountId }: Pick<AccountAccess, 'accountId'>): string {
  if (accountId !== null) return accountId;
  throw new PlatformFault('PLATFORM_LOGIN_REJECTED', 'the account was not checked yet; switch it on', {
    effect: 'stop',
  });
}
