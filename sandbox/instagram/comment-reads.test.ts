import { type Body, instagramInTest } from './in-test.ts';

const instagram = instagramInTest();
const { act, get, look, media } = instagram;

const FIELDS =
  'id,text,timestamp,username,from,hidden,like_count,parent_id,media,user,' +
  'replies{id,text,timestamp,username,from,hidden,parent_id}';

describe('§1 §9 the comments edge (Instagram reference, "IG Media comments")', () => {
  test('gives at most 50 comments a page, newest first, and the last page is the one without next', async () => {
    const mediaId = await media();
    const { ids } = await act('comments', { mediaId, count: 60 });
    const first = await get(`/v26.0/${mediaId}/comments?limit=100`);
    expect(first.body.data.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 50));
    expect(first.body.paging.next).toContain(`limit=100&access_token=`);
    const second = await get(first.body.paging.next ?? '', '');
    expect(second.body.data.map(({ id }) => id)).toEqual(ids.toReversed().slice(50));
    expect(second.body.paging.next).toBeUndefined();
    const back = await get(second.body.paging.previous ?? '', '');
    expect(back.body.data).toEqual(first.body.data);
  });

  test('lists top-level comments only; replies come by field expansion', async () => {
    const mediaId = await media();
    const { id } = await act('comments', { mediaId, text: 'Kargo ne zaman? 🚚' });
    const reply = await act('comments', { mediaId, replyTo: id, text: 'Bugün', isOwn: true });
    const { body } = await get(`/v26.0/${mediaId}/comments?fields=${FIELDS}`);
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      id,
      text: 'Kargo ne zaman? 🚚',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/) as string,
      username: 'ada_demo',
      from: { id: expect.stringMatching(/^\d{17}$/) as string, username: 'ada_demo' },
      hidden: false,
      like_count: 0,
      media: { id: mediaId, media_product_type: 'FEED' },
    });
    expect(body.data[0]).not.toHaveProperty('parent_id');
    expect(body.data[0]).not.toHaveProperty('user');
    expect(body.data[0]?.replies?.data[0]).toMatchObject({ id: reply.id, parent_id: id, username: 'shop' });
    const replies = await get(`/v26.0/${id}/replies?fields=id,user`);
    expect(replies.body.data).toEqual([{ id: reply.id, user: { id: instagram.sandbox.accounts[0]?.userId } }]);
  });

  test('keeps next on a short page when the switch is on, so a short page is not the end', async () => {
    const mediaId = await media();
    await act('comments', { mediaId, count: 8 });
    await act('faults', { shortPages: 'half' });
    const first = await get(`/v26.0/${mediaId}/comments?limit=10`);
    expect(first.body.data).toHaveLength(5);
    const second = await get(first.body.paging.next ?? '', '');
    expect(second.body.data).toHaveLength(3);
    expect((await get(second.body.paging.next ?? '', '')).body).toEqual({ data: [] });
  });

  test('gives an empty page with next when the switch is on, so an empty page is not the end', async () => {
    const mediaId = await media();
    const { ids } = await act('comments', { mediaId, count: 3 });
    await act('faults', { shortPages: 'empty' });
    const seen: string[] = [];
    let next: string | undefined = `/v26.0/${mediaId}/comments?limit=2`;
    const sizes: number[] = [];
    while (next !== undefined) {
      const { body }: { body: Body } = await get(next);
      seen.push(...body.data.map(({ id }) => id));
      sizes.push(body.data.length);
      next = body.paging.next;
    }
    expect(sizes).toEqual([0, 2, 0, 1]);
    expect(seen).toEqual(ids.toReversed());
  });

  test('answers no data with cursors while comments_count is above zero when the switch is on', async () => {
    const mediaId = await media();
    await act('comments', { mediaId, count: 2 });
    await act('faults', { hollowComments: true });
    const { body } = await get(`/v26.0/${mediaId}/comments`);
    expect(body.data).toEqual([]);
    expect(body.paging.cursors.after).not.toBe('');
    expect((await get(`/v26.0/${mediaId}?fields=comments_count`)).body['comments_count']).toBe(2);
  });

  test('refuses a cursor whose comment was deleted', async () => {
    const mediaId = await media();
    const { ids } = await act('comments', { mediaId, count: 3 });
    const { body } = await get(`/v26.0/${mediaId}/comments?limit=1`);
    await act(`comments/${ids[2]}/remove`);
    expect((await get(body.paging.next ?? '', '')).body.error.code).toBe(100);
  });

  test('without fields answers only the id and the usual fields, and refuses a field that there is not', async () => {
    const mediaId = await media();
    await act('comments', { mediaId });
    const { body } = await get(`/v26.0/${mediaId}/comments`);
    expect(Object.keys(body.data[0] ?? {}).toSorted()).toEqual(['id', 'text', 'timestamp']);
    const refused = await get(`/v26.0/${mediaId}/comments?fields=id,mood`);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect((await get(`/v26.0/${mediaId}/comments?fields=replies{id`)).body.error.code).toBe(100);
    expect((await get(`/v26.0/${mediaId}/comments?limit=0`)).body.error.code).toBe(100);
  });

  test('leaves out restricted people until they are unrestricted and their comment is approved', async () => {
    const mediaId = await media();
    const { id } = await act('comments', { mediaId, username: 'kotu_deneme' });
    await act('restrict', { account: 'shop', username: 'kotu_deneme' });
    const read = async (): Promise<unknown> => (await get(`/v26.0/${mediaId}/comments?fields=id`)).body.data;
    expect(await read()).toEqual([]);
    expect((await get(`/v26.0/${id}`)).body.error.code).toBe(100);
    await act('restrict', { account: 'shop', username: 'kotu_deneme', restricted: false });
    expect(await read()).toEqual([]);
    await act(`comments/${id}`, { isApproved: true });
    expect(await read()).toEqual([{ id }]);
  });

  test.each([{ isAgeGated: true }, { productType: 'AD' }])('leaves out comments on media like %j', async (details) => {
    const mediaId = await media(details);
    await act('comments', { mediaId });
    expect((await get(`/v26.0/${mediaId}/comments`)).body.data).toEqual([]);
  });

  test('gives names only to a token with the comments permission (Instagram reference, "IG Comment")', async () => {
    const mediaId = await media();
    await act('comments', { mediaId });
    const { token } = await act('tokens', { account: 'shop', permissions: ['instagram_business_basic'] });
    const { body } = await get(`/v26.0/${mediaId}/comments?fields=text,username,from`, String(token));
    expect(Object.keys(body.data[0] ?? {})).toEqual(['text', 'id']);
  });
});

