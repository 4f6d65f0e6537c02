import type { SendMailOptions } from 'nodemailer';
import type { OutgoingMail } from '../../domain/mail/outgoing-mail.ts';

// oxlint-disable-next-line no-control-regex
const BREAKS_A_HEADER = /[\r\n\u0000]/;

/**
 * The mail as nodemailer takes it: the envelope said outright rather than guessed from headers, date and boundary
 * fixed so that two sends are equal to the byte, and no value fetched from files or addresses.
 */
export function smtpMessage(mail: OutgoingMail): SendMailOptions {
  return {
    envelope: mail.envelope,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    ...(mail.replyTo && { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    messageId: mail.messageId,
    ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
    references: mail.references,
    date: new Date(mail.sentAt),
    headers: mail.headers,
    baseBoundary: mail.boundary,
    disableFileAccess: true,
    disableUrlAccess: true,
    xMailer: false,
  };
}

/** Names of header values and envelope addresses that hold CR, LF or NUL: such a mail is never handed on. */
export function brokenHeaders(mail: OutgoingMail): string[] {
  const addresses = [mail.from, ...mail.to, ...mail.cc, ...(mail.replyTo ? [mail.replyTo] : [])];
  const values: [string, string][] = [
    ['subject', mail.subject],
    ['message id', mail.messageId],
    ['in-reply-to', mail.inReplyTo ?? ''],
    ['references', mail.references.join(' ')],
    ['boundary', mail.boundary],
    ['envelope', [mail.envelope.from, ...mail.envelope.to].join(' ')],
    ...addresses.map(({ name, address }): [string, string] => ['address', `${name} ${address}`]),
    ...Object.entries(mail.headers).map(([name, value]): [string, string] => [name, `${name} ${value}`]),
  ];
  return values.filter(([, value]) => BREAKS_A_HEADER.test(value)).map(([name]) => name.replace(/[^\w-]/g, ' '));
}
