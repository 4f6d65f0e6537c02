import { DeskError } from '../domain/errors.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import type { AccountAccess } from './platform-channel.ts';

/** A secret of an account. @throws PlatformFault SECRET_UNREADABLE, SECRET_KEY_MISSING: until the owner mends it */
export function accountSecret(account: Pick<AccountAccess, 'secret'>, name: string): string {
  try {
    return account.secret(name);
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    throw new PlatformFault(error.code, error.message, { effect: 'stop', cause: error });
  }
}
