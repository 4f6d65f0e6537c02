import type { ImapFlowError } from 'imapflow';
import { DeskError } from '../../domain/errors.ts';
import { serverWords } from './server-words.ts';

type Account = { host: string; port: number; user: string };

/** What went wrong with an IMAP server, as an error of ours; the server's words are in `details.serverSaid`. */
export function imapFault(error: unknown, account: Account): DeskError {
  if (error instanceof DeskError) return error;
  const fault: Partial<ImapFlowError> & { mailbox?: string } = Object(error);
  const server = `${account.host}:${account.port}`;
  const details = { server, serverSaid: serverWords(fault.responseText ?? fault.message ?? ''), code: fault.code };
  if (isLoginRejected(error))
    return new DeskError('MAIL_LOGIN_REJECTED', `${server} refused user ${account.user}`, { details });
  if (fault.mailbox !== undefined && fault.responseStatus === 'NO')
    return new DeskError('NOT_FOUND', `${server} has no mailbox "${fault.mailbox}" for ${account.user}`, { details });
  return new DeskError('MAIL_UNREACHABLE', `${server} failed: ${fault.code ?? 'connection lost'}`, { details });
}

/** Answers to a login that say nothing about the secret (RFC 5530). */
const PASSING_LOGIN_ANSWERS = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'];

/** By its mark: imapflow throws a plain Error here, not its own class. */
export function isLoginRejected(error: unknown): boolean {
  const fault: Partial<ImapFlowError> = Object(error);
  return fault.authenticationFailed === true && !PASSING_LOGIN_ANSWERS.includes(fault.serverResponseCode ?? '');
}
