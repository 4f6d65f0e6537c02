import type { MailReceipt } from '../channels/email/mail-receipt.ts';
import type { AttemptOutcome } from '../domain/life/receipt.ts';
import type { OutgoingMail } from '../domain/mail/outgoing-mail.ts';

/** Who has the mail already, by an attempt before: they do not get it again. */
export function acceptedBefore(receipt: Record<string, unknown> | null): string[] {
  const accepted = receipt?.['accepted'];
  return Array.isArray(accepted) ? accepted.map(String) : [];
}

/** The mail for those who do not have it yet: its heads name everybody all the same. */
export function toTheRest(mail: OutgoingMail, accepted: readonly string[]): OutgoingMail {
  const have = new Set(accepted.map((address) => address.toLowerCase()));
  const to = mail.envelope.to.filter((address) => !have.has(address.toLowerCase()));
  return { ...mail, envelope: { ...mail.envelope, to } };
}

/**
 * What an attempt means where a server takes some recipients and not others: those put off are tried again, and alone;
 * the mail has failed when somebody whom it is for refused it, and is sent when only a copy was refused. The receipt
 * keeps who has it, over all attempts, and names who has not in the server's words.
 */
export function attemptOutcome(
  mail: OutgoingMail,
  receipt: MailReceipt,
  accepted: readonly string[] = [],
): AttemptOutcome {
  const { outcome, ...rest } = receipt;
  if (receipt.outcome !== 'sent')
    return { outcome, receipt: accepted.length > 0 ? { ...rest, accepted: [...accepted] } : rest };
  const have = [...accepted, ...receipt.accepted];
  if (receipt.rejected.length === 0) return { outcome, receipt: { ...rest, accepted: have } };
  const refusals = receipt.rejected.map(({ address, response }) => `${address}: ${response}`);
  const response = `${receipt.response}; not taken for ${refusals.join('; ')}`;
  return {
    outcome: outcomeFor(mail, receipt.rejected),
    receipt: { ...rest, accepted: have, response, code: 'EENVELOPE' },
  };
}

function outcomeFor(
  { to }: OutgoingMail,
  rejected: readonly { address: string; permanent: boolean }[],
): AttemptOutcome['outcome'] {
  if (rejected.some(({ permanent }) => !permanent)) return 'deferred';
  const main = new Set(to.map(({ address }) => address.toLowerCase()));
  return rejected.some(({ address }) => main.has(address.toLowerCase())) ? 'refused' : 'sent';
}
