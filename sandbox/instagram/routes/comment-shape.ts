import { type FieldChoice, type NodeShape, chooseFields } from '../../graph/choose-fields.ts';
import { type GraphPage, type PagingRules, graphPage } from '../../graph/graph-paging.ts';
import { graphTime } from '../../graph/graph-time.ts';
import { has } from '../permissions.ts';
import { repliesTo } from '../store/comments.ts';
import type { Comment } from '../store/state.ts';
import type { Call } from './call.ts';

/** A comment as somebody's call sees it. */
interface CommentView extends Comment {
  call: Call;
}

const personShape: NodeShape<Comment['from']> = {
  defaults: ['id', 'username'],
  fields: { username: ({ username }) => username },
};

const mediaOfCommentShape: NodeShape<{ id: string; productType: string }> = {
  defaults: ['id', 'media_product_type'],
  fields: { media_product_type: ({ productType }) => productType },
};

/** Fields of a comment (Instagram reference, "IG Comment"); which ones come without `fields` is unconfirmed. */
const commentShape: NodeShape<CommentView> = {
  defaults: ['timestamp', 'text'],
  fields: {
    text: ({ text }) => text,
    timestamp: ({ at }) => graphTime(at),
    // Both need the comments permission, not only the basic one; without it they are left out (which is unconfirmed).
    username: ({ from, call }) => (has(call.token, 'comments') ? from.username : undefined),
    from: ({ from, call }, { inner }) =>
      has(call.token, 'comments') ? chooseFields(from, personShape, inner) : undefined,
    hidden: ({ isHidden }) => isHidden,
    like_count: ({ likes }) => likes,
    parent_id: ({ parentId }) => parentId ?? undefined,
    media: ({ mediaId, call }, { inner }) => {
      const media = call.instagram.state.value.media[mediaId];
      return media && chooseFields(media, mediaOfCommentShape, inner);
    },
    user: ({ from, call }) => (call.accounts.some(({ userId }) => userId === from.id) ? { id: from.id } : undefined),
    replies: repliesField,
  },
};

/** At most 50 a page (Instagram reference, "IG Media comments"); that a larger limit is cut to it is unconfirmed. */
const PAGING = { usualLimit: 25, mostLimit: 50, overMost: 'cut' } as const;

export function showComment(call: Call, comment: Comment, fields: string | null): Record<string, unknown> {
  return chooseFields({ ...comment, call }, commentShape, fields);
}

/** A page of comments, as `url` asks for it. */
export function commentsPage(call: Call, items: readonly Comment[], url: URL): GraphPage<Record<string, unknown>> {
  const { faults, baseUrl } = call.instagram;
  const rules: PagingRules = { ...PAGING, shortPages: faults.now.shortPages };
  const page = graphPage({ items, url, baseUrl: baseUrl(), rules });
  return { ...page, data: page.data.map((item) => showComment(call, item, url.searchParams.get('fields'))) };
}

/** Field expansion; an edge with nothing on it is left out. */
function repliesField({ call, ...comment }: CommentView, { inner, limit }: FieldChoice): unknown {
  const replies = repliesTo(call.instagram, comment);
  if (replies.length === 0) return undefined;
  const url = new URL(`/v${call.version}/${comment.id}/replies`, call.instagram.baseUrl());
  url.searchParams.set('access_token', call.token.token);
  if (inner !== null) url.searchParams.set('fields', inner);
  if (limit !== null) url.searchParams.set('limit', String(limit));
  return commentsPage(call, replies, url);
}
