import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { readNode } from '../graph/read-node.ts';
import { COMMENT_FIELDS, readInstagramItem } from './instagram-item.ts';

/** A comment as it stands now; null when it is gone: deletions are told by nothing else. @throws PlatformFault */
export async function findComment(graph: GraphClient, accountId: string, itemId: string): Promise<PlatformItem | null> {
  const node = await readNode(graph, itemId, COMMENT_FIELDS);
  if (node === null) return null;
  const item = readInstagramItem(node, { accountId, place: null });
  if (item) return item;
  throw new PlatformFault('PLATFORM_UNREADABLE', `comment ${itemId} has an unknown shape`, { effect: 'retry' });
}
