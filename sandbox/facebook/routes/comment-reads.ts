import { chooseFields } from '../../graph/choose-fields.ts';
import { GraphRefusal } from '../../graph/graph-error.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { type GraphCall, readRoute } from '../graph-call.ts';
import { commentNode, commentShape } from '../nodes/comment-shape.ts';
import { edgePage } from '../nodes/edge-page.ts';
import { postNode, postShape } from '../nodes/post-shape.ts';
import { mayRead } from '../page-rights.ts';
import type { CommentStore } from '../store/comment-store.ts';
import type { Comment } from '../store/facebook-state.ts';
import { unknownObject } from '../unknown-object.ts';

/** One post or comment, and the comments under it. */
export function commentReads(world: FacebookWorld): PlatformRoute[] {
  return [
    readRoute(world, '([0-9_]+)/comments', (call) => comments(world, call)),
    readRoute(world, '([0-9]+_[0-9]+|[0-9]+)', (call) => object(world, call)),
  ];
}

/** A user token does not see it at all (unconfirmed; an edge gives it an empty list). */
function object(world: FacebookWorld, call: GraphCall): object {
  const [id = ''] = call.parts;
  const fields = call.query.get('fields');
  const page = world.store.page(id);
  if (page) return chooseFields(page, { defaults: ['name'], fields: { name: ({ name }) => name } }, fields);
  const post = world.store.post(id);
  const comment = world.store.comment(id);
  const pageId = (post ?? comment)?.pageId;
  if (pageId === undefined || !mayRead(world, call, pageId)) throw unknownObject(id);
  if (post) return chooseFields(postNode(post), postShape(world), fields);
  if (comment) return chooseFields(commentNode(world, comment), commentShape(world), fields);
  throw unknownObject(id);
}

/**
 * The comments edge (Graph API reference, Object comments). What `since` means here is unclear, so it is ignored.
 * `order` and `summary` are unconfirmed for v26.0.
 */
function comments(world: FacebookWorld, call: GraphCall): object {
  const { store } = world;
  const [id = ''] = call.parts;
  const post = store.post(id);
  const parent = store.comment(id);
  const pageId = (post ?? parent)?.pageId;
  if (pageId === undefined) throw unknownObject(id);
  const filter = oneOf(call.query, 'filter', ['toplevel', 'stream']) ?? 'toplevel';
  const order = oneOf(call.query, 'order', ['chronological', 'reverse_chronological']);
  if (!mayRead(world, call, pageId)) return { data: [] };
  const all = post ? store.commentsUnder(post) : parent ? store.repliesTo(parent) : [];
  const found = post && filter === 'toplevel' ? all.filter(({ parentTail }) => parentTail === null) : all;
  const isRanked = filter === 'toplevel' && order === null;
  const sorted = isRanked ? ranked(store, found) : chronological(found);
  const page = edgePage(call, {
    nodes: (order === 'reverse_chronological' ? sorted.toReversed() : sorted).map((each) => commentNode(world, each)),
    shape: commentShape(world),
    rules: { usualLimit: 25, mostLimit: 100, overMost: 'cut', shortPages: world.faults.now.shortPages },
  });
  return call.query.get('summary') === 'true' ? { ...page, summary: { total_count: found.length } } : page;
}

function chronological(comments: readonly Comment[]): Comment[] {
  return comments.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}

/** The order of `toplevel` is the platform's own (unconfirmed which): here most answered first (removed answers count), then newest. */
function ranked(store: CommentStore, comments: readonly Comment[]): Comment[] {
  const answers = new Map<string, number>();
  for (const { parentTail } of store.state.comments)
    if (parentTail !== null) answers.set(parentTail, (answers.get(parentTail) ?? 0) + 1);
  return chronological(comments)
    .toReversed()
    .toSorted((one, other) => (answers.get(other.tail) ?? 0) - (answers.get(one.tail) ?? 0));
}

function oneOf(query: URLSearchParams, name: string, words: readonly string[]): string | null {
  const word = query.get(name);
  if (word !== null && !words.includes(word))
    throw new GraphRefusal({ code: 100, message: `Param ${name} must be one of ${words.join(', ')}` });
  return word;
}
