import type { WebhookEntry } from '../../graph/webhook-pusher.ts';

/** An entry with a field, an item and a verb of a future version. */
export function unknownEntry({ id, time }: WebhookEntry): WebhookEntry {
  const value = { item: 'hologram', verb: 'shimmer', comment_id: '1_1', post_id: `${id}_1`, created_time: time };
  return {
    id,
    time,
    changes: [
      { field: 'holograms', value: { hologram_id: '1' } },
      { field: 'feed', value },
    ],
  };
}

/** What the dashboard's test button sends: Page `0` and a comment that there is not. */
export function testEntry(): WebhookEntry {
  const time = Math.floor(Date.now() / 1000);
  const value = {
    from: { id: '12345678', name: 'Test' },
    item: 'comment',
    verb: 'add',
    comment_id: '44444444_44444445',
    post_id: '44444443_44444444',
    parent_id: '44444443_44444444',
    created_time: time,
    message: 'Made up by the dashboard',
  };
  return { id: '0', time, changes: [{ field: 'feed', value }] };
}
