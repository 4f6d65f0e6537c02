import type { GraphClient } from './graph-client.ts';
import { mustBeSuccess } from './write-answer.ts';

/**
 * Has the platform push a field of an account or a Page. Where it pushes to is set once for the app, in its dashboard,
 * which also asks there for the verify token (Graph API webhooks, "Getting Started"). @throws PlatformFault
 */
export async function subscribeToWebhooks(
  graph: GraphClient,
  { holder, field }: { holder: string; field: 'comments' | 'feed' },
): Promise<void> {
  const query = { subscribed_fields: field };
  mustBeSuccess(await graph.write({ method: 'POST', path: `${holder}/subscribed_apps`, query }));
}
