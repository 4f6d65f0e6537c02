import { instagramWebhook } from './instagram-webhook.ts';

const accountId = '17841400000000001';
const value = {
  id: '17900000000000101',
  text: 'Kargo ne zaman?',
  from: { id: '6200000000000001', username: 'ada_demo' },
  media: { id: '17800000000000001', media_product_type: 'FEED' },
};
const read = (entry: object) =>
  instagramWebhook
    .read(Buffer.from(JSON.stringify({ object: 'instagram', entry: [entry] })), {
      settings: {},
      accountId,
      now: Date.now,
    })
    .flatMap(({ news }) => news);

test('a comment is the same in both shapes that deliveries have', () => {
  const entry = { id: accountId, time: 1_795_166_130 };
  const news = read({ ...entry, changes: [{ field: 'comments', value }] });
  expect(news).toMatchObject([
    {
      kind: 'item',
      item: {
        id: '17900000000000101',
        parentId: null,
        place: { id: '17800000000000001' },
        author: { id: '6200000000000001', handle: 'ada_demo', name: null },
        isOwn: false,
        text: 'Kargo ne zaman?',
        writtenAt: '2026-11-20T09:15:30.000Z',
      },
    },
  ]);
  expect(read({ ...entry, field: 'comments', value })).toEqual(news);
});

test('a reply names its thread, and what the account wrote itself is known as its own', () => {
  const own = { ...value, parent_id: '17900000000000100', from: { id: accountId, username: 'magaza_demo' } };
  const [news] = read({ id: accountId, time: 1_795_166_130, changes: [{ field: 'comments', value: own }] });
  expect(news).toMatchObject({ item: { parentId: '17900000000000100', isOwn: true } });
});

test("a comment on an ad stands under the post that is advertised, by the ad's title", () => {
  const media = { id: '178', media_product_type: 'AD', ad_id: '9', ad_title: 'Kış', original_media_id: '179' };
  const [news] = read({ id: accountId, time: 1, changes: [{ field: 'comments', value: { ...value, media } }] });
  expect(news).toMatchObject({ item: { place: { id: '179', title: 'Kış', url: null } } });
});

test('mentions and live comments are passed over, a comment without an id is kept as it came', () => {
  const change = (field: string, changed: object) =>
    read({ id: accountId, time: 1, changes: [{ field, value: changed }] });
  expect(change('mentions', { media_id: '1', comment_id: '2' })).toEqual([]);
  expect(change('live_comments', value)).toEqual([]);
  expect(change('comments', { text: 'whose?' })).toMatchObject([{ kind: 'unreadable' }]);
});
