import type { FetchedMail } from '../channels/email/imap-mailbox.ts';
import { parseMailSafely } from '../channels/email/parse-mail-safely.ts';
import type { MailAttachment } from '../channels/email/parse-mail.ts';
import type { ArrivedAttachment } from '../database/arrival.ts';
import type { Database } from '../database/connect.ts';
import { keepFile } from '../database/files.ts';
import { DeskError } from '../domain/errors.ts';
import type { ReadMail } from './take-in-mail.ts';

/** Why a mail is parked. */
export interface UnreadableMail {
  errorCode: string;
  errorDetail: string;
}

const MOST_ATTACHMENTS = 100;

/** Parses one fetched mail and keeps its files. Never throws for what the mail holds: that is told, and the mail parked. */
export async function readMail(
  database: Database,
  fetched: {
    item: Pick<FetchedMail, 'raw' | 'sha256' | 'size' | 'oversized' | 'unavailable'>;
    externalId: string;
    maxBytes: number;
  },
): Promise<ReadMail | UnreadableMail> {
  const { item, externalId, maxBytes } = fetched;
  if (item.unavailable)
    return { errorCode: 'MAIL_UNREADABLE', errorDetail: 'the mail server lists this mail but does not give it' };
  if (item.oversized) {
    return {
      errorCode: 'MAIL_TOO_LARGE',
      errorDetail: `${item.size} bytes; the source takes at most ${maxBytes}. Its first part is kept.`,
    };
  }
  try {
    const mail = await parseMailSafely(item.raw, { maxBytes });
    const attachments: ArrivedAttachment[] = [];
    for (const [position, attachment] of mail.attachments.entries()) {
      attachments.push(await keepAttachment(database, attachment, position));
    }
    return { externalId, rawSha256: Buffer.from(item.sha256, 'hex'), mail, attachments };
  } catch (error) {
    if (error instanceof DeskError) return { errorCode: error.code, errorDetail: error.message };
    throw error;
  }
}

async function keepAttachment(
  database: Database,
  attachment: MailAttachment,
  position: number,
): Promise<ArrivedAttachment> {
  const { name, contentType, size, content } = attachment;
  if (position >= MOST_ATTACHMENTS)
    return {
      name,
      contentType,
      size,
      sha256: null,
      droppedReason: `only ${MOST_ATTACHMENTS} files of a mail are kept`,
    };
  return { name, contentType, size, sha256: await keepFile(database, content), droppedReason: null };
}