test('§1 a deleted comment just vanishes: its reads fail with code 100 and no webhook tells (Graph API webhooks reference, "Instagram")', async () => {
  const mediaId = await media();
  const { id } = await act('comments', { mediaId });
  await act(`comments/${id}/remove`);
  for (const path of [`${id}`, `${id}/replies`])
    expect(await get(`/v26.0/${path}`)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  expect((await get(`/v26.0/${mediaId}/comments`)).body).toEqual({ data: [] });
  expect(await look('webhooks')).toEqual([]);
});

describe('§1 the media edge (Instagram reference, "IG User media")', () => {
  test('lists newest first without stories, with comments_count that counts replies too', async () => {
    const { id: account } = await act('accounts', { username: 'shop_media' }).then(({ userId }) => ({
      id: String(userId),
    }));
    const { token } = await act('tokens', { account });
    const older = await media({ account, ageSeconds: 3600 });
    const newer = await media({ account, productType: 'REELS' });
    await media({ account, productType: 'STORY' });
    const comment = await act('comments', { mediaId: older, isPushed: false });
    await act('comments', { replyTo: comment.id, text: 'Evet' });
    const fields = 'id,caption,media_type,permalink,timestamp,comments_count,is_comment_enabled';
    const { body } = await get(`/v26.0/me/media?fields=${fields}`, String(token));
    expect(body.data.map(({ id, comments_count: count, media_type: type }) => [id, count, type])).toEqual([
      [newer, 0, 'VIDEO'],
      [older, 2, 'IMAGE'],
    ]);
    const since = Math.floor(Date.now() / 1000) - 60;
    expect((await get(`/v26.0/${account}/media?since=${since}`, String(token))).body.data).toEqual([{ id: newer }]);
    expect((await get(`/v26.0/${account}/media?until=${since}`, String(token))).body.data).toEqual([{ id: older }]);
  });

  test('knows media_product_type with Facebook Login only', async () => {
    const kids = instagram.sandbox.accounts[1];
    const id = await media({ account: 'shop_kids' });
    const { body } = await get(`/v26.0/${kids?.userId}/media?fields=media_product_type`, kids?.token);
    expect(body.data).toEqual([{ id, media_product_type: 'FEED' }]);
    expect((await get('/v26.0/me/media?fields=media_product_type')).body.error.code).toBe(100);
  });

  test("hides one account's media and comments from the token of another", async () => {
    const mediaId = await media();
    const { id } = await act('comments', { mediaId });
    const token = instagram.sandbox.accounts[1]?.token;
    for (const path of [mediaId, `${mediaId}/comments`, id, `${id}/replies`])
      expect((await get(`/v26.0/${path}`, token)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });
});
