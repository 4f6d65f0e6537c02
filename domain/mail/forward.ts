import { composeMail, withSignature } from './compose-mail.ts';
import { safeHeaderValue } from './header-value.ts';
import { localDateTime } from './local-date-time.ts';
import type { OutgoingAddress, OutgoingIdentity, OutgoingMail, OutgoingSender } from './outgoing-mail.ts';
import { forwardSubject } from './reply-subject.ts';

export type Forward = {
  ticket: { number: number; subject: string };
  /** What the operator writes above the forwarded message; may be empty. */
  note: string;
  original: { from: OutgoingAddress; sentAt: number; subject: string; text: string };
  timeZone: string;
  sender: OutgoingSender;
  to: readonly OutgoingAddress[];
  cc: readonly OutgoingAddress[];
  identity: OutgoingIdentity;
};

/** A customer's message passed on to somebody else, quoted whole below the operator's words. */
export function composeForward(forward: Forward): OutgoingMail {
  const { original } = forward;
  const quoted = [
    '---------- Forwarded message ----------',
    `From: ${oneLineAddress(original.from)}`,
    `Date: ${localDateTime(original.sentAt, forward.timeZone)}`,
    `Subject: ${safeHeaderValue(original.subject)}`,
    '',
    original.text,
  ].join('\n');
  const note = forward.note.trim() ? withSignature(forward.note, forward.sender.signature) : '';
  return composeMail({
    identity: forward.identity,
    sender: forward.sender,
    to: forward.to,
    cc: forward.cc,
    subject: forwardSubject(forward.ticket.subject, forward.ticket.number),
    text: note ? `${note}\n${quoted}` : quoted,
  });
}

function oneLineAddress({ address, name }: OutgoingAddress): string {
  return safeHeaderValue(name ? `${name} <${address}>` : address, 400);
}
