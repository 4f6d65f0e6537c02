import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import { type GraphChange, graphWebhookDoor } from '../graph/graph-webhook.ts';
import { readInstagramItem } from './instagram-item.ts';

/** New comments only: edits and deletions are not pushed (Graph API webhooks reference, "Instagram"). */
export const instagramWebhook = graphWebhookDoor('instagram', readChange);

/** `mentions` and `live_comments` are of no use to a desk: the one shows other people's posts, the other takes no reply. */
function readChange({ accountId, at, field, value }: GraphChange): PlatformNews[] | null {
  if (field !== 'comments') return [];
  const item = readInstagramItem(value, { accountId, place: null, writtenAt: at });
  return item === null ? null : [{ kind: 'item', item }];
}
