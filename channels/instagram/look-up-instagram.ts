import type { LookedUp, PlatformWrite } from '../../domain/platform/platform-write.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isNotThere } from '../graph/graph-fault.ts';
import { readEdge } from '../graph/graph-pages.ts';
import { findReply } from '../graph/find-reply.ts';
import { refused, sent } from '../write-outcome.ts';
import { findComment } from './find-comment.ts';
import { COMMENT_FIELDS, readInstagramItem } from './instagram-item.ts';

const GONE = 'the comment is gone';

/**
 * Whether an earlier attempt did it: a reply by its words among the replies, moderation by how the comment stands. A
 * private reply cannot be read; it is sent again, for the platform takes only one.
 *
 * @throws PlatformFault
 */
export async function lookUpInstagram(graph: GraphClient, accountId: string, write: PlatformWrite): Promise<LookedUp> {
  const { act, itemId } = write;
  if (act === 'reply') return lookUpReply(graph, accountId, write);
  if (act === 'private-reply' || act === 'answer') return { outcome: 'absent' };
  const item = await findComment(graph, accountId, itemId);
  if (act === 'remove') return item === null ? sent(null) : { outcome: 'absent' };
  if (item === null) return refused(GONE);
  return item.isHidden === (act === 'hide') ? sent(null) : { outcome: 'absent' };
}

async function lookUpReply(graph: GraphClient, accountId: string, write: PlatformWrite): Promise<LookedUp> {
  const query = { fields: COMMENT_FIELDS, limit: '50' };
  const of = { accountId, place: null };
  try {
    const replies = readEdge(graph, { path: `${write.itemId}/replies`, query });
    const found = await findReply(replies, { read: (reply) => readInstagramItem(reply, of), write });
    return found ? sent(found.id) : { outcome: 'absent' };
  } catch (fault) {
    if (isNotThere(fault)) return refused(GONE);
    throw fault;
  }
}
