import { DeskError } from '../../domain/errors.ts';
import { MailThreadPool } from './mail-thread-pool.ts';
import type { ParsedMail } from './parse-mail.ts';

const threads = 2;
const defaultMaxBytes = 30 * 1024 * 1024;
const defaultTimeoutMilliseconds = 5_000;
const pool = new MailThreadPool(threads);

export interface ParseLimits {
  /** Larger mail is refused unread; default 30 MiB. */
  maxBytes?: number;
  /** Working time one mail may take; default 5,000. On a busy machine it may wait up to six times as long. */
  timeoutMilliseconds?: number;
}

/**
 * Parses a mail in a thread of its own bounds (256 MB, 5 s), so that hostile mail neither stalls nor ends us.
 * @throws DeskError MAIL_TOO_LARGE or MAIL_UNREADABLE; their messages hold no words of the mail
 */
export async function parseMailSafely(raw: Buffer, limits: ParseLimits = {}): Promise<ParsedMail> {
  const maxBytes = limits.maxBytes ?? defaultMaxBytes;
  if (raw.length > maxBytes)
    throw new DeskError('MAIL_TOO_LARGE', `The mail has ${raw.length} bytes, the limit is ${maxBytes}`);
  const answer = await pool.run(raw, limits.timeoutMilliseconds ?? defaultTimeoutMilliseconds);
  if ('failed' in answer) throw new DeskError('MAIL_UNREADABLE', `The mail could not be parsed: ${answer.failed}`);
  return withBuffers(answer.mail);
}

/** Ends the threads: at shutdown, and after tests. */
export async function closeMailThreads(): Promise<void> {
  await pool.close();
}

/** Between threads a Buffer arrives as a plain Uint8Array. */
function withBuffers(mail: ParsedMail): ParsedMail {
  for (const attachment of mail.attachments) {
    const { buffer, byteOffset, byteLength } = attachment.content;
    attachment.content = Buffer.from(buffer, byteOffset, byteLength);
  }
  return mail;
}
