import type { PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import { graphMoment } from '../graph/graph-time.ts';
import { type GraphChange, graphWebhookDoor } from '../graph/graph-webhook.ts';
import { idOf, textOf } from '../graph/wire-value.ts';
import { commentIdOf, commentTail } from './comment-id.ts';
import { readAuthor } from './facebook-item.ts';

/** Comments come in the field `feed`, among much else (Graph API webhooks reference, "Page"). */
export const facebookWebhook = graphWebhookDoor('page', readChange);

type Value = GraphChange['value'];

/** Both words of a pair occur (github.com/restfb/restfb/issues/749). */
const verbs = new Map<string, (change: GraphChange, itemId: string) => PlatformNews | null>([
  ['add', (change, itemId) => itemNews(change, itemId, null)],
  ['edit', editNews],
  ['edited', editNews],
  ['remove', ({ at }, itemId) => ({ kind: 'removed', itemId, at })],
  ['delete', ({ at }, itemId) => ({ kind: 'removed', itemId, at })],
  ['hide', ({ at }, itemId) => ({ kind: 'hidden', itemId, at })],
  ['unhide', ({ at }, itemId) => ({ kind: 'shown', itemId, at })],
]);

function readChange(change: GraphChange): PlatformNews[] | null {
  const { field, value } = change;
  if (field !== 'feed' || value['item'] !== 'comment') return [];
  const verb = verbs.get(textOf(value['verb']) ?? '');
  if (!verb) return [];
  const commentId = commentIdOf(value['comment_id']);
  const news = commentId === null ? null : verb(change, commentId);
  return news && [news];
}

/** An edit without words changes what hangs on the comment, such as a picture. */
function editNews(change: GraphChange, itemId: string): PlatformNews | null {
  const editedAt = graphMoment(change.value['edited_time']) ?? change.at;
  return itemNews(change, itemId, editedAt);
}

function itemNews({ accountId, at, value }: GraphChange, itemId: string, editedAt: string | null): PlatformNews {
  const author = authorOf(value);
  const postId = idOf(value['post_id']);
  const item: PlatformItem = {
    id: itemId,
    parentId: parentOf(value, postId),
    place: postId === null ? null : { id: postId, title: null, url: null },
    author,
    isOwn: author?.id === accountId,
    text: textOf(value['message']) ?? '',
    writtenAt: graphMoment(value['created_time']) ?? at,
    editedAt,
    isHidden: value['is_hidden'] === true,
    canReplyPrivately: null,
    status: null,
    answer: null,
    raw: JSON.stringify(value),
  };
  return { kind: 'item', item };
}

/** A top-level comment has its post as parent. */
function parentOf(value: Value, postId: string | null): string | null {
  const parentId = commentIdOf(value['parent_id']);
  return postId !== null && parentId === commentTail(postId) ? null : parentId;
}

/** Older payloads spell it out (github.com/restfb/restfb/issues/667). */
function authorOf(value: Value): PlatformItem['author'] {
  return readAuthor(value['from'] ?? { id: value['sender_id'], name: value['sender_name'] });
}
