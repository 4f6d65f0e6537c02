import { meantPage, openedPages } from '../graph/find-page.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { textOf } from '../graph/wire-value.ts';
import type { AccountAccess, CheckedAccount } from '../platform-channel.ts';

/** Proves by calls that the login opens the Page and may read its posts; keeps the Page's own token. @throws PlatformFault */
export async function checkFacebook(access: AccountAccess, graph: GraphClient): Promise<CheckedAccount> {
  const pages = await openedPages(access, graph);
  const known = pages.find(({ id }) => id === access.accountId)?.id ?? null;
  const { id, name, token } = meantPage(pages, textOf(access.settings['pageId']) ?? known);
  await graph.withToken(token).read({ path: `${id}/published_posts`, query: { fields: 'id', limit: '1' } });
  return { accountId: id, accountName: name, tokenEndsAt: null, secrets: { token } };
}
