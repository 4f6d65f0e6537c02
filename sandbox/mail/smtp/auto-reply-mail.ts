import { randomUUID } from 'node:crypto';
import { headerFields, headerLength, headerValue } from '../imap/mime/header-fields.ts';
import { mailDate } from './mail-date.ts';

export interface AnsweredMail {
  raw: Buffer;
  mailFrom: string;
  recipient: string;
  at: Date;
}

/** What an absent person's server answers (RFC 3834): to the envelope sender, threaded, marked as automatic. */
export function autoReplyMail({ raw, mailFrom, recipient, at }: AnsweredMail): Buffer {
  const fields = headerFields(raw.subarray(0, headerLength(raw)));
  const messageId = headerValue(fields, 'message-id');
  const references = [headerValue(fields, 'references'), messageId].filter(Boolean).join(' ');
  const threading = messageId ? [`In-Reply-To: ${messageId}`, `References: ${references}`] : [];
  const lines = [
    `From: Out of office <${recipient}>`,
    `To: ${mailFrom}`,
    `Subject: Auto: ${headerValue(fields, 'subject') ?? ''}`,
    `Date: ${mailDate(at)}`,
    `Message-ID: <${randomUUID()}@robot.test>`,
    ...threading,
    'Auto-Submitted: auto-replied',
    'Precedence: auto_reply',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'I am out of the office until Monday and will read your mail then.',
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
