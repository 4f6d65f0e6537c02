import { GraphTokens } from '../graph/graph-tokens.ts';
import { GraphUsage } from '../graph/graph-usage.ts';
import { WebhookPusher } from '../graph/webhook-pusher.ts';
import { FaultBoard } from '../platform/fault-board.ts';
import { StateFile } from '../platform/state-file.ts';
import { WriteLog } from '../platform/write-log.ts';
import { type InstagramFaults, noFaults } from './faults.ts';
import { CommentIndex } from './store/comment-index.ts';
import { type InstagramState, freshState } from './store/state.ts';
import { testEntry, unknownEntry } from './webhook-entries.ts';

/** Everything that the stand-in is made of. */
export interface Instagram {
  state: StateFile<InstagramState>;
  comments: CommentIndex;
  faults: FaultBoard<InstagramFaults>;
  writes: WriteLog;
  tokens: GraphTokens;
  usage: GraphUsage;
  privateReplyUsage: GraphUsage;
  pusher: WebhookPusher;
  baseUrl: () => string;
}

/** 4800 calls x impressions of the last 24 hours, for each account (Graph API, "Rate Limits"); here 1000 impressions. */
const CALLS = { calls: 4_800_000, windowSeconds: 86_400, code: 80_002, regainMinutes: 5, headersFromPercent: 10 };

/** 750 private replies in an hour, for each account (Instagram Platform, "Overview"). Which code is unconfirmed. */
const PRIVATE_REPLIES = { calls: 750, windowSeconds: 3600, code: 613, regainMinutes: 60, headersFromPercent: 10 };

export function createInstagram(directory: string): Instagram {
  const state = new StateFile<InstagramState>(directory, freshState());
  const faults = new FaultBoard<InstagramFaults>(noFaults);
  return {
    state,
    comments: new CommentIndex(state.value.comments),
    faults,
    writes: new WriteLog(directory),
    tokens: new GraphTokens(state.value.tokens),
    usage: new GraphUsage(CALLS, 'instagram'),
    privateReplyUsage: new GraphUsage(PRIVATE_REPLIES, 'instagram'),
    pusher: new WebhookPusher({
      object: 'instagram',
      subscriptions: state.value.subscriptions,
      faults: () => faults.now,
      unknownEntry,
      testEntry,
    }),
    baseUrl: () => `http://127.0.0.1:${state.value.port}`,
  };
}
