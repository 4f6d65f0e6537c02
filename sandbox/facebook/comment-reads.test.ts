import { fetchAnswer, refusal, TestPages } from './testing/test-pages.ts';

/** §2: Graph API reference, Object comments and Page feed; §0: Graph API, "Get Results". */
describe('reading comments at the Facebook stand-in', () => {
  let pages: TestPages;
  beforeEach(async () => {
    pages = await TestPages.start();
  });
  afterEach(() => pages.stop());

  const fault = (changes: object) => pages.admin('faults', changes);
  const fields = 'fields=id,message,from{id,name},parent{id},is_hidden,can_comment,can_reply_privately,comment_count';

  it('gives a user token HTTP 200 and an empty list, without any error', async () => {
    await pages.comment('Beden değişimi var mı?');
    for (const edge of [`${pages.postId}/comments`, `${pages.page.pageId}/published_posts`]) {
      const answer = await pages.get(edge, pages.page.longUserToken);
      expect([answer.status, answer.body]).toEqual([200, { data: [] }]);
    }
  });

  it('gives top-level comments unless filter=stream asks for all levels in the order of time', async () => {
    const first = await pages.comment('Bir', { createdAt: '2026-11-20T09:00:00Z' });
    await pages.comment('Üç', { createdAt: '2026-11-20T11:00:00Z' });
    await pages.comment('İki', { under: first.id, createdAt: '2026-11-20T10:00:00Z' });
    expect((await pages.messages('filter=toplevel')).toSorted()).toEqual(['Bir', 'Üç']);
    expect((await pages.messages('')).toSorted()).toEqual(['Bir', 'Üç']);
    expect(await pages.messages('filter=stream')).toEqual(['Bir', 'İki', 'Üç']);
    expect(await pages.messages('filter=stream&order=reverse_chronological')).toEqual(['Üç', 'İki', 'Bir']);
    expect(refusal(await pages.get(`${pages.postId}/comments?filter=all`))).toEqual([100, undefined]);
  });

  it('orders top-level comments its own way when no order is asked for', async () => {
    await pages.comment('Eski', { createdAt: '2026-11-20T09:00:00Z' });
    await pages.comment('Yeni', { createdAt: '2026-11-20T11:00:00Z' });
    expect(await pages.messages('')).toEqual(['Yeni', 'Eski']);
    expect(await pages.messages('order=chronological')).toEqual(['Eski', 'Yeni']);
  });

  it('ignores since on the comments edge, as what it measures is unclear', async () => {
    await pages.comment('Eski', { createdAt: '2026-11-20T09:00:00Z' });
    expect(await pages.messages('since=4102444800')).toEqual(['Eski']);
  });

  it('gives the fields asked for, times with an offset without a colon, and ids beyond 2^53', async () => {
    const { id, authorId } = await pages.comment('Kargo? 📦', { name: 'Ada Demo', createdAt: '2026-11-20T09:15:30Z' });
    const answer = await pages.get(`${pages.postId}/comments?${fields},created_time,permalink_url`);
    expect(answer.body.data).toEqual([
      {
        id,
        message: 'Kargo? 📦',
        created_time: '2026-11-20T09:15:30+0000',
        from: { id: authorId, name: 'Ada Demo' },
        is_hidden: false,
        can_comment: true,
        can_reply_privately: expect.any(Boolean),
        comment_count: 0,
        permalink_url: expect.stringMatching(/^https:/),
      },
    ]);
    expect(Number(id.split('_')[1])).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(refusal(await pages.get(`${id}?fields=id,username`))).toEqual([100, undefined]);
  });

  it('keeps a text of 10,000 characters, emoji, bidi and control characters whole', async () => {
    const text = `${'ağ '.repeat(3300)}👩‍👩‍👧 \u202Eters\u202C \u0007 son`;
    const { id } = await pages.comment(text);
    expect((await pages.get(id)).body['message']).toBe(text);
  });

  it('moves an answer to an answer under the top-level comment', async () => {
    const top = await pages.comment('Soru');
    const second = await pages.comment('Cevap', { under: top.id });
    const third = await pages.post(`${second.id}/comments`, { message: 'Bizden cevap' });
    const read = await pages.get(`${third.body.id}?fields=id,parent{id},message`);
    expect(read.body).toEqual({ id: third.body.id, parent: { id: top.id }, message: 'Bizden cevap' });
    const replies = await pages.get(`${top.id}/comments?fields=id,parent{id}`);
    expect(replies.body.data).toHaveLength(2);
    expect((await pages.get(`${second.id}/comments`)).body).toEqual({ data: [] });
    expect((await pages.get(`${top.id}?fields=comment_count,parent{id}`)).body).toEqual({
      id: top.id,
      comment_count: 2,
    });
  });

  it('takes both spellings of a comment id in calls, and writes either by switch', async () => {
    const { id, bareId } = await pages.comment('Soru');
    expect(id.split('_').at(-1)).toBe(bareId);
    expect((await pages.get(bareId)).body.id).toBe(id);
    expect(refusal(await pages.get(`1_${bareId}`))).toEqual([100, 33]);
    await fault({ idSpelling: 'bare' });
    expect((await pages.get(id)).body.id).toBe(bareId);
    const reply = await pages.post(`${id}/comments`, { message: 'Cevap' });
    expect(reply.body.id).toMatch(/^[0-9]+$/);
    expect((await pages.get(`${reply.body.id}?fields=parent{id}`)).body['parent']).toEqual({ id: bareId });
  });

  it('leaves from out for a private person, and by switch for everybody but the Page', async () => {
    const secret = await pages.comment('Gizli', { isPrivate: true });
    const open = await pages.comment('Açık');
    const own = await pages.post(`${open.id}/comments`, { message: 'Bizden' });
    const hasFrom = async (id = '') => 'from' in (await pages.get(`${id}?fields=from{id,name}`)).body;
    expect([await hasFrom(secret.id), await hasFrom(open.id), await hasFrom(own.body.id)]).toEqual([false, true, true]);
    await fault({ withoutFrom: true });
    expect([await hasFrom(open.id), await hasFrom(own.body.id)]).toEqual([false, true]);
    await fault({ withoutFrom: false });
    await pages.admin('people', { id: open.authorId, isPrivate: true });
    expect(await hasFrom(open.id)).toBe(false);
  });

  it('refuses what is gone with code 100 and subcode 33, and the answers under it with it', async () => {
    const top = await pages.comment('Soru');
    const reply = await pages.comment('Cevap', { under: top.id });
    await pages.admin('comments/remove', { id: top.id });
    expect(refusal(await pages.get(top.id))).toEqual([100, 33]);
    expect(refusal(await pages.get(reply.id))).toEqual([100, 33]);
    expect(refusal(await pages.get(`${top.id}/comments`))).toEqual([100, 33]);
    await pages.admin('posts/remove', { id: pages.postId });
    expect(refusal(await pages.get(`${pages.postId}/comments`))).toEqual([100, 33]);
  });

  it('pages with next until there is none, and refuses a cursor whose comment is gone', async () => {
    for (const number of [1, 2, 3, 4, 5]) await pages.comment(`Soru ${number}`);
    const seen: unknown[] = [];
    let next: string | undefined =
      `${pages.sandbox.baseUrl}/v26.0/${pages.postId}/comments?filter=stream&limit=2&access_token=${pages.page.pageToken}`;
    for (; next;) {
      const { body } = await fetchAnswer(next);
      seen.push(...(body.data ?? []).map(({ message }) => message));
      next = body.paging?.next;
    }
    expect(seen).toEqual(['Soru 1', 'Soru 2', 'Soru 3', 'Soru 4', 'Soru 5']);
    const first = await pages.get(`${pages.postId}/comments?filter=stream&limit=2`);
    const second = first.body.data?.[1]?.['id'];
    await pages.admin('comments/remove', { id: second });
    const after = first.body.paging?.cursors.after ?? '';
    expect(refusal(await pages.get(`${pages.postId}/comments?filter=stream&after=${after}`))).toEqual([100, undefined]);
    expect(refusal(await pages.get(`${pages.postId}/comments?limit=0`))).toEqual([100, undefined]);
  });

  it('cuts a limit above 100 down silently, gives 25 without one, and counts all in the summary asked for', async () => {
    await pages.comment('Soru', { count: 101 });
    const edge = `${pages.postId}/comments`;
    expect((await pages.get(`${edge}?limit=500`)).body.data).toHaveLength(100);
    const usual = await pages.get(`${edge}?summary=true`);
    expect(usual.body.data).toHaveLength(25);
    expect(usual.body['summary']).toEqual({ total_count: 101 });
  });

  it('puts the token into next even when it came as a header', async () => {
    await pages.comment('Bir');
    await pages.comment('İki');
    const headers = { authorization: `Bearer ${pages.page.pageToken}` };
    const url = `${pages.sandbox.baseUrl}/v26.0/${pages.postId}/comments?limit=1`;
    const { body } = await fetchAnswer(url, { headers });
    expect(new URL(body.paging?.next ?? '').searchParams.get('access_token')).toBe(pages.page.pageToken);
  });

  it.each(['half', 'empty'])('gives by switch %s pages with a next although more follows', async (shortPages) => {
    for (const number of [1, 2, 3]) await pages.comment(`Soru ${number}`);
    await fault({ shortPages });
    const first = await pages.get(`${pages.postId}/comments?filter=stream&limit=2`);
    expect(first.body.data).toHaveLength(shortPages === 'half' ? 1 : 0);
    expect(first.body.paging?.next).toBeDefined();
    const second = await fetchAnswer(first.body.paging?.next ?? '');
    expect(second.body.data?.length).toBeGreaterThan(0);
  });

  it('answers one comment with its pre-check for a private reply', async () => {
    const { id } = await pages.comment('Soru');
    expect((await pages.get(`${id}?fields=can_reply_privately`)).body).toEqual({ id, can_reply_privately: true });
  });
});

