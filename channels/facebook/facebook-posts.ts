import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { Place } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { readEdge } from '../graph/graph-pages.ts';
import { graphMoment } from '../graph/graph-time.ts';
import { idOf, membersOf, textOf } from '../graph/wire-value.ts';

/** A post of the Page. */
export interface FacebookPost {
  place: Place;
  /** ISO; empty where it is not told: then it counts as the oldest. */
  postedAt: string;
}

const FIELDS = 'id,message,created_time,permalink_url';
const PAGE_SIZE = '100';
const LONGEST_TITLE = 200;

/**
 * The Page's own posts, newest first, a page at a time. An empty list is believed only of the Page's own token: a
 * person's gets one whatever there is.
 *
 * @throws PlatformFault
 */
export async function* listFacebookPosts(
  graph: GraphClient,
  { accountId, signal }: { accountId: string; signal: AbortSignal },
): AsyncGenerator<FacebookPost[]> {
  const query = { fields: FIELDS, limit: PAGE_SIZE };
  let isEmpty = true;
  for await (const { data } of readEdge(graph, { path: `${accountId}/published_posts`, query, signal })) {
    const posts = data.flatMap((each) => readPost(each) ?? []);
    isEmpty &&= posts.length === 0;
    if (posts.length > 0) yield posts;
  }
  if (isEmpty) await mustBePage(graph, accountId);
}

/** @throws PlatformFault stop when the token is a person's or another Page's */
export async function mustBePage(graph: GraphClient, accountId: string): Promise<void> {
  const me = await graph.read({ path: 'me', query: { fields: 'id' } });
  if (textOf(me['id']) === accountId) return;
  throw new PlatformFault('PLATFORM_LOGIN_REJECTED', "the token is not this Page's own", { effect: 'stop' });
}

function readPost(value: unknown): FacebookPost | null {
  const post = membersOf(value);
  const id = idOf(post['id']);
  if (id === null) return null;
  const postedAt = graphMoment(post['created_time']) ?? '';
  const [firstLine = ''] = (textOf(post['message']) ?? '').trim().split('\n');
  const title = firstLine.slice(0, LONGEST_TITLE).toWellFormed() || null;
  return { place: { id, title, url: textOf(post['permalink_url']) }, postedAt };
}
