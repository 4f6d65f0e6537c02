import type { Place, PlatformAuthor, PlatformItem } from '../../domain/platform/platform-item.ts';
import { graphMoment } from '../graph/graph-time.ts';
import { idOf, membersOf, textOf } from '../graph/wire-value.ts';
import { commentIdOf, postOfComment } from './comment-id.ts';

/** What is asked of a comment (Graph API reference, "Comment"). */
export const COMMENT_FIELDS = 'id,message,created_time,from{id,name},parent{id},is_hidden,can_reply_privately';

/** A comment as a read gives it; null without an id or a moment. Who wrote it may be left out for privacy. */
export function readFacebookItem(
  value: unknown,
  { accountId, place }: { accountId: string; place: Place | null },
): PlatformItem | null {
  const comment = membersOf(value);
  const id = commentIdOf(comment['id']);
  const writtenAt = graphMoment(comment['created_time']);
  if (id === null || writtenAt === null) return null;
  const postId = postOfComment(idOf(comment['id']) ?? id, accountId);
  const author = readAuthor(comment['from']);
  const mayReply = comment['can_reply_privately'];
  return {
    id,
    parentId: commentIdOf(membersOf(comment['parent'])['id']),
    place: place ?? (postId === null ? null : { id: postId, title: null, url: null }),
    author,
    isOwn: author?.id === accountId,
    text: textOf(comment['message']) ?? '',
    writtenAt,
    editedAt: null,
    isHidden: comment['is_hidden'] === true,
    canReplyPrivately: typeof mayReply === 'boolean' ? mayReply : null,
    status: null,
    answer: null,
    raw: JSON.stringify(value),
  };
}

/** A person or a Page; null when it is not said. */
export function readAuthor(value: unknown): PlatformAuthor | null {
  const from = membersOf(value);
  const id = idOf(from['id']);
  const name = textOf(from['name']);
  return id === null && name === null ? null : { id, handle: null, name };
}