describe('reading posts at the Facebook stand-in', () => {
  let pages: TestPages;
  beforeEach(async () => {
    pages = await TestPages.start();
  });
  afterEach(() => pages.stop());

  it('lists what the Page posted in published_posts, and visitors’ posts too in feed, newest first', async () => {
    const { pageId } = pages.page;
    await pages.admin('posts', { pageId, visitor: 'Ada Demo', message: 'Mağazanız harika' });
    const fields = 'fields=id,message,created_time,permalink_url,from{id}';
    const published = await pages.get(`${pageId}/published_posts?${fields}`);
    expect(published.body.data).toHaveLength(1);
    expect(published.body.data?.[0]).toMatchObject({ id: pages.postId, from: { id: pageId } });
    const feed = await pages.get(`${pageId}/feed?${fields}`);
    expect(feed.body.data?.map(({ message }) => message)).toContain('Mağazanız harika');
    expect((await pages.get(pages.postId)).body.id).toBe(pages.postId);
  });

  it('refuses a limit above 100', async () => {
    expect(refusal(await pages.get(`${pages.page.pageId}/published_posts?limit=101`))).toEqual([100, undefined]);
    expect((await pages.get(`${pages.page.pageId}/published_posts?limit=100`)).status).toBe(200);
  });

  it('gives no more than 600 posts of a year', async () => {
    const { pageId } = pages.page;
    await pages.admin('posts', { pageId, count: 610, createdAt: '2025-03-01T10:00:00Z' });
    let seen = 0;
    let path: string | undefined =
      `${pages.sandbox.baseUrl}/v26.0/${pageId}/feed?limit=100&until=1767225599&access_token=${pages.page.pageToken}`;
    for (; path;) {
      const { body } = await fetchAnswer(path);
      seen += body.data?.length ?? 0;
      path = body.paging?.next;
    }
    expect(seen).toBe(600);
  });

  it('keeps since and until of posts in Unix seconds', async () => {
    const { pageId } = pages.page;
    await pages.admin('posts', { pageId, createdAt: '2026-01-01T00:00:00Z', message: 'Ocak' });
    const messages = async (query: string) =>
      (await pages.get(`${pageId}/published_posts?${query}`)).body.data?.map(({ message }) => message);
    expect(await messages('until=1767300000')).toEqual(['Ocak']);
    expect(await messages('since=1767300000')).not.toContain('Ocak');
    expect(refusal(await pages.get(`${pageId}/feed?since=yesterday`))).toEqual([100, undefined]);
  });
});
