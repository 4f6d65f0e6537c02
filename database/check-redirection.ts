import { DeskError } from '../domain/errors.ts';
import { isOurAddress } from '../domain/mail/is-our-address.ts';
import type { RedirectionRecipient } from '../domain/redirection.ts';
import type { Connection } from './connect.ts';
import { listOwnAddresses } from './sources.ts';

/** One plain mailbox; the list of what is refused is short because nothing but a mailbox passes. */
const mailbox = /^[^\s@<>(),;:"[\]\\\p{Cc}]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u;

/**
 * An address that mail of ours may go to.
 * @returns it without blanks around it
 * @throws DeskError INVALID_INPUT, RECIPIENT_IS_OURS
 */
export async function checkAddress(connection: Connection, typed: string): Promise<string> {
  const address = typed.trim();
  if (!mailbox.test(address)) throw new DeskError('INVALID_INPUT', `${typed} is no e-mail address`);
  if (isOurAddress(address, await listOwnAddresses(connection))) {
    throw new DeskError('RECIPIENT_IS_OURS', `${address} is an address of this desk`);
  }
  return address;
}

/** What a redirection rule may be. @throws DeskError INVALID_INPUT, RECIPIENT_IS_OURS, NOT_FOUND for a person who left */
export async function checkRedirection(
  connection: Connection,
  rule: { tags: readonly string[]; recipients: readonly RedirectionRecipient[] },
): Promise<void> {
  if (rule.tags.every((tag) => tag.trim() === ''))
    throw new DeskError('INVALID_INPUT', 'a rule needs a tag, or * for every ticket');
  if (rule.tags.some((tag) => tag.length > 200 || /\p{Cc}/u.test(tag)))
    throw new DeskError('INVALID_INPUT', 'a tag has at most 200 characters on one line');
  if (rule.recipients.length === 0) throw new DeskError('INVALID_INPUT', 'a rule needs a recipient');
  for (const recipient of rule.recipients) await checkRecipient(connection, recipient);
}

async function checkRecipient(connection: Connection, recipient: RedirectionRecipient): Promise<void> {
  if (recipient.kind === 'address') {
    await checkAddress(connection, recipient.address);
    return;
  }
  const isTeam = recipient.kind === 'team';
  const row = await connection(isTeam ? 'teams' : 'representatives')
    .where({ id: recipient.id })
    .first<{ id: string } | undefined>('id');
  if (!row) throw new DeskError('NOT_FOUND', `there is no ${recipient.kind} ${recipient.id}`);
}
