import { type WebhookReceiver, rightSignature, startWebhookReceiver } from '../graph/webhook-receiver.ts';
import { instagramInTest } from './in-test.ts';

const instagram = instagramInTest();
const { act, get, look, media, post } = instagram;

let receiver: WebhookReceiver;
let mediaId: string;

/** Two accounts of two routes, both pushed to one callback, each signed with its own secret. */
beforeAll(async () => {
  const { accounts } = instagram.sandbox;
  receiver = await startWebhookReceiver(accounts.map(({ verifyToken }) => verifyToken));
  await act('webhooks', { callbackUrl: receiver.callbackUrl });
  await post('/v26.0/me/subscribed_apps?subscribed_fields=comments,live_comments');
  const [, kids] = accounts;
  await post(`/v26.0/${kids?.pageId}/subscribed_apps`, { subscribed_fields: 'feed' }, kids?.pageToken);
});
beforeEach(async () => {
  mediaId = await media();
  receiver.forget();
});
afterAll(() => receiver.stop());

/** Waits until everything was delivered or given up. */
const delivered = () => act('webhooks/flush');

interface Change {
  field: string;
  value: { id: string; text: string; parent_id?: string; media: object };
}
const changes = (): Change[] => receiver.entries().flatMap(({ changes: all }) => (all ?? []) as Change[]);

describe('§4 §9 the handshake (Graph API webhooks, "Getting Started")', () => {
  test('a callback that answers the challenge counts, and one with another verify token does not', async () => {
    await expect(
      act('webhooks', { callbackUrl: receiver.callbackUrl, account: 'shop', verifyToken: 'another' }),
    ).rejects.toThrow('answered 403');
    await act('webhooks', { callbackUrl: receiver.callbackUrl, account: 'shop' });
    await act('comments', { mediaId });
    await delivered();
    expect(receiver.deliveries()).toHaveLength(1);
  });

  test('a callback that nobody answers at does not count', async () => {
    await expect(act('webhooks', { callbackUrl: 'http://127.0.0.1:9/', account: 'shop' })).rejects.toThrow(
      'cannot be reached',
    );
  });
});

describe('§4 §9 deliveries (Graph API webhooks, "Getting Started")', () => {
  test('a delivery is signed over its raw bytes, in which every non-ASCII letter is escaped', async () => {
    await act('comments', { mediaId, text: 'İade nasıl? 😊' });
    await delivered();
    const [delivery] = receiver.deliveries();
    const { appSecret = '' } = instagram.sandbox.accounts[0] ?? {};
    expect(delivery?.body).toContain(String.raw`\u0130ade nas\u0131l? \ud83d\ude0a`);
    expect(delivery?.signature).toBe(rightSignature(delivery?.body ?? '', appSecret));
    expect(delivery?.oldSignature).toMatch(/^sha1=[0-9a-f]{40}$/);
    const asParsed = Buffer.from(JSON.stringify(JSON.parse(delivery?.body ?? ''))).toString('latin1');
    expect(delivery?.signature).not.toBe(rightSignature(asParsed, appSecret));
  });

  test('accounts of two routes come to one callback, each signed with the secret of its own app', async () => {
    await act('comments', { mediaId: await media({ account: 'shop_kids' }) });
    await delivered();
    const kids = instagram.sandbox.accounts[1];
    const [delivery] = receiver.deliveries();
    expect(receiver.entries()[0]).toMatchObject({ id: kids?.userId });
    expect(delivery?.signature).toBe(rightSignature(delivery?.body ?? '', kids?.appSecret ?? ''));
  });

  test('a signature can be wrong, and such a delivery is not tried again', async () => {
    await act('faults', { webhookBadSignature: true });
    receiver.fail(1);
    await act('comments', { mediaId });
    await delivered();
    const { appSecret = '' } = instagram.sandbox.accounts[0] ?? {};
    expect(receiver.deliveries()).toHaveLength(1);
    expect(receiver.deliveries()[0]?.signature).not.toBe(
      rightSignature(receiver.deliveries()[0]?.body ?? '', appSecret),
    );
  });

  test('the same delivery comes twice when the switch is on', async () => {
    await act('faults', { webhookTwice: true });
    await act('comments', { mediaId });
    await delivered();
    expect(receiver.deliveries()).toHaveLength(2);
    expect(receiver.deliveries()[1]).toEqual(receiver.deliveries()[0]);
  });

  test('many entries come in one POST when the switch is on', async () => {
    await act('faults', { webhookBatch: 3 });
    const { ids } = await act('comments', { mediaId, count: 4 });
    await delivered();
    expect(receiver.deliveries().map(({ body }) => (JSON.parse(body) as { entry: [] }).entry.length)).toEqual([3, 1]);
    expect(changes().map(({ value }) => value.id)).toEqual(ids);
  });

  test('an unknown field comes before the real one when the switch is on', async () => {
    await act('faults', { webhookUnknown: true });
    await act('comments', { mediaId });
    await delivered();
    expect(
      changes()
        .map(({ field }) => field)
        .toSorted(),
    ).toEqual(['comments', 'unheard_of']);
  });

  test('entries like those of the test button have the id "0" and invented ids', async () => {
    await act('faults', { webhookTestEntry: true });
    const { id } = await act('comments', { mediaId });
    await delivered();
    const test = receiver.entries().find((entry) => entry['id'] === '0');
    expect(test).toBeDefined();
    expect(JSON.stringify(test)).not.toContain(id);
  });

  test('two entries come in the wrong order when the switch is on', async () => {
    await act('faults', { webhookOutOfOrder: true });
    const first = await act('comments', { mediaId });
    const second = await act('comments', { mediaId });
    await delivered();
    expect(changes().map(({ value }) => value.id)).toEqual([second.id, first.id]);
  });

  test('a delivery that is not answered 2xx is tried again', async () => {
    receiver.fail(2);
    await act('comments', { mediaId });
    await delivered();
    expect(receiver.deliveries()).toHaveLength(3);
    expect(new Set(receiver.deliveries().map(({ body }) => body)).size).toBe(1);
    expect((await look<{ status: number }[]>('webhooks')).slice(-3).map(({ status }) => status)).toEqual([
      500, 500, 200,
    ]);
  });

  test('nothing comes while webhooks are stopped, and nothing is made up for later', async () => {
    await act('faults', { webhooksStopped: true });
    await act('comments', { mediaId });
    await act('faults', { webhooksStopped: false });
    await delivered();
    expect(receiver.deliveries()).toEqual([]);
    expect((await get(`/v26.0/${mediaId}/comments`)).body.data).toHaveLength(1);
  });
});

