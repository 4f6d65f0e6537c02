import type { LookedUp, PlatformWrite } from '../../domain/platform/platform-write.ts';
import { PRIVATE_REPLY_MILLISECONDS } from '../../domain/platform/state-of-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isUnknownObject } from '../graph/graph-fault.ts';
import { readEdge } from '../graph/graph-pages.ts';
import { findReply } from '../graph/find-reply.ts';
import { refused, sent } from '../write-outcome.ts';
import { commentSpellings } from './comment-id.ts';
import { COMMENT_FIELDS, readFacebookItem } from './facebook-item.ts';
import { findComment } from './find-comment.ts';

const GONE = 'the comment is gone';

export interface FacebookAsking {
  graph: GraphClient;
  accountId: string;
  /** Milliseconds. */
  now: number;
}

/**
 * Whether an earlier attempt did it: a reply by its words among the replies, moderation by how the comment stands, a
 * private reply by the platform's taking no second one.
 *
 * @throws PlatformFault
 */
export async function lookUpFacebook(asking: FacebookAsking, write: PlatformWrite): Promise<LookedUp> {
  const { act } = write;
  if (act === 'reply') return lookUpReply(asking, write);
  if (act === 'answer') return { outcome: 'absent' };
  const item = await findComment(asking.graph, { ...write, accountId: asking.accountId });
  if (act === 'remove') return item === null ? sent(null) : { outcome: 'absent' };
  if (item === null) return refused(GONE);
  if (act !== 'private-reply') return item.isHidden === (act === 'hide') ? sent(null) : { outcome: 'absent' };
  // Later it takes none whatever happened: sent again, it says why.
  const isWithinTime = asking.now - Date.parse(item.writtenAt) < PRIVATE_REPLY_MILLISECONDS;
  return item.canReplyPrivately === false && isWithinTime
    ? sent(null, 'the platform takes no second private reply')
    : { outcome: 'absent' };
}

async function lookUpReply({ graph, accountId }: FacebookAsking, write: PlatformWrite): Promise<LookedUp> {
  const query = { fields: COMMENT_FIELDS, filter: 'stream', limit: '100' };
  const of = { accountId, place: null };
  for (const name of commentSpellings(write.itemId, write.placeId))
    try {
      const replies = readEdge(graph, { path: `${name}/comments`, query });
      const found = await findReply(replies, { read: (reply) => readFacebookItem(reply, of), write });
      return found ? sent(found.id) : { outcome: 'absent' };
    } catch (fault) {
      if (!isUnknownObject(fault)) throw fault;
    }
  return refused(GONE);
}
