import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { readNode } from '../graph/read-node.ts';
import { commentSpellings } from './comment-id.ts';
import { COMMENT_FIELDS, readFacebookItem } from './facebook-item.ts';
import { mustBePage } from './facebook-posts.ts';

export interface SoughtComment {
  accountId: string;
  itemId: string;
  /** Makes the name that says most; null where it is not known. */
  placeId: string | null;
}

/**
 * A comment as it stands now; null when it is gone. That is believed only of the Page's own token: to a person's, all
 * comments are unknown.
 *
 * @throws PlatformFault
 */
export async function findComment(
  graph: GraphClient,
  { accountId, itemId, placeId }: SoughtComment,
): Promise<PlatformItem | null> {
  for (const name of commentSpellings(itemId, placeId)) {
    const node = await readNode(graph, name, COMMENT_FIELDS);
    if (node === null) continue;
    const item = readFacebookItem(node, { accountId, place: null });
    if (item) return item;
    throw new PlatformFault('PLATFORM_UNREADABLE', `comment ${itemId} has an unknown shape`, { effect: 'retry' });
  }
  await mustBePage(graph, accountId);
  return null;
}
