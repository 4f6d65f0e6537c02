import type { WebhookEntry } from '../graph/webhook-pusher.ts';
import type { InstagramFaults } from './faults.ts';
import type { Comment, Media } from './store/state.ts';

/**
 * What is pushed about a new comment (Graph API webhooks reference, "Instagram"; Instagram Platform, "Webhook
 * examples", which put `field` and `value` on the entry itself). There is no event for an edit or a deletion.
 */
export function commentEntry(comment: Comment, media: Media, shape: InstagramFaults['webhookShape']): WebhookEntry {
  const change = {
    field: media.live === null ? 'comments' : 'live_comments',
    value: {
      id: comment.id,
      text: comment.text,
      from: comment.from,
      media: { id: media.id, media_product_type: media.productType, ...adDetails(media) },
      ...(comment.parentId === null ? {} : { parent_id: comment.parentId }),
    },
  };
  const entry = { id: media.owner, time: Math.floor(Date.now() / 1000) };
  return shape === 'flat' ? { ...entry, ...change } : { ...entry, changes: [change] };
}

export function unknownEntry({ id, time }: WebhookEntry): WebhookEntry {
  return { id, time, changes: [{ field: 'unheard_of', value: { item: 'novelty', verb: 'appear', number: 7 } }] };
}

export function testEntry(): WebhookEntry {
  const value = {
    id: '17865799348089039',
    parent_id: '1231231234',
    text: 'This is an example.',
    from: { id: '232323232', username: 'test' },
    media: { id: '123123123', media_product_type: 'FEED' },
  };
  return { id: '0', time: Math.floor(Date.now() / 1000), changes: [{ field: 'comments', value }] };
}

function adDetails({ id, productType, caption }: Media): object {
  return productType === 'AD' ? { ad_id: `9${id}`, ad_title: caption, original_media_id: id } : {};
}
