import type { GraphTokens } from '../graph/graph-tokens.ts';
import type { GraphUsage } from '../graph/graph-usage.ts';
import type { WebhookPusher } from '../graph/webhook-pusher.ts';
import type { FaultBoard } from '../platform/fault-board.ts';
import type { WriteLog } from '../platform/write-log.ts';
import type { FacebookFaults } from './faults.ts';
import type { CommentStore } from './store/comment-store.ts';

/** What every part of the stand-in works on. */
export interface FacebookWorld {
  store: CommentStore;
  tokens: GraphTokens;
  faults: FaultBoard<FacebookFaults>;
  writes: WriteLog;
  webhooks: WebhookPusher;
  /** Limits of calls with Page tokens, by Page, and of calls with user tokens, by person. */
  usage: { pages: GraphUsage; people: GraphUsage };
}
