import { GraphRefusal } from '../../graph/graph-error.ts';
import { graphPage, hollowPage } from '../../graph/graph-paging.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import { need } from '../permissions.ts';
import { repliesTo, topLevelComments } from '../store/comments.ts';
import type { Media } from '../store/state.ts';
import { type Call, readRoute } from './call.ts';
import { commentsPage, showComment } from './comment-shape.ts';
import { findAccount, findComment, findMedia } from './find-node.ts';
import { showMedia } from './media-shape.ts';
import { accountNode, pageNode, personNode } from './holder-nodes.ts';

const MOST_MEDIA = 10_000;

export const readRoutes = (instagram: Instagram): PlatformRoute[] => [
  readRoute(instagram, '([0-9]+|me)/media', readMedia),
  readRoute(instagram, '([0-9]+)/comments', readComments),
  readRoute(instagram, '([0-9]+)/replies', readReplies),
  readRoute(instagram, '([0-9]+|me)', readNode),
];

/** The newest 10,000, newest first, no stories; `since` and `until` in Unix seconds (all secondary). */
function readMedia(call: Call): unknown {
  const [id = ''] = call.parts;
  need(call.token, 'basic');
  const account = findAccount(call, id);
  const since = seconds(call.url, 'since') ?? 0;
  const until = seconds(call.url, 'until') ?? Number.POSITIVE_INFINITY;
  const items = Object.values(call.instagram.state.value.media)
    .filter(({ owner, productType }) => owner === account.userId && productType !== 'STORY')
    .toSorted((one, other) => other.at - one.at || other.id.localeCompare(one.id))
    .slice(0, MOST_MEDIA)
    .filter(({ at }) => at >= since * 1000 && at <= until * 1000);
  const { shortPages } = call.instagram.faults.now;
  const rules = { usualLimit: 25, mostLimit: 100, overMost: 'cut', shortPages } as const;
  const page = graphPage<Media>({ items, url: call.url, baseUrl: call.instagram.baseUrl(), rules });
  return { ...page, data: page.data.map((media) => showMedia(call, media, call.url.searchParams.get('fields'))) };
}

function readComments(call: Call): unknown {
  const [id = ''] = call.parts;
  need(call.token, 'basic');
  const media = findMedia(call, id);
  if (call.instagram.faults.now.hollowComments) return hollowPage();
  return commentsPage(call, topLevelComments(call.instagram, media), call.url);
}

function readReplies(call: Call): unknown {
  const [id = ''] = call.parts;
  need(call.token, 'basic');
  return commentsPage(call, repliesTo(call.instagram, findComment(call, id).comment), call.url);
}

/** Whatever has that id: the holder of the token, a Page, an account, a media or a comment. */
function readNode(call: Call): unknown {
  const [id = ''] = call.parts;
  const fields = call.url.searchParams.get('fields');
  if (id === 'me' && call.token.kind !== 'instagram') return personNode(call, fields);
  if (call.accounts.some(({ pageId }) => pageId === id)) return pageNode(call, id, fields);
  need(call.token, 'basic');
  const { media, comments } = call.instagram.state.value;
  if (Object.hasOwn(media, id)) return showMedia(call, findMedia(call, id), fields);
  if (Object.hasOwn(comments, id)) return showComment(call, findComment(call, id).comment, fields);
  return accountNode(call, findAccount(call, id), fields);
}

function seconds(url: URL, name: string): number | null {
  const text = url.searchParams.get(name);
  if (text === null) return null;
  if (!/^[0-9]{1,12}$/.test(text)) throw new GraphRefusal({ code: 100, message: `Param ${name} must be Unix seconds` });
  return Number(text);
}
