import { DeskError } from '../domain/errors.ts';
import type { Connection } from './connect.ts';
import { streamFile } from './files.ts';

export interface AttachedFile {
  id: string;
  /** Safe to show and to save under. */
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  messageNumber: number;
  /** Why its bytes were not kept; null when they were. */
  droppedReason: string | null;
}

/** The files of a ticket, in the order they came. */
export async function listAttachments(connection: Connection, ticketId: string): Promise<AttachedFile[]> {
  return connection('attachments')
    .join('messages', 'messages.id', 'attachments.message_id')
    .where('messages.ticket_id', ticketId)
    .orderBy(['messages.number', 'attachments.position'])
    .select<AttachedFile[]>({
      id: 'attachments.id',
      name: 'attachments.name',
      contentType: 'attachments.content_type',
      size: 'attachments.size',
      messageNumber: 'messages.number',
      droppedReason: 'attachments.dropped_reason',
    });
}

/** A file's bytes, chunk by chunk. @throws DeskError NOT_FOUND when they were not kept, or a purge took them */
export async function* readAttachment(connection: Connection, attachmentId: string): AsyncGenerator<Buffer> {
  const row = await connection('attachments')
    .where({ id: attachmentId })
    .first<{ sha256: Buffer | null } | undefined>('sha256');
  if (!row?.sha256) throw new DeskError('NOT_FOUND', 'the bytes of this file are not there');
  yield* streamFile(connection, row.sha256);
}
