import { accountSecret } from '../account-secret.ts';
import { knownAccountId } from '../graph/known-account-id.ts';
import { createGraphClient, GRAPH_BUDGET, type GraphClient } from '../graph/graph-client.ts';
import { inBatches } from '../graph/in-batches.ts';
import { subscribeToWebhooks } from '../graph/subscribe-to-webhooks.ts';
import { readSettings } from '../read-settings.ts';
import { outcomeOf } from '../write-outcome.ts';
import type { AccountAccess, PlatformAccount, PlatformChannel, ScanBatch, ScanRequest } from '../platform-channel.ts';
import { checkFacebook } from './check-facebook.ts';
import { facebookFields } from './facebook-fields.ts';
import { facebookSettings } from './facebook-settings.schema.ts';
import { facebookWebhook } from './facebook-webhook.ts';
import { findComment } from './find-comment.ts';
import { listFacebook } from './list-facebook.ts';
import { lookUpFacebook } from './look-up-facebook.ts';
import { readFacebookCursor } from './scan-cursor.ts';
import { scanFacebook } from './scan-facebook.ts';
import { writeFacebook } from './write-facebook.ts';

/** Comments under the posts of a Facebook Page (docs/platforms.md, §2). */
export const facebookChannel: PlatformChannel = {
  channel: 'facebook',
  fields: facebookFields,
  readSettings: (settings) => readSettings(facebookSettings, settings),
  pollSeconds: 120,
  // The platform's own limit grows with the people engaged and is told in headers; this keeps two calls a second.
  budgets: [{ name: GRAPH_BUDGET, calls: 1200, seconds: 600 }],
  open: (access) =>
    openFacebook(
      access,
      createGraphClient(access, () => accountSecret(access, 'token')),
    ),
  webhook: facebookWebhook,
};

function openFacebook(access: AccountAccess, graph: GraphClient): PlatformAccount {
  const ownId = (): string => knownAccountId(access);
  return {
    check: () => checkFacebook(access, graph),
    scan: (request) => scan(access, graph, request),
    list: (period) => listFacebook(graph, { ...period, accountId: ownId() }),
    find: async (itemId, placeId) => findComment(graph, { accountId: ownId(), itemId, placeId }),
    write: async (write, attempt) =>
      outcomeOf(async () => writeFacebook({ graph, accountId: ownId(), attempt }, write)),
    lookUp: async (write) => lookUpFacebook({ graph, accountId: ownId(), now: access.now() }, write),
    // A Page's token has no fixed end.
    refreshToken: null,
    subscribe: async () => subscribeToWebhooks(graph, { holder: ownId(), field: 'feed' }),
  };
}

function scan(access: AccountAccess, graph: GraphClient, request: ScanRequest): AsyncIterable<ScanBatch> {
  const cursor = readFacebookCursor(request.cursor);
  const pieces = scanFacebook({ graph, accountId: knownAccountId(access), now: access.now(), cursor, request });
  return inBatches(pieces, () => structuredClone(cursor));
}
