import type { Place, PlatformItem } from '../../domain/platform/platform-item.ts';
import { graphMoment } from '../graph/graph-time.ts';
import { idOf, membersOf, textOf } from '../graph/wire-value.ts';

const REPLY_FIELDS = 'id,text,timestamp,username,from,hidden,parent_id';

/** What is asked of one comment (Instagram reference, "IG Comment"). */
export const COMMENT_FIELDS = `${REPLY_FIELDS},media`;

/** The same on the comments edge, where the media is known, with the replies inside. */
export const THREAD_FIELDS = `${REPLY_FIELDS},replies.limit(50){${REPLY_FIELDS}}`;

/**
 * A comment as a read or a webhook gives it. Null without an id or a moment. `writtenAt` is for webhooks, which do not
 * say when it was written.
 */
export function readInstagramItem(
  comment: unknown,
  of: { accountId: string; place: Place | null; parentId?: string; writtenAt?: string },
): PlatformItem | null {
  const { replies: _replies, ...own } = membersOf(comment);
  const id = idOf(own['id']);
  const writtenAt = graphMoment(own['timestamp']) ?? of.writtenAt;
  if (id === null || writtenAt === undefined) return null;
  const from = membersOf(own['from']);
  const authorId = idOf(from['id']);
  const handle = textOf(from['username']) ?? textOf(own['username']);
  return {
    id,
    parentId: idOf(own['parent_id']) ?? of.parentId ?? null,
    place: of.place ?? placeOfComment(own),
    author: authorId === null && handle === null ? null : { id: authorId, handle, name: null },
    isOwn: authorId === of.accountId,
    text: textOf(own['text']) ?? '',
    writtenAt,
    editedAt: null,
    isHidden: own['hidden'] === true,
    canReplyPrivately: null,
    status: null,
    answer: null,
    raw: JSON.stringify(own),
  };
}

/** The media that a comment names. An ad's comments belong to the post that is advertised. */
function placeOfComment(comment: Readonly<Record<string, unknown>>): Place | null {
  const media = membersOf(comment['media']);
  const id = idOf(media['original_media_id']) ?? idOf(media['id']);
  return id === null ? null : { id, title: textOf(media['ad_title']), url: null };
}
