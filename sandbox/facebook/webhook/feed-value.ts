import { visibleAuthor } from '../author.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import type { Comment, Post } from '../store/facebook-state.ts';
import { commentId, postId } from '../store/object-ids.ts';

/** What happened to a comment. The switches choose the verb's word. */
export type CommentEvent = 'add' | 'edit' | 'remove' | 'hide' | 'unhide';

/**
 * `value` of a change of the field `feed` about a comment (Graph API webhooks reference, Page: feed). `created_time`
 * stays that of the comment in every event, so that only `edited_time`, which may be missing, tells two edits apart.
 */
export function feedValue(
  world: FacebookWorld,
  { event, comment }: { event: CommentEvent; comment: Comment },
): Record<string, unknown> {
  const faults = world.faults.now;
  const under = postId({ pageId: comment.pageId, tail: comment.postTail });
  const parent = comment.parentTail === null ? null : { postTail: comment.postTail, tail: comment.parentTail };
  const isEdit = event === 'edit' && comment.editedAt !== null && !faults.withoutEditedTime;
  return {
    ...author(world, comment),
    item: 'comment',
    verb: verbOf(world, event),
    comment_id: commentId(comment, faults.webhookIdSpelling),
    post_id: under,
    parent_id: parent ? commentId(parent, faults.webhookIdSpelling) : under,
    created_time: webhookTime(world, comment.createdAt),
    ...(isEdit ? { edited_time: webhookTime(world, comment.editedAt ?? '') } : {}),
    ...(event === 'add' || event === 'edit' ? { message: comment.message } : {}),
  };
}

/** The same about a new post: `status` of the Page, `post` of a visitor. */
export function postValue(world: FacebookWorld, post: Post): Record<string, unknown> {
  return {
    ...author(world, post),
    item: post.authorId === post.pageId ? 'status' : 'post',
    verb: 'add',
    post_id: postId(post),
    created_time: webhookTime(world, post.createdAt),
    message: post.message,
  };
}

/** Seconds since 1970, or by switch milliseconds. */
export function webhookTime({ faults }: FacebookWorld, iso: string): number {
  const milliseconds = Date.parse(iso);
  return faults.now.webhookMilliseconds ? milliseconds : Math.floor(milliseconds / 1000);
}

function verbOf({ faults }: FacebookWorld, event: CommentEvent): string {
  if (event === 'edit') return faults.now.editVerb;
  return event === 'remove' ? faults.now.removeVerb : event;
}

function author(world: FacebookWorld, { authorId }: Comment | Post): object {
  const from = visibleAuthor(world, authorId);
  if (!from) return {};
  return world.faults.now.webhookSender ? { sender_id: from.id, sender_name: from.name } : { from };
}
