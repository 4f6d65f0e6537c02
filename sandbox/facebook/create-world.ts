import { GraphTokens } from '../graph/graph-tokens.ts';
import { GraphUsage } from '../graph/graph-usage.ts';
import { WebhookPusher } from '../graph/webhook-pusher.ts';
import { FaultBoard } from '../platform/fault-board.ts';
import { StateFile } from '../platform/state-file.ts';
import { WriteLog } from '../platform/write-log.ts';
import type { FacebookWorld } from './facebook-world.ts';
import { noFacebookFaults } from './faults.ts';
import { CommentStore } from './store/comment-store.ts';
import { freshState } from './store/fresh-state.ts';
import { testEntry, unknownEntry } from './webhook/strange-entries.ts';

/** 4800 calls for each engaged person in 24 hours (Graph API, "Rate Limits"), for a Page that 25 people were engaged with. */
const PAGE_BUDGET = {
  calls: 4800 * 25,
  windowSeconds: 86_400,
  code: 80_001,
  regainMinutes: 60,
  headersFromPercent: 50,
};

/** How many calls a person has in an hour is not published. */
const PERSON_BUDGET = { calls: 5000, windowSeconds: 3600, code: 17, regainMinutes: 60, headersFromPercent: 50 };

/** What was kept in the folder, with everything that works on it. */
export function createWorld(directory: string, retryMilliseconds: readonly number[] | undefined): FacebookWorld {
  const file = new StateFile(directory, freshState());
  const faults = new FaultBoard(noFacebookFaults);
  return {
    store: new CommentStore(file),
    tokens: new GraphTokens(file.value.tokens),
    faults,
    writes: new WriteLog(directory),
    webhooks: new WebhookPusher({
      object: 'page',
      subscriptions: file.value.webhooks,
      faults: () => faults.now,
      unknownEntry,
      testEntry,
      ...(retryMilliseconds ? { retryMilliseconds } : {}),
    }),
    usage: { pages: new GraphUsage(PAGE_BUDGET, 'pages'), people: new GraphUsage(PERSON_BUDGET, 'pages') },
  };
}
