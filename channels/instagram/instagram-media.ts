import type { Place } from '../../domain/platform/platform-item.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { readEdge } from '../graph/graph-pages.ts';
import { graphMoment } from '../graph/graph-time.ts';
import { countOf, idOf, membersOf, textOf } from '../graph/wire-value.ts';

/** A post of the account. */
export interface InstagramMedia {
  place: Place;
  /** ISO; empty where it is not told: then it counts as the oldest. */
  postedAt: string;
  /** With replies; null where it is not told. */
  commentCount: number | null;
}

const FIELDS = 'id,caption,permalink,timestamp,comments_count';
const PAGE_SIZE = '100';
const LONGEST_TITLE = 200;

/** The account's media, newest first, a page at a time. @throws PlatformFault */
export async function* listInstagramMedia(
  graph: GraphClient,
  { accountId, signal }: { accountId: string; signal: AbortSignal },
): AsyncGenerator<InstagramMedia[]> {
  const query = { fields: FIELDS, limit: PAGE_SIZE };
  for await (const { data } of readEdge(graph, { path: `${accountId}/media`, query, signal }))
    yield data.flatMap((each) => readMedia(each) ?? []);
}

function readMedia(value: unknown): InstagramMedia | null {
  const media = membersOf(value);
  const id = idOf(media['id']);
  if (id === null) return null;
  const [firstLine = ''] = (textOf(media['caption']) ?? '').trim().split('\n');
  return {
    place: { id, title: firstLine.slice(0, LONGEST_TITLE).toWellFormed() || null, url: textOf(media['permalink']) },
    postedAt: graphMoment(media['timestamp']) ?? '',
    commentCount: countOf(media['comments_count']),
  };
}
