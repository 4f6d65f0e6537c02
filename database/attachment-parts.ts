import type { ArrivedAttachment } from './arrival.ts';
import { newId } from './new-id.ts';
import { hexBytes, rowsInto, type Part } from './write-together.ts';

/** The files of a message, in their order; none where it has none. */
export function attachmentParts(messageId: string, attachments: readonly ArrivedAttachment[]): Part[] {
  const rows = attachments.map((attachment, position) => ({
    id: newId(),
    message_id: messageId,
    position,
    name: attachment.name,
    content_type: attachment.contentType,
    size: attachment.size,
    sha256: hexBytes(attachment.sha256),
    dropped_reason: attachment.droppedReason,
  }));
  return rows.length > 0 ? [rowsInto('attachments', rows)] : [];
}
