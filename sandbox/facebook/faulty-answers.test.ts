import { startWebhookReceiver } from '../graph/webhook-receiver.ts';
import { arrivedValues } from './testing/arrived-values.ts';
import { TestPages } from './testing/test-pages.ts';

/** §0: no idempotency key for Graph writes; a 2xx that cannot be read is still a write that happened. §9. */
describe('answers that go wrong at the Facebook stand-in', () => {
  let pages: TestPages;
  let target: string;
  beforeEach(async () => {
    pages = await TestPages.start();
    ({ id: target } = await pages.comment('Soru'));
  });
  afterEach(() => pages.stop());

  const afterWrite = (answer: string, more: object = {}) =>
    pages.admin('faults', { afterWrite: { answer, accepted: true, delayMilliseconds: 0, times: 1, ...more } });
  const url = (path: string) => `${pages.sandbox.baseUrl}/v26.0/${path}?access_token=${pages.page.pageToken}`;
  const reply = (milliseconds = 5000) =>
    fetch(url(`${target}/comments`), {
      method: 'POST',
      body: JSON.stringify({ message: 'Cevap' }),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(milliseconds),
    });

  it.each([true, false])('answers a write late, with the write done: %s', async (accepted) => {
    await afterWrite('late', { accepted, delayMilliseconds: 200 });
    const start = Date.now();
    const answer = await reply();
    expect(Date.now() - start).toBeGreaterThanOrEqual(190);
    expect(answer.status).toBe(accepted ? 200 : 500);
    expect(await pages.messages()).toEqual(accepted ? ['Soru', 'Cevap'] : ['Soru']);
    expect(await pages.writes()).toHaveLength(accepted ? 1 : 0);
    expect((await reply()).status).toBe(200);
  });

  it.each([true, false])('answers a write with 200 and half a JSON, with the write done: %s', async (accepted) => {
    await afterWrite('unreadable', { accepted });
    const answer = await reply();
    expect(answer.status).toBe(200);
    await expect(answer.json()).rejects.toThrow();
    expect(await pages.writes()).toHaveLength(accepted ? 1 : 0);
  });

  it.each([
    ['cut', true],
    ['cut', false],
    ['reset', true],
    ['reset', false],
    ['silent', true],
    ['silent', false],
  ])('gives no answer to a write (%s), with the write done: %s', async (answer, accepted) => {
    await afterWrite(answer, { accepted });
    await expect(reply(300)).rejects.toThrow();
    expect(await pages.messages()).toEqual(accepted ? ['Soru', 'Cevap'] : ['Soru']);
    expect(await pages.writes()).toHaveLength(accepted ? 1 : 0);
  });

  it('tells of a write twice by switch, although it was done once', async () => {
    const hook = await startWebhookReceiver([pages.page.verifyToken]);
    await pages.admin('webhooks', { callbackUrl: hook.callbackUrl });
    await pages.post(`${pages.page.pageId}/subscribed_apps?subscribed_fields=feed`);
    await afterWrite('twice');
    const { id } = (await (await reply()).json()) as { id: string };
    expect((await arrivedValues(hook, 2)).map(({ comment_id: comment }) => comment)).toEqual([id, id]);
    expect(await pages.writes()).toHaveLength(1);
    await hook.stop();
  });

  it('uses no fault up for a write that is refused for its own sake', async () => {
    await afterWrite('unreadable');
    expect((await pages.post(`${target}/comments`, {})).status).toBe(400);
    await expect((await reply()).json()).rejects.toThrow();
  });

  it.each(['unreadable', 'cut', 'silent', 'serverError', 'late'])('answers a read %s', async (answer) => {
    await pages.admin('faults', { reads: { answer, delayMilliseconds: 150, times: 1 } });
    const start = Date.now();
    const read = () => fetch(url(target), { signal: AbortSignal.timeout(500) });
    if (answer === 'cut' || answer === 'silent') await expect(read()).rejects.toThrow();
    else {
      const { status } = await read().then(async (each) => ({ status: each.status, text: await each.text() }));
      expect(status).toBe(answer === 'serverError' ? 500 : 200);
      if (answer === 'late') expect(Date.now() - start).toBeGreaterThanOrEqual(140);
    }
    expect((await (await read()).json()) as object).toMatchObject({ id: target });
  });

  it('answers everything with 503 while it is down, and is whole again when it is not', async () => {
    await pages.admin('faults', { down: true });
    expect((await reply()).status).toBe(503);
    expect((await fetch(url(target))).status).toBe(503);
    await pages.admin('faults', { down: false });
    expect((await reply()).status).toBe(200);
    expect(await pages.writes()).toHaveLength(1);
  });
});
