import { chooseFields, type NodeShape } from '../../graph/choose-fields.ts';
import { graphTime } from '../../graph/graph-time.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { whyNoPrivateReply } from '../private-reply-rule.ts';
import type { Comment } from '../store/facebook-state.ts';
import { commentId } from '../store/object-ids.ts';
import { authorField } from './author-shape.ts';

export interface CommentNode {
  /** As answers spell it. */
  id: string;
  comment: Comment;
}

export function commentNode({ faults }: FacebookWorld, comment: Comment): CommentNode {
  return { id: commentId(comment, faults.now.idSpelling), comment };
}

/** What can be asked of a comment (Graph API reference, Comment). `parent` is there for answers only. */
export function commentShape(world: FacebookWorld): NodeShape<CommentNode> {
  const { store } = world;
  const shape: NodeShape<CommentNode> = {
    defaults: ['created_time', 'from', 'message'],
    fields: {
      message: ({ comment }) => comment.message,
      created_time: ({ comment }) => graphTime(Date.parse(comment.createdAt)),
      from: ({ comment }, choice) => authorField(world, comment.authorId, choice),
      parent({ comment }, { inner }) {
        const parent = comment.parentTail === null ? undefined : store.comment(comment.parentTail);
        return parent && chooseFields(commentNode(world, parent), shape, inner);
      },
      is_hidden: ({ comment }) => comment.isHidden,
      can_comment: ({ comment }) => comment.canComment,
      can_hide: ({ comment }) => comment.authorId !== comment.pageId,
      can_remove: () => true,
      can_reply_privately: ({ comment }) => whyNoPrivateReply(store, comment) === null,
      comment_count: ({ comment }) => store.repliesTo(comment).length,
      like_count: () => 0,
      permalink_url: ({ comment }) =>
        `https://www.facebook.com/${comment.pageId}/posts/${comment.postTail}?comment_id=${comment.tail}`,
    },
  };
  return shape;
}
