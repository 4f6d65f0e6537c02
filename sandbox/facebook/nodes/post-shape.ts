import type { NodeShape } from '../../graph/choose-fields.ts';
import { graphTime } from '../../graph/graph-time.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import type { Post } from '../store/facebook-state.ts';
import { postId } from '../store/object-ids.ts';
import { authorField } from './author-shape.ts';

export interface PostNode {
  id: string;
  post: Post;
}

export function postNode(post: Post): PostNode {
  return { id: postId(post), post };
}

/** What can be asked of a post. */
export function postShape(world: FacebookWorld): NodeShape<PostNode> {
  return {
    defaults: ['created_time', 'message'],
    fields: {
      message: ({ post }) => post.message,
      created_time: ({ post }) => graphTime(Date.parse(post.createdAt)),
      from: ({ post }, choice) => authorField(world, post.authorId, choice),
      is_published: () => true,
      permalink_url: ({ post }) => `https://www.facebook.com/${post.pageId}/posts/${post.tail}`,
    },
  };
}
