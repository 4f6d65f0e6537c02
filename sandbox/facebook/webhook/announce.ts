import type { FacebookWorld } from '../facebook-world.ts';
import type { Comment } from '../store/facebook-state.ts';
import { type CommentEvent, feedValue, webhookTime } from './feed-value.ts';

/** Tells the callbacks what happened to a comment, the Page's own included, when the app is subscribed to the Page's `feed`. */
export function announce(
  world: FacebookWorld,
  { event, comment, pushes = 1 }: { event: CommentEvent; comment: Comment; pushes?: 1 | 2 },
): void {
  announceValue(world, { pageId: comment.pageId, value: feedValue(world, { event, comment }), pushes });
}

/** The same with a `value` of any item and verb. */
export function announceValue(
  world: FacebookWorld,
  { pageId, value, pushes = 1 }: { pageId: string; value: Record<string, unknown>; pushes?: 1 | 2 },
): void {
  if (!world.store.page(pageId)?.subscribedFields.includes('feed')) return;
  const time = webhookTime(world, new Date().toISOString());
  world.webhooks.push({ id: pageId, time, changes: [{ field: 'feed', value }] }, pushes);
}