describe('§1 §9 what Instagram pushes (Graph API webhooks reference, "Instagram"; Instagram Platform, "Webhook examples")', () => {
  test('a comment comes in a changes array, and a reply names its parent', async () => {
    const { id, from } = await act('comments', { mediaId, text: 'Kargo?' });
    const reply = await act('comments', { replyTo: id });
    await delivered();
    expect(receiver.entries()[0]).toEqual({
      id: instagram.sandbox.accounts[0]?.userId,
      time: expect.any(Number) as number,
      changes: [
        { field: 'comments', value: { id, text: 'Kargo?', from, media: { id: mediaId, media_product_type: 'FEED' } } },
      ],
    });
    expect(changes().find(({ value }) => value.id === reply.id)?.value.parent_id).toBe(id);
  });

  test('a comment comes with field and value on the entry itself when the switch is on', async () => {
    await act('faults', { webhookShape: 'flat' });
    const { id } = await act('comments', { mediaId });
    await delivered();
    expect(receiver.entries()[0]).toMatchObject({ field: 'comments', value: { id } });
    expect(receiver.entries()[0]).not.toHaveProperty('changes');
  });

  test('a comment on an ad names the ad, is not readable and can be replied to privately', async () => {
    const ad = await media({ productType: 'AD' });
    const { id } = await act('comments', { mediaId: ad });
    await delivered();
    expect(changes()[0]?.value.media).toMatchObject({ id: ad, ad_id: expect.any(String) as string });
    expect((await get(`/v26.0/${id}`)).body.error.code).toBe(100);
    const answer = await post('/v26.0/me/messages', { recipient: { comment_id: id }, message: { text: 'x' } });
    expect(answer.status).toBe(200);
  });

  test('a comment on a live video comes as live_comments', async () => {
    await act('comments', { mediaId: await media({ live: 'on' }) });
    await delivered();
    expect(changes()[0]?.field).toBe('live_comments');
  });

  test('no event tells of an edit, a deletion or a hidden comment', async () => {
    const { id } = await act('comments', { mediaId });
    await act(`comments/${id}`, { text: 'Anders' });
    await post(`/v26.0/${id}`, { hide: true });
    await act(`comments/${id}/remove`);
    await delivered();
    expect(changes()).toHaveLength(1);
  });

  test("the account's own replies are echoed only when the switch is on", async () => {
    const { id } = await act('comments', { mediaId });
    await post(`/v26.0/${id}/replies`, { message: 'Sessiz' });
    await act('faults', { echoOwnComments: true });
    const { body } = await post(`/v26.0/${id}/replies`, { message: 'Duyulur' });
    await delivered();
    expect(changes().map(({ value }) => value.id)).toEqual([id, body.id]);
  });

  test('the echo of a reply that is answered twice comes twice', async () => {
    await act('faults', { echoOwnComments: true, afterWrite: after('twice') });
    const { id } = await act('comments', { mediaId, isPushed: false });
    const { body } = await post(`/v26.0/${id}/replies`, { message: 'İki kez' });
    await delivered();
    expect(changes().map(({ value }) => value.id)).toEqual([body.id, body.id]);
    expect((await get(`/v26.0/${id}/replies`)).body.data).toHaveLength(1);
  });
});

test('§1 an account is pushed about only while it is subscribed (Instagram Platform, "Webhooks")', async () => {
  expect((await get('/v26.0/me/subscribed_apps')).body.data[0]).toMatchObject({
    subscribed_fields: ['comments', 'live_comments'],
  });
  expect((await post('/v26.0/me/subscribed_apps?subscribed_fields=weather')).body.error.code).toBe(100);
  await instagram.delete('/v26.0/me/subscribed_apps');
  await act('comments', { mediaId });
  await delivered();
  expect(receiver.deliveries()).toEqual([]);
  await post('/v26.0/me/subscribed_apps?subscribed_fields=comments,live_comments');
});

test('§1 with Facebook Login only a Page token can subscribe (Instagram Platform, "Webhooks")', async () => {
  const kids = instagram.sandbox.accounts[1];
  const path = `/v26.0/${kids?.pageId}/subscribed_apps?subscribed_fields=feed`;
  expect((await post(path, undefined, kids?.token)).body.error.code).toBe(210);
});

function after(answer: string): object {
  return { answer, accepted: true, delayMilliseconds: 0, times: 1 };
}
