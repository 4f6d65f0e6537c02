import { decodedHeader } from '../smtp/decoded-header.ts';
import type { Mailbox } from '../store/mailbox.ts';

export interface MailSummary {
  uid: number;
  flags: string[];
  receivedAt: string;
  sizeBytes: number;
  from: string | null;
  subject: string | null;
  messageId: string | null;
}

/** What a person or a test wants to see of a mailbox without logging in. */
export function mailboxSummary(
  user: string,
  mailbox: Mailbox,
): { user: string; uidValidity: number; uidNext: number; messages: MailSummary[] } {
  const messages = [...mailbox.all()].map((mail) => {
    const raw = mailbox.read(mail.uid);
    return {
      uid: mail.uid,
      flags: mail.flags,
      receivedAt: new Date(mail.receivedAt).toISOString(),
      sizeBytes: mail.sizeBytes,
      from: decodedHeader(raw, 'from'),
      subject: decodedHeader(raw, 'subject'),
      messageId: decodedHeader(raw, 'message-id'),
    };
  });
  return { user, uidValidity: mailbox.uidValidity, uidNext: mailbox.uidNext, messages };
}
