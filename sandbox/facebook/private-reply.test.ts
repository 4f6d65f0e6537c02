import { refusal, TestPages } from './testing/test-pages.ts';

/** §2: Messenger Platform, "Private Replies". */
describe('private replies at the Facebook stand-in', () => {
  let pages: TestPages;
  beforeEach(async () => {
    pages = await TestPages.start();
  });
  afterEach(() => pages.stop());

  const DAY = 24 * 60 * 60 * 1000;
  const send = (commentId: string, more: { text?: string; token?: string } = {}) =>
    pages.post(
      `${pages.page.pageId}/messages`,
      { recipient: { comment_id: commentId }, message: { text: more.text ?? 'Size özelden yazıyoruz' } },
      more.token,
    );
  const canReply = async (id: string) =>
    (await pages.get(`${id}?fields=can_reply_privately`)).body['can_reply_privately'];

  it('sends one private reply to each comment, and tells the person’s id for messages only then', async () => {
    const { id, bareId, authorId } = await pages.comment('Soru');
    expect(await canReply(id)).toBe(true);
    const sent = await send(id);
    expect(sent.body).toEqual({ recipient_id: expect.stringMatching(/^[0-9]+$/), message_id: expect.any(String) });
    expect(sent.body['recipient_id']).not.toBe(authorId);
    expect(await canReply(id)).toBe(false);
    expect(refusal(await send(bareId))).toEqual([10900, undefined]);
    const [write, ...more] = await pages.writes();
    expect(write).toMatchObject({ kind: 'private-reply', target: id, id: sent.body['message_id'] });
    expect(more).toEqual([]);
    expect(await pages.messages()).toEqual(['Soru']);
  });

  it('refuses a private reply after 7 days', async () => {
    const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
    const late = await pages.comment('Eski', { createdAt: ago(7 * DAY + 60_000) });
    const timely = await pages.comment('Yeni', { createdAt: ago(7 * DAY - 60_000) });
    expect([await canReply(late.id), await canReply(timely.id)]).toEqual([false, true]);
    expect(refusal(await send(late.id))).toEqual([10903, undefined]);
    expect((await send(timely.bareId)).status).toBe(200);
  });

  it('refuses the Page’s own comment, and a person who takes no messages', async () => {
    const { id, authorId } = await pages.comment('Soru');
    const own = await pages.post(`${id}/comments`, { message: 'Bizden' });
    expect(refusal(await send(String(own.body.id)))).toEqual([10902, undefined]);
    await pages.admin('people', { id: authorId, takesMessages: false });
    expect(await canReply(id)).toBe(false);
    expect(refusal(await send(id))).toEqual([10903, undefined]);
  });

  it('needs the permission pages_messaging and the task MESSAGING', async () => {
    const { id } = await pages.comment('Soru');
    const { token } = (await pages.admin('tokens', {
      holder: pages.page.pageId,
      permissions: ['pages_show_list', 'pages_read_engagement', 'pages_read_user_content', 'pages_manage_engagement'],
    })) as { token: string };
    expect(refusal(await send(id, { token }))).toEqual([200, undefined]);
    expect(refusal(await send(id, { token: pages.page.longUserToken }))).toEqual([1705, undefined]);
    await pages.admin('pages/set', { id: pages.page.pageId, tasks: ['MODERATE'] });
    expect(refusal(await send(id))).toEqual([200, undefined]);
    expect(await pages.writes()).toEqual([]);
  });

  it('refuses a text of more than 2000 characters, no text, and an unknown comment', async () => {
    const { id } = await pages.comment('Soru');
    expect(refusal(await send(id, { text: 'a'.repeat(2001) }))).toEqual([100, undefined]);
    expect(refusal(await send(id, { text: '' }))).toEqual([100, undefined]);
    expect(refusal(await send('1_2'))).toEqual([100, 2018292]);
    expect((await send(id, { text: 'ş'.repeat(2000) })).status).toBe(200);
  });

  it('has no private_replies edge any more', async () => {
    const { id } = await pages.comment('Soru');
    expect(refusal(await pages.post(`${id}/private_replies`, { message: 'Merhaba' }))).toEqual([100, 33]);
    expect(await pages.writes()).toEqual([]);
  });
});
