import type { FacebookWorld } from '../facebook-world.ts';
import { postId } from '../store/object-ids.ts';
import { writeAsCustomer } from '../write-as-customer.ts';
import { trickleTalk } from './shop-talk.ts';

/** Lets another customer comment every so many seconds, for as long as the stand-in runs. Returns what stops it. */
export function startTrickle(world: FacebookWorld, intervalSeconds: number): () => void {
  const timer = setInterval(() => commentOnce(world), intervalSeconds * 1000);
  return () => clearInterval(timer);
}

/** The talk in turn, each time under a new order number, under the Page's posts in turn. */
function commentOnce(world: FacebookWorld): void {
  const { store } = world;
  const number = store.change((state) => ++state.trickled);
  const talk = trickleTalk[number % trickleTalk.length] ?? trickleTalk[0];
  const pageId = talk && store.state.pages[talk.page]?.id;
  if (!talk || pageId === undefined) return;
  const posts = store.state.posts.filter((post) => post.pageId === pageId && !post.isRemoved);
  const createdAt = new Date().toISOString();
  const post =
    posts[number % posts.length] ?? store.addPost({ pageId, authorId: pageId, message: 'Merhaba! 👋', createdAt });
  const message = talk.text.replaceAll('{order}', String(48_000 + number * 13));
  writeAsCustomer(world, { under: postId(post), message, name: talk.name });
}
