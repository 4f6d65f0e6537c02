import { composeMail, withSignature } from './compose-mail.ts';
import type { OutgoingAddress, OutgoingIdentity, OutgoingMail, OutgoingSender } from './outgoing-mail.ts';
import { replySubject } from './reply-subject.ts';
import { safeInReplyTo, threadReferences } from './thread-references.ts';

export type CustomerReply = {
  ticket: { number: number; subject: string };
  text: string;
  sender: OutgoingSender;
  to: readonly OutgoingAddress[];
  cc: readonly OutgoingAddress[];
  thread: { inReplyTo: string | null; references: readonly string[] };
  identity: OutgoingIdentity;
};

/** A representative's answer, threaded under the customer's message in any mail reader, with those copied kept. */
export function composeCustomerReply(reply: CustomerReply): OutgoingMail {
  return composeMail({
    identity: reply.identity,
    sender: reply.sender,
    to: reply.to,
    cc: reply.cc,
    subject: replySubject(reply.ticket.subject, reply.ticket.number),
    text: withSignature(reply.text, reply.sender.signature),
    inReplyTo: safeInReplyTo(reply.thread.inReplyTo),
    references: threadReferences(reply.thread.references, reply.thread.inReplyTo),
  });
}
