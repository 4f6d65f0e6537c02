import type { AcceptedWrite } from '../platform/write-log.ts';
import { instagramInTest } from './in-test.ts';

const instagram = instagramInTest();
const { act, get, look, media, post } = instagram;

const lastWrite = async (): Promise<AcceptedWrite | undefined> => (await look<AcceptedWrite[]>('writes')).at(-1);

describe('§1 §9 public replies (Instagram reference, "IG Comment replies"; Instagram Platform, "Comment Moderation")', () => {
  test('a reply is accepted once, has a new id and stands under its comment', async () => {
    const mediaId = await media();
    const { id } = await act('comments', { mediaId });
    const { body } = await post(`/v26.0/${id}/replies`, { message: 'Yarın kargoda 📦' });
    expect(Object.keys(body)).toEqual(['id']);
    expect(await lastWrite()).toMatchObject({ kind: 'reply', target: id, id: body.id, text: 'Yarın kargoda 📦' });
    const read = await get(`/v26.0/${body.id}?fields=text,username,parent_id`);
    expect(read.body).toMatchObject({ text: 'Yarın kargoda 📦', username: 'shop', parent_id: id });
  });

  test('a reply sent with fields is created and refused with code 20 subcode 1772107 all the same', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    const answer = await post(`/v26.0/${id}/replies?fields=id,text`, { message: 'Bir kez' });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 20, error_subcode: 1_772_107 } } });
    const { body } = await get(`/v26.0/${id}/replies?fields=text`);
    expect(body.data.map(({ text }) => text)).toEqual(['Bir kez']);
    expect(await lastWrite()).toMatchObject({ target: id, text: 'Bir kez' });
  });

  test('a reply to a reply lands under the top-level comment', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    const nested = await act('comments', { replyTo: id });
    const { body } = await post(`/v26.0/${nested.id}/replies`, { message: 'Merhaba' });
    expect((await get(`/v26.0/${body.id}?fields=parent_id`)).body['parent_id']).toBe(id);
  });

  test('a hidden comment and its replies cannot be replied to', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    const nested = await act('comments', { replyTo: id });
    await post(`/v26.0/${id}`, { hide: true });
    for (const target of [id, nested.id])
      expect((await post(`/v26.0/${target}/replies`, { message: 'x' })).body.error.code).toBe(100);
    expect(await lastWrite()).toMatchObject({ kind: 'hide', target: id });
    await post(`/v26.0/${id}?hide=false`);
    expect((await post(`/v26.0/${id}/replies`, { message: 'x' })).status).toBe(200);
  });

  test('a comment on a live video cannot be replied to', async () => {
    const { id } = await act('comments', { mediaId: await media({ live: 'on' }) });
    expect((await post(`/v26.0/${id}/replies`, { message: 'x' })).body.error.code).toBe(100);
  });

  test.each([
    ['without a message', {}],
    ['with an empty message', { message: '' }],
    ['with an unknown parameter', { message: 'x', mood: 'y' }],
    ['of more than 2200 characters', { message: 'x'.repeat(2201) }],
  ])('a reply %s is refused and writes nothing', async (_name, body) => {
    const { id } = await act('comments', { mediaId: await media() });
    const before = await lastWrite();
    expect((await post(`/v26.0/${id}/replies`, body)).body.error.code).toBe(100);
    expect(await lastWrite()).toEqual(before);
  });

  test('a form body is not read, so its message is missing', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    const { baseUrl, accounts } = instagram.sandbox;
    const answer = await fetch(`${baseUrl}/v26.0/${id}/replies?access_token=${accounts[0]?.token}`, {
      method: 'POST',
      body: new URLSearchParams({ message: 'x' }),
    });
    expect(answer.status).toBe(400);
  });

  test('a reply to a deleted comment is refused with code 100', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    await act(`comments/${id}/remove`);
    expect((await post(`/v26.0/${id}/replies`, { message: 'x' })).body.error.code).toBe(100);
  });
});

test('§1 a comment on the media is a new top-level comment, and is refused where comments are off (Instagram Platform, "Comment Moderation")', async () => {
  const mediaId = await media();
  const { body } = await post(`/v26.0/${mediaId}/comments`, { message: 'Duyuru' });
  expect((await get(`/v26.0/${mediaId}/comments`)).body.data.map(({ id }) => id)).toEqual([body.id]);
  expect((await post(`/v26.0/${mediaId}`, { comment_enabled: false })).body).toEqual({ success: true });
  expect((await get(`/v26.0/${mediaId}?fields=is_comment_enabled`)).body['is_comment_enabled']).toBe(false);
  expect((await post(`/v26.0/${mediaId}/comments`, { message: 'Duyuru' })).body.error.code).toBe(100);
});

