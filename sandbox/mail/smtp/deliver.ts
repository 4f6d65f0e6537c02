import { randomBytes } from 'node:crypto';
import type { MailStore } from '../store/mail-store.ts';
import type { StoredMail } from '../store/mailbox.ts';
import { mailDate } from './mail-date.ts';

export interface Delivery {
  raw: Buffer;
  /** Envelope sender; empty for bounces and other notices. */
  mailFrom: string;
  recipient: string;
  /** How it came in, for the Received field. */
  via: { clientName: string; clientAddress: string; protocol: string };
  at: Date;
}

/** Files a mail in the recipient's INBOX under the trace fields a real server writes (RFC 5321, 4.4; Delivered-To). */
export function deliver(store: MailStore, delivery: Delivery): StoredMail {
  const { raw, mailFrom, recipient, via, at } = delivery;
  const trace = [
    `Return-Path: <${mailFrom}>`,
    `Delivered-To: ${recipient}`,
    `Received: from ${via.clientName} ([${via.clientAddress}])`,
    `\tby mail.sandbox.test with ${via.protocol} id ${randomBytes(6).toString('hex')}`,
    `\tfor <${recipient}>; ${mailDate(at)}`,
    '',
  ].join('\r\n');
  return store.of(recipient).inbox.add(Buffer.concat([Buffer.from(trace), raw]), { receivedAt: at.getTime() });
}

/** How mails come in that the sandbox itself writes. */
export const viaSandbox = { clientName: 'localhost', clientAddress: '127.0.0.1', protocol: 'LMTP' };
