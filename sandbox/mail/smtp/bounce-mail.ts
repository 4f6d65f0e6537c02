import { randomUUID } from 'node:crypto';
import { headerLength } from '../imap/mime/header-fields.ts';
import { mailDate } from './mail-date.ts';

export interface BouncedMail {
  raw: Buffer;
  mailFrom: string;
  recipient: string;
  at: Date;
}

/** A delivery status notification as Postfix writes it (RFC 3464): text, status, the header of what was sent. */
export function bounceMail({ raw, mailFrom, recipient, at }: BouncedMail): Buffer {
  const boundary = `bounce-${randomUUID()}`;
  const said = `550 5.1.1 <${recipient}>: Recipient address rejected: User unknown`;
  const text = [
    `Date: ${mailDate(at)}`,
    'From: MAILER-DAEMON@mail.sandbox.test (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `To: ${mailFrom}`,
    `Message-ID: <${randomUUID()}@mail.sandbox.test>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    `--${boundary}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mail.sandbox.test.',
    '',
    "I'm sorry to have to inform you that your message could not",
    'be delivered to one or more recipients.',
    '',
    `<${recipient}>: host mx.bounced.test said: ${said} (in reply to RCPT TO command)`,
    '',
    `--${boundary}`,
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.sandbox.test',
    `Arrival-Date: ${mailDate(at)}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Recipient: rfc822;${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    'Remote-MTA: dns; mx.bounced.test',
    `Diagnostic-Code: smtp; ${said}`,
    '',
    `--${boundary}`,
    'Content-Description: Undelivered Message Headers',
    'Content-Type: text/rfc822-headers',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(text), raw.subarray(0, headerLength(raw)), Buffer.from(`\r\n--${boundary}--\r\n`)]);
}