describe('§1 hide, unhide and delete (Instagram reference, "IG Comment")', () => {
  test('a hidden comment stays in reads as hidden, and comes back', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    expect((await post(`/v26.0/${id}?hide=true`)).body).toEqual({ success: true });
    expect((await get(`/v26.0/${id}?fields=hidden`)).body).toEqual({ hidden: true, id });
    expect((await post(`/v26.0/${id}`, { hide: false })).body).toEqual({ success: true });
    expect((await get(`/v26.0/${id}?fields=hidden`)).body).toEqual({ hidden: false, id });
    expect((await look<AcceptedWrite[]>('writes')).slice(-2).map(({ kind }) => kind)).toEqual(['hide', 'unhide']);
    expect((await post(`/v26.0/${id}`, { hide: 'maybe' })).body.error.code).toBe(100);
    expect((await post(`/v26.0/${id}`, {})).body.error.code).toBe(100);
  });

  test("the owner's own comment stays visible even when it is hidden", async () => {
    const { id } = await act('comments', { mediaId: await media(), isOwn: true });
    expect((await post(`/v26.0/${id}`, { hide: true })).body).toEqual({ success: true });
    expect((await get(`/v26.0/${id}?fields=hidden`)).body['hidden']).toBe(false);
  });

  test('only the owner of the media can delete a comment, and its replies go with it', async () => {
    const mediaId = await media();
    const { id } = await act('comments', { mediaId });
    await act('comments', { replyTo: id });
    const stranger = await instagram.delete(`/v26.0/${id}`, instagram.sandbox.accounts[1]?.token);
    expect(stranger.body.error.code).toBe(100);
    expect((await instagram.delete(`/v26.0/${id}`)).body).toEqual({ success: true });
    expect((await get(`/v26.0/${mediaId}?fields=comments_count`)).body['comments_count']).toBe(0);
    expect(await lastWrite()).toMatchObject({ kind: 'delete', target: id });
    expect((await instagram.delete(`/v26.0/${id}`)).body.error.code).toBe(100);
  });
});

describe('§1 private replies (Instagram Platform, "Private Replies")', () => {
  const privately = (commentId: string, text = 'Merhaba') => {
    const { userId } = instagram.sandbox.accounts[0] ?? { userId: '' };
    return post(`/v26.0/${userId}/messages`, { recipient: { comment_id: commentId }, message: { text } });
  };

  test('one private reply goes to the writer of a comment, and a second is refused', async () => {
    const { id, from } = await act('comments', { mediaId: await media() });
    const { body } = await privately(id);
    expect(body).toEqual({ recipient_id: (from as { id: string }).id, message_id: expect.any(String) as string });
    expect(await lastWrite()).toMatchObject({ kind: 'private-reply', target: id, id: body['message_id'] });
    expect((await privately(id)).body.error.code).toBe(10_900);
    expect((await look<AcceptedWrite[]>('writes')).filter(({ target }) => target === id)).toHaveLength(1);
  });

  test('a private reply is refused when the comment is older than 7 days', async () => {
    const mediaId = await media();
    const week = 7 * 24 * 60 * 60;
    const late = await act('comments', { mediaId, ageSeconds: week + 5 });
    expect((await privately(late.id)).body.error.code).toBe(10_902);
    const justInTime = await act('comments', { mediaId, ageSeconds: week - 60 });
    expect((await privately(justInTime.id)).status).toBe(200);
  });

  test('a private reply on a live video goes only while it is on the air', async () => {
    const mediaId = await media({ live: 'on' });
    const { ids } = await act('comments', { mediaId, count: 2 });
    expect((await privately(ids[0] ?? '')).status).toBe(200);
    await act(`media/${mediaId}`, { live: 'over' });
    expect((await privately(ids[1] ?? '')).body.error.code).toBe(10_902);
  });

  test('a private reply holds at most 1000 bytes, of which a Turkish letter takes two', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    expect((await privately(id, 'ş'.repeat(501))).body.error.code).toBe(100);
    expect((await privately(id, 'ş'.repeat(500))).status).toBe(200);
  });

  test('an account cannot write privately to itself or without naming a comment', async () => {
    const { id } = await act('comments', { mediaId: await media(), isOwn: true });
    expect((await privately(id)).body.error.code).toBe(100);
    expect((await post('/v26.0/me/messages', { message: { text: 'x' } })).body.error.code).toBe(100);
  });

  test('private replies have an hourly budget of their own (Instagram Platform, "Overview")', async () => {
    const { ids } = await act('comments', { mediaId: await media(), count: 2 });
    await act('usage', { account: 'shop', of: 'private-replies', calls: 1 });
    expect((await privately(ids[0] ?? '')).status).toBe(200);
    expect((await privately(ids[1] ?? '')).body.error.code).toBe(613);
    await act('usage', { account: 'shop', of: 'private-replies' });
    expect((await privately(ids[1] ?? '')).status).toBe(200);
  });
});
