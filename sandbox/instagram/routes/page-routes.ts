import { GraphRefusal } from '../../graph/graph-error.ts';
import { graphPage } from '../../graph/graph-paging.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import { need } from '../permissions.ts';
import { type Call, type WriteCall, notThere, readRoute, writeRoute } from './call.ts';
import { findAccount } from './find-node.ts';
import { pageNode } from './holder-nodes.ts';

const INSTAGRAM_FIELDS = ['comments', 'live_comments', 'mentions', 'messages', 'story_insights'];
const PAGE_FIELDS = ['feed', 'mention', 'messages', 'name', 'picture'];

/** `/me/accounts`, and the subscribe calls of both routes. */
export const pageRoutes = (instagram: Instagram): PlatformRoute[] => [
  readRoute(instagram, '([0-9]+|me)/accounts', readPages),
  readRoute(instagram, '([0-9]+|me)/subscribed_apps', readSubscription),
  writeRoute(instagram, ['POST', '([0-9]+|me)/subscribed_apps'], subscribe),
  writeRoute(instagram, ['DELETE', '([0-9]+|me)/subscribed_apps'], unsubscribe),
];

/** The Pages of who logged in, each with its Page token, which has no fixed end. */
function readPages(call: Call): unknown {
  const [id = ''] = call.parts;
  if (call.token.kind !== 'user' || (id !== 'me' && id !== call.token.holder)) throw notThere(id);
  const items = call.accounts.map((account) => ({ ...account, id: account.pageId }));
  const rules = { usualLimit: 25, mostLimit: 100, overMost: 'cut', shortPages: 'none' } as const;
  const page = graphPage({ items, url: call.url, baseUrl: call.instagram.baseUrl(), rules });
  const fields = call.url.searchParams.get('fields') ?? 'access_token,name';
  return { ...page, data: page.data.map((each) => pageNode(call, each.id, fields)) };
}

function readSubscription(call: Call): unknown {
  const account = subscriber(call);
  const { appId, subscribedFields } = account;
  return { data: subscribedFields.length > 0 ? [{ id: appId, subscribed_fields: subscribedFields }] : [] };
}

/**
 * With Instagram Login the account names the fields it wants. With Facebook Login the Page subscribes the app to any of
 * its own fields, and the comments of its Instagram account come with it (Instagram Platform, "Webhooks").
 */
function subscribe(call: WriteCall): unknown {
  const account = subscriber(call);
  const given = call.parameters['subscribed_fields'];
  const names = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : [];
  const known = account.route === 'instagram-login' ? INSTAGRAM_FIELDS : PAGE_FIELDS;
  if (names.length === 0 || !names.every((name) => known.includes(name)))
    throw new GraphRefusal({ code: 100, message: `Param subscribed_fields must be some of ${known.join(', ')}` });
  account.subscribedFields = account.route === 'instagram-login' ? names : ['comments', 'live_comments'];
  return { success: true };
}

function unsubscribe(call: WriteCall): unknown {
  subscriber(call).subscribedFields = [];
  return { success: true };
}

function subscriber(call: Call): ReturnType<typeof findAccount> {
  const [id = ''] = call.parts;
  need(call.token, 'webhooks');
  if (call.token.kind === 'instagram') return findAccount(call, id);
  // That a Page token is demanded with code 210 is unconfirmed.
  if (call.token.kind !== 'page') throw new GraphRefusal({ code: 210, message: 'A Page access token is required' });
  const account = call.accounts.find(({ pageId }) => id === 'me' || pageId === id);
  if (!account) throw notThere(id);
  return account;
}
