import { accountSecret } from '../account-secret.ts';
import { knownAccountId } from '../graph/known-account-id.ts';
import { createGraphClient, GRAPH_BUDGET, type GraphClient } from '../graph/graph-client.ts';
import { inBatches } from '../graph/in-batches.ts';
import { subscribeToWebhooks } from '../graph/subscribe-to-webhooks.ts';
import { textOf } from '../graph/wire-value.ts';
import { readSettings } from '../read-settings.ts';
import { outcomeOf } from '../write-outcome.ts';
import type { AccountAccess, PlatformAccount, PlatformChannel, ScanBatch, ScanRequest } from '../platform-channel.ts';
import { checkInstagram, refreshInstagramToken } from './check-instagram.ts';
import { findComment } from './find-comment.ts';
import { instagramFields } from './instagram-fields.ts';
import { instagramSettings } from './instagram-settings.schema.ts';
import { instagramWebhook } from './instagram-webhook.ts';
import { lookUpInstagram } from './look-up-instagram.ts';
import { listInstagram, readInstagramCursor, scanInstagram } from './scan-instagram.ts';
import { PRIVATE_REPLY_BUDGET, writeInstagram } from './write-instagram.ts';

/** Comments under the posts of an Instagram account (docs/platforms.md, §1). */
export const instagramChannel: PlatformChannel = {
  channel: 'instagram',
  fields: instagramFields,
  readSettings: (settings) => readSettings(instagramSettings, settings),
  pollSeconds: 60,
  // The platform's own limit grows with the account's reach and is told in headers; this keeps two calls a second.
  budgets: [
    { name: GRAPH_BUDGET, calls: 1200, seconds: 600 },
    { name: PRIVATE_REPLY_BUDGET, calls: 750, seconds: 3600 },
  ],
  open: (access) =>
    openInstagram(
      access,
      createGraphClient(access, () => accountSecret(access, 'token')),
    ),
  webhook: instagramWebhook,
};

function openInstagram(access: AccountAccess, graph: GraphClient): PlatformAccount {
  const isByPage = access.settings['login'] === 'facebook-login';
  const ownId = (): string => knownAccountId(access);
  return {
    check: () => checkInstagram(access, graph),
    scan: (request) => scan(graph, ownId(), request),
    list: (period) => listInstagram(graph, ownId(), period),
    find: async (itemId) => findComment(graph, ownId(), itemId),
    write: async (write, attempt) =>
      outcomeOf(async () => writeInstagram({ graph, accountId: ownId(), isByPage, attempt }, write)),
    lookUp: async (write) => lookUpInstagram(graph, ownId(), write),
    // A Page's token has no fixed end.
    refreshToken: isByPage ? null : () => refresh(access, graph),
    subscribe: () => subscribe(graph, isByPage),
  };
}

function scan(graph: GraphClient, accountId: string, request: ScanRequest): AsyncIterable<ScanBatch> {
  const cursor = readInstagramCursor(request.cursor);
  return inBatches(scanInstagram({ graph, accountId, cursor, request }), () => ({ ...cursor }));
}

async function refresh(
  access: AccountAccess,
  graph: GraphClient,
): Promise<{ secrets: Record<string, string>; tokenEndsAt: string }> {
  const { token, endsAt } = await refreshInstagramToken(access, graph);
  return { secrets: { token }, tokenEndsAt: endsAt };
}

/** By the linked Page the comments of the account come with any field of the Page's own. */
async function subscribe(graph: GraphClient, isByPage: boolean): Promise<void> {
  if (!isByPage) return subscribeToWebhooks(graph, { holder: 'me', field: 'comments' });
  const page = await graph.read({ path: 'me', query: { fields: 'id' } });
  return subscribeToWebhooks(graph, { holder: textOf(page['id']) ?? 'me', field: 'feed' });
}
