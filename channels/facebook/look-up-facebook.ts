import type { LookedUp, PlatformWrite } from '../../domain/platform/platform-write.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { isUnknownObject } from '../graph/graph-fault.ts';
import { readEdge } from '../graph/graph-pages.ts';
import { isThatReply } from '../graph/is-that-reply.ts';
import { refused, sent } from '../graph/write-outcome.ts';
import { commentSpellings } from './comment-id.ts';
import { COMMENT_FIELDS, readFacebookItem } from './facebook-item.ts';
import { findComment } from './find-comment.ts';

const GONE = 'the comment is gone';
/** A private reply is possible for so long (Messenger Platform, "Private Replies"). */
const WINDOW_MILLISECONDS = 7 * 86_400_000;

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
  const isWithinTime = asking.now - Date.parse(item.writtenAt) < WINDOW_MILLISECONDS;
  return item.canReplyPrivately === false && isWithinTime
    ? sent(null, 'the platform takes no second private reply')
    : { outcome: 'absent' };
}

async function lookUpReply({ graph, accountId }: FacebookAsking, write: PlatformWrite): Promise<LookedUp> {
  const query = { fields: COMMENT_FIELDS, filter: 'stream', limit: '100' };
  for (const name of commentSpellings(write.itemId, write.placeId))
    try {
      for await (const { data } of readEdge(graph, { path: `${name}/comments`, query })) {
        const items = data.flatMap((reply) => readFacebookItem(reply, { accountId, place: null }) ?? []);
        const found = items.find((item) => isThatReply(item, write));
        if (found) return sent(found.id);
      }
      return { outcome: 'absent' };
    } catch (fault) {
      if (!isUnknownObject(fault)) throw fault;
    }
  return refused(GONE);
}
