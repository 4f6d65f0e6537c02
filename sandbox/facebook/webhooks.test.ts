import { rightSignature, startWebhookReceiver, type WebhookReceiver } from '../graph/webhook-receiver.ts';
import { arrivedValues, entriesOf } from './testing/arrived-values.ts';
import { refusal, TestPages } from './testing/test-pages.ts';

/** §2 (field feed), §4: Graph API webhooks reference, Page: feed; Pages API, "Webhooks for Pages"; Webhooks, "Getting Started". */
describe('webhooks of the Facebook stand-in', () => {
  let pages: TestPages;
  let hook: WebhookReceiver;
  beforeEach(async () => {
    pages = await TestPages.start();
    hook = await startWebhookReceiver([pages.page.verifyToken]);
    await pages.admin('webhooks', { callbackUrl: hook.callbackUrl });
    await pages.post(`${pages.page.pageId}/subscribed_apps?subscribed_fields=feed`);
  });
  afterEach(async () => {
    await hook.stop();
    await pages.stop();
  });

  const fault = (changes: object) => pages.admin('faults', changes);

  it('takes only a callback that knows the verify token and answers the challenge', async () => {
    const stranger = await startWebhookReceiver(['another token']);
    await expect(pages.admin('webhooks', { callbackUrl: stranger.callbackUrl })).rejects.toThrow('403');
    await stranger.stop();
  });

  it('tells of a new comment, with the post as its parent and times in seconds', async () => {
    const { id, authorId } = await pages.comment('Beden?', { name: 'Ada Demo', createdAt: '2026-11-20T09:15:30Z' });
    const [value] = await arrivedValues(hook, 1);
    expect(value).toEqual({
      from: { id: authorId, name: 'Ada Demo' },
      item: 'comment',
      verb: 'add',
      comment_id: id,
      post_id: pages.postId,
      parent_id: pages.postId,
      created_time: 1795166130,
      message: 'Beden?',
    });
    const [delivery] = hook.deliveries();
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({ object: 'page', entry: [{ id: pages.page.pageId }] });
    expect(entriesOf(hook)[0]?.changes[0]?.field).toBe('feed');
    expect(String(entriesOf(hook)[0]?.time)).toHaveLength(10);
  });

  it('signs the raw bytes, in which everything beyond ASCII is escaped', async () => {
    await pages.comment('İade ne zaman? 😡');
    await arrivedValues(hook, 1);
    const { body = '', signature } = hook.deliveries()[0] ?? {};
    expect(body).toContain(String.raw`\u0130ade ne zaman? \ud83d\ude21`);
    expect(signature).toBe(rightSignature(body, pages.page.appSecret));
    const respelled = Buffer.from(JSON.stringify(JSON.parse(body))).toString('latin1');
    expect(signature).not.toBe(rightSignature(respelled, pages.page.appSecret));
  });

  it('signs wrongly by switch, and does not try such a delivery again', async () => {
    await fault({ webhookBadSignature: true });
    hook.fail(1);
    await pages.comment('Sahte');
    await arrivedValues(hook, 1);
    const { body = '', signature } = hook.deliveries()[0] ?? {};
    expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(signature).not.toBe(rightSignature(body, pages.page.appSecret));
    await fault({ webhookBadSignature: false });
    await pages.comment('Gerçek');
    const messages = (await arrivedValues(hook, 2)).map(({ message }) => message);
    expect(messages).toEqual(['Sahte', 'Gerçek']);
  });

  it('names the top-level comment as the parent of an answer to an answer', async () => {
    const top = await pages.comment('Soru');
    const second = await pages.comment('Cevap', { under: top.id });
    await pages.comment('Cevaba cevap', { under: second.id });
    const parents = (await arrivedValues(hook, 3)).map(({ message, parent_id: parent }) => [message, parent]);
    expect(Object.fromEntries(parents)).toEqual({ Soru: pages.postId, Cevap: top.id, 'Cevaba cevap': top.id });
  });

  it('tells of edits, hiding, showing and removal, by the site and by the API alike', async () => {
    const { id } = await pages.comment('Soru');
    await pages.admin('comments/edit', { id, message: 'Soru, düzeltilmiş' });
    await pages.post(id, { message: 'Üzerine yazılmış' });
    await pages.post(id, { is_hidden: true });
    await pages.admin('comments/set', { id, isHidden: false });
    await pages.delete(id);
    const values = await arrivedValues(hook, 6);
    expect(values.map(({ verb }) => verb).toSorted()).toEqual(
      ['add', 'edited', 'edited', 'hide', 'remove', 'unhide'].toSorted(),
    );
    const removal = values.find(({ verb }) => verb === 'remove');
    expect(removal).toMatchObject({ item: 'comment', comment_id: id });
    expect(removal).not.toHaveProperty('message');
    const edit = values.find(({ message }) => message === 'Soru, düzeltilmiş');
    expect(edit).toMatchObject({ verb: 'edited', edited_time: expect.any(Number) });
  });

  it('says edit and delete by switch, and leaves edited_time out', async () => {
    await fault({ editVerb: 'edit', removeVerb: 'delete', withoutEditedTime: true });
    const { id } = await pages.comment('Soru');
    await pages.admin('comments/edit', { id, message: 'Yeni' });
    await pages.admin('comments/remove', { id });
    const values = await arrivedValues(hook, 3);
    expect(values.map(({ verb }) => verb).toSorted()).toEqual(['add', 'delete', 'edit']);
    expect(values.some((value) => 'edited_time' in value)).toBe(false);
  });

  it('spells ids bare, gives milliseconds, and sender_id in place of from, each by its switch', async () => {
    await fault({ webhookIdSpelling: 'bare', webhookMilliseconds: true, webhookSender: true });
    const top = await pages.comment('Soru', { name: 'Ada Demo', createdAt: '2026-11-20T09:15:30Z' });
    await arrivedValues(hook, 1);
    await pages.comment('Cevap', { under: top.id });
    const [first, second] = await arrivedValues(hook, 2);
    expect(first).toMatchObject({
      comment_id: top.bareId,
      parent_id: pages.postId,
      created_time: 1795166130000,
      sender_id: top.authorId,
      sender_name: 'Ada Demo',
    });
    expect(first).not.toHaveProperty('from');
    expect(second).toMatchObject({ parent_id: top.bareId });
    expect(String(entriesOf(hook)[0]?.time)).toHaveLength(13);
  });

  it('leaves from out for a private person', async () => {
    await pages.comment('Gizli', { isPrivate: true });
    const [value] = await arrivedValues(hook, 1);
    expect(value).not.toHaveProperty('from');
    expect(value).not.toHaveProperty('sender_id');
  });

  it('echoes the Page’s own answers, with the Page as from', async () => {
    const { id } = await pages.comment('Soru');
    await arrivedValues(hook, 1);
    const reply = await pages.post(`${id}/comments`, { message: 'Cevap' });
    const [, echo] = await arrivedValues(hook, 2);
    expect(echo).toMatchObject({ comment_id: reply.body.id, from: { id: pages.page.pageId }, verb: 'add' });
  });

  it('delivers items that are no comments and verbs of any kind', async () => {
    const reaction = { item: 'reaction', verb: 'add', reaction_type: 'love', post_id: pages.postId };
    const value = { item: 'comment', verb: 'mute', comment_id: '1_2' };
    await pages.admin('webhooks/push', { pageId: pages.page.pageId, value: reaction });
    await arrivedValues(hook, 1);
    await pages.admin('webhooks/push', { pageId: pages.page.pageId, value });
    expect(await arrivedValues(hook, 2)).toEqual([reaction, value]);
  });

  it('tells of posts in the same field', async () => {
    const { pageId } = pages.page;
    await pages.admin('posts', { pageId, message: 'Yeni çantalar' });
    expect(await arrivedValues(hook, 1)).toMatchObject([{ item: 'status', verb: 'add', from: { id: pageId } }]);
  });

  it('delivers everything twice by switch', async () => {
    await fault({ webhookTwice: true });
    const { id } = await pages.comment('Soru');
    const values = await arrivedValues(hook, 2);
    expect(values.map(({ comment_id: comment }) => comment)).toEqual([id, id]);
    expect(hook.deliveries()[0]?.body).toBe(hook.deliveries()[1]?.body);
  });

  it('gathers many entries into one delivery by switch', async () => {
    await fault({ webhookBatch: 3 });
    for (const number of [1, 2, 3]) await pages.comment(`Soru ${number}`);
    await arrivedValues(hook, 3);
    expect([hook.deliveries().length, entriesOf(hook).length]).toEqual([1, 3]);
  });

  it('delivers out of order by switch', async () => {
    await fault({ webhookOutOfOrder: true });
    const { id } = await pages.comment('Soru');
    await pages.admin('comments/remove', { id });
    expect((await arrivedValues(hook, 2)).map(({ verb }) => verb)).toEqual(['remove', 'add']);
  });

  it('sends unknown fields and items, and the dashboard’s test of entry "0", by switch', async () => {
    await fault({ webhookUnknown: true, webhookTestEntry: true });
    await pages.comment('Soru');
    const values = await arrivedValues(hook, 4);
    expect(values.map(({ item }) => item)).toEqual(expect.arrayContaining(['comment', 'hologram', undefined]));
    const entries = entriesOf(hook);
    expect(entries.map(({ id }) => id)).toContain('0');
    expect(entries.flatMap(({ changes }) => changes.map(({ field }) => field))).toContain('holograms');
  });

  it('tries again what is not answered with 2xx', async () => {
    hook.fail(2);
    await pages.comment('Soru');
    await arrivedValues(hook, 3);
    expect(hook.deliveries()).toHaveLength(3);
    expect(new Set(hook.deliveries().map(({ body }) => body)).size).toBe(1);
  });

  it('delivers only while the Page is subscribed to feed, and nothing by switch', async () => {
    await pages.delete(`${pages.page.pageId}/subscribed_apps`);
    await pages.comment('Ulaşmaz');
    await pages.post(`${pages.page.pageId}/subscribed_apps`, { subscribed_fields: ['feed', 'mention'] });
    await fault({ webhooksStopped: true });
    await pages.comment('Bu da ulaşmaz');
    await fault({ webhooksStopped: false });
    await pages.comment('Ulaşır');
    expect((await arrivedValues(hook, 1)).map(({ message }) => message)).toEqual(['Ulaşır']);
  });

  it('subscribes with the field feed only; there is no field comments', async () => {
    const path = `${pages.page.pageId}/subscribed_apps`;
    expect((await pages.post(`${path}?subscribed_fields=feed`)).body).toEqual({ success: true });
    expect(refusal(await pages.post(`${path}?subscribed_fields=comments`))).toEqual([100, undefined]);
    expect(refusal(await pages.post(path))).toEqual([100, undefined]);
    expect((await pages.get(path)).body.data).toMatchObject([{ id: pages.page.appId, subscribed_fields: ['feed'] }]);
  });

  it('answers the subscription with the text "true" by switch', async () => {
    await fault({ subscribeAnswersText: true });
    const answer = await pages.post(`${pages.page.pageId}/subscribed_apps?subscribed_fields=feed`);
    expect(answer.body).toEqual({ success: 'true' });
  });

  it('needs pages_manage_metadata to subscribe', async () => {
    const permissions = ['pages_show_list', 'pages_read_engagement', 'pages_read_user_content'];
    const issued = await pages.admin('tokens', { holder: pages.page.pageId, permissions });
    const { token } = issued as { token: string };
    const path = `${pages.page.pageId}/subscribed_apps?subscribed_fields=feed`;
    expect(refusal(await pages.post(path, {}, token))).toEqual([200, undefined]);
  });
});
