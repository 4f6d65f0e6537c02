import { refusal, TestPages } from './testing/test-pages.ts';

/** §2: Pages API, "Comments and Mentions"; Graph API reference, Comment. */
describe('answering, editing, hiding and deleting at the Facebook stand-in', () => {
  let pages: TestPages;
  beforeEach(async () => {
    pages = await TestPages.start();
  });
  afterEach(() => pages.stop());

  it('answers in public under the comment, and logs the answer once', async () => {
    const { id } = await pages.comment('Soru');
    const reply = await pages.post(`${id}/comments`, { message: 'Cevap 🙂' });
    expect(Object.keys(reply.body)).toEqual(['id']);
    expect(reply.body.id).not.toBe(id);
    const read = await pages.get(`${reply.body.id}?fields=message,from{id},parent{id}`);
    expect(read.body).toMatchObject({ message: 'Cevap 🙂', from: { id: pages.page.pageId }, parent: { id } });
    expect(await pages.writes()).toMatchObject([{ kind: 'reply', target: id, id: reply.body.id, text: 'Cevap 🙂' }]);
  });

  it('takes the message from the query as well, but not from form fields', async () => {
    const { id } = await pages.comment('Soru');
    expect((await pages.post(`${id}/comments?message=Sorgudan`)).status).toBe(200);
    const url = `${pages.sandbox.baseUrl}/v26.0/${id}/comments?access_token=${pages.page.pageToken}`;
    const form = await fetch(url, { method: 'POST', body: new URLSearchParams({ message: 'Formdan' }) });
    expect(form.status).toBe(400);
    expect(await pages.messages()).toEqual(['Soru', 'Sorgudan']);
  });

  it('makes a top-level comment of what is posted to the post itself', async () => {
    const own = await pages.post(`${pages.postId}/comments`, { message: 'Duyuru' });
    expect((await pages.get(`${own.body.id}?fields=parent{id}`)).body).toEqual({ id: own.body.id });
    expect(await pages.writes()).toMatchObject([{ kind: 'comment', target: pages.postId }]);
  });

  it('overwrites the customer’s words when a message is posted to the comment itself', async () => {
    const { id } = await pages.comment('Müşterinin sözü');
    const answer = await pages.post(id, { message: 'Cevap sanılan' });
    expect(answer.body).toEqual({ success: true });
    expect((await pages.get(id)).body['message']).toBe('Cevap sanılan');
    expect(await pages.messages()).toEqual(['Cevap sanılan']);
    expect(await pages.writes()).toMatchObject([{ kind: 'edit', target: id, text: 'Cevap sanılan' }]);
  });

  it('hides and shows a customer’s comment, but not the Page’s own', async () => {
    const { id } = await pages.comment('Kötü söz');
    expect((await pages.post(id, { is_hidden: true })).body).toEqual({ success: true });
    expect((await pages.get(`${id}?fields=is_hidden`)).body['is_hidden']).toBe(true);
    expect((await pages.post(`${id}?is_hidden=false`)).body).toEqual({ success: true });
    expect((await pages.get(`${id}?fields=is_hidden`)).body['is_hidden']).toBe(false);
    expect((await pages.writes()).map(({ kind }) => kind)).toEqual(['hide', 'unhide']);
    const own = await pages.post(`${id}/comments`, { message: 'Bizden' });
    expect(refusal(await pages.post(String(own.body.id), { is_hidden: true }))).toEqual([100, undefined]);
  });

  it('deletes a comment once; after that it is unknown', async () => {
    const { id } = await pages.comment('Silinecek');
    expect((await pages.delete(id)).body).toEqual({ success: true });
    expect(refusal(await pages.delete(id))).toEqual([100, 33]);
    expect(refusal(await pages.post(`${id}/comments`, { message: 'Geç kaldık' }))).toEqual([100, 33]);
    expect(await pages.writes()).toMatchObject([{ kind: 'delete', target: id }]);
  });

  it('refuses an answer without words, a flag that is none, and a comment closed for answers', async () => {
    const { id } = await pages.comment('Soru');
    expect(refusal(await pages.post(`${id}/comments`, { message: ' ' }))).toEqual([100, undefined]);
    expect(refusal(await pages.post(id, {}))).toEqual([100, undefined]);
    expect(refusal(await pages.post(id, { is_hidden: 'maybe' }))).toEqual([100, undefined]);
    await pages.admin('comments/set', { id, canComment: false });
    expect(refusal(await pages.post(`${id}/comments`, { message: 'Cevap' }))).toEqual([100, undefined]);
    expect(await pages.writes()).toEqual([]);
  });

  it('refuses every write of a user token with code 1705', async () => {
    const { id } = await pages.comment('Soru');
    const user = pages.page.longUserToken;
    expect(refusal(await pages.post(`${id}/comments`, { message: 'Cevap' }, user))).toEqual([1705, undefined]);
    expect(refusal(await pages.post(id, { is_hidden: true }, user))).toEqual([1705, undefined]);
    expect(refusal(await pages.delete(id, user))).toEqual([1705, undefined]);
    expect(await pages.writes()).toEqual([]);
  });

  it('refuses every write with code 368 while the Page is blocked as abusive', async () => {
    const { id } = await pages.comment('Soru');
    await pages.admin('faults', { blockedAsAbusive: true });
    expect(refusal(await pages.post(`${id}/comments`, { message: 'Cevap' }))).toEqual([368, undefined]);
    expect((await pages.get(id)).status).toBe(200);
    expect(await pages.writes()).toEqual([]);
  });
});
