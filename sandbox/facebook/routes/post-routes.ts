import { GraphRefusal } from '../../graph/graph-error.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { type GraphCall, readRoute } from '../graph-call.ts';
import { edgePage } from '../nodes/edge-page.ts';
import { postNode, postShape } from '../nodes/post-shape.ts';
import { mayRead } from '../page-rights.ts';
import type { Post } from '../store/facebook-state.ts';
import { unknownObject } from '../unknown-object.ts';

/** "About 600 ranked, published posts a year" (Graph API reference, Page feed). */
const MOST_POSTS_A_YEAR = 600;

/** `published_posts` holds what the Page posted, `feed` also what visitors posted on it. */
export function postRoutes(world: FacebookWorld): PlatformRoute[] {
  return [
    readRoute(world, '([0-9]+)/published_posts', (call) =>
      posts(world, call, ({ authorId, pageId }) => authorId === pageId),
    ),
    readRoute(world, '([0-9]+)/feed', (call) => posts(world, call, () => true)),
  ];
}

/** Newest first. A `limit` above 100 is refused. */
function posts(world: FacebookWorld, call: GraphCall, isOnEdge: (post: Post) => boolean): object {
  const [pageId = ''] = call.parts;
  if (!world.store.page(pageId)) throw unknownObject(pageId);
  if (!mayRead(world, call, pageId)) return { data: [] };
  const since = unixSeconds(call.query, 'since') ?? Number.NEGATIVE_INFINITY;
  const until = unixSeconds(call.query, 'until') ?? Number.POSITIVE_INFINITY;
  const onPage = world.store.state.posts
    .filter((post) => post.pageId === pageId && !post.isRemoved && isOnEdge(post))
    .toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
  const found = newestOfEachYear(onPage).filter(({ createdAt }) => {
    const seconds = Date.parse(createdAt) / 1000;
    return seconds >= since && seconds <= until;
  });
  return edgePage(call, {
    nodes: found.map(postNode),
    shape: postShape(world),
    rules: { usualLimit: 25, mostLimit: 100, overMost: 'refuse', shortPages: world.faults.now.shortPages },
  });
}

function newestOfEachYear(posts: readonly Post[]): Post[] {
  const counts = new Map<string, number>();
  return posts.filter(({ createdAt }) => {
    const year = createdAt.slice(0, 4);
    counts.set(year, (counts.get(year) ?? 0) + 1);
    return (counts.get(year) ?? 0) <= MOST_POSTS_A_YEAR;
  });
}

/** Other spellings of a time exist (unconfirmed which), so only this one is taken. */
function unixSeconds(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^[0-9]{1,12}$/.test(text)) throw new GraphRefusal({ code: 100, message: `Param ${name} must be Unix seconds` });
  return Number(text);
}
