import type { AcceptedWrite } from '../platform/write-log.ts';
import { instagramInTest } from './in-test.ts';

const instagram = instagramInTest();
const { act, get, look, media, post } = instagram;

interface AfterWrite {
  answer: string;
  accepted: boolean;
  delayMilliseconds?: number;
}

const NEVER_MILLISECONDS = 600_000;

/** What one reply is answered under a fault, and how many replies there are then. */
async function replyUnder(fault: AfterWrite): Promise<{ answer: string; replies: number; writes: number }> {
  const { id } = await act('comments', { mediaId: await media() });
  await act('faults', { afterWrite: { delayMilliseconds: 0, times: 1, ...fault } });
  const path = `/v26.0/${id}/replies`;
  const patience = new AbortController();
  const answering = fetch(`${instagram.sandbox.baseUrl}${path}?message=Merhaba`, {
    method: 'POST',
    headers: { authorization: `Bearer ${instagram.sandbox.accounts[0]?.token}` },
    signal: patience.signal,
  }).then(
    async (response) => `${response.status} ${await response.text()}`,
    () => 'nothing',
  );
  if (fault.answer === 'silent' || fault.delayMilliseconds === NEVER_MILLISECONDS) {
    const hasCome = async () => (await look<{ path: string }[]>('calls')).some((call) => call.path === path);
    while (!(await hasCome()));
    patience.abort();
  }
  const answer = await answering;
  const writes = (await look<AcceptedWrite[]>('writes')).filter(({ target }) => target === id).length;
  return { answer, writes, replies: (await get(path)).body.data.length };
}

describe('§0 writes whose answer goes wrong (Graph API, "Handling Errors")', () => {
  test.each(['unreadable', 'cut', 'reset', 'silent'])(
    'a reply answered %s has happened when it was accepted',
    async (answer) => {
      const seen = await replyUnder({ answer, accepted: true });
      expect(seen).toMatchObject({ replies: 1, writes: 1 });
      expect(seen.answer).toMatch(answer === 'unreadable' ? /^200 \{"id":"179\d+$/ : /^nothing$/);
    },
  );

  test.each(['unreadable', 'cut', 'reset', 'silent'])(
    'a reply answered %s has not happened when it was lost',
    async (answer) => {
      expect(await replyUnder({ answer, accepted: false })).toMatchObject({ replies: 0, writes: 0 });
    },
  );

  test('a reply answered late is right when it comes, and may come after the caller gave up', async () => {
    const inTime = await replyUnder({ answer: 'late', accepted: true, delayMilliseconds: 50 });
    expect(inTime).toMatchObject({ answer: expect.stringMatching(/^200 \{"id":"179\d+"\}$/) as string, replies: 1 });
    const tooLate = await replyUnder({ answer: 'late', accepted: true, delayMilliseconds: NEVER_MILLISECONDS });
    expect(tooLate).toEqual({ answer: 'nothing', replies: 1, writes: 1 });
  });

  test('a reply answered late with code 2 has not happened', async () => {
    const seen = await replyUnder({ answer: 'late', accepted: false, delayMilliseconds: 10 });
    expect(seen).toMatchObject({ replies: 0, writes: 0 });
    expect(seen.answer).toContain('"code":2,"is_transient":true');
  });

  test('a write that is refused for its own sake uses no fault up', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    await act('faults', { afterWrite: { answer: 'cut', accepted: true, delayMilliseconds: 0, times: 1 } });
    expect((await post(`/v26.0/${id}/replies`, {})).body.error.code).toBe(100);
    await expect(post(`/v26.0/${id}/replies`, { message: 'x' })).rejects.toThrow('fetch failed');
  });

  test('a write by an account blocked as abusive is refused with code 368', async () => {
    const { id } = await act('comments', { mediaId: await media() });
    await act('faults', { blockedAsAbusive: true });
    expect((await post(`/v26.0/${id}/replies`, { message: 'x' })).body.error.code).toBe(368);
  });
});

describe('§0 §9 reads that go wrong (Graph API, "Handling Errors")', () => {
  const under = (answer: string) => act('faults', { reads: { answer, delayMilliseconds: 20, times: 1 } });

  test('a read fails once with code 2, which is transient', async () => {
    await under('serverError');
    const answer = await get('/v26.0/me');
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 2, is_transient: true } } });
    expect((await get('/v26.0/me')).status).toBe(200);
  });

  test('a read is answered late, cut off, unreadably or not at all', async () => {
    await under('late');
    expect((await get('/v26.0/me')).status).toBe(200);
    for (const answer of ['cut', 'unreadable']) {
      await under(answer);
      await expect(get('/v26.0/me')).rejects.toThrow();
    }
    await under('silent');
    const { baseUrl } = instagram.sandbox;
    await expect(fetch(`${baseUrl}/v26.0/me`, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout');
  });

  test('everything is answered 503 with a page while the platform is down', async () => {
    await act('faults', { down: true });
    const { baseUrl } = instagram.sandbox;
    for (const path of ['/v26.0/me', '/refresh_access_token']) expect((await fetch(baseUrl + path)).status).toBe(503);
    expect((await fetch(`${baseUrl}/v26.0/1/replies`, { method: 'POST' })).status).toBe(503);
  });
});

test('§0 §9 calls beyond the budget are refused with 80002 and the minutes to wait, for that account only (Graph API, "Rate Limits")', async () => {
  const { userId = '' } = instagram.sandbox.accounts[0] ?? {};
  await act('usage', { account: 'shop', calls: 4, regainMinutes: 7, headersFromPercent: 50 });
  const usageOf = ({ headers }: { headers: Headers }): unknown =>
    (JSON.parse(headers.get('x-business-use-case-usage') ?? '{}') as Record<string, unknown[]>)[userId]?.[0];
  expect((await get('/v26.0/me')).headers.get('x-app-usage')).toBeNull();
  expect(usageOf(await get('/v26.0/me'))).toMatchObject({ call_count: 50, estimated_time_to_regain_access: 0 });
  await get('/v26.0/me');
  await get('/v26.0/me');
  const refused = await get('/v26.0/me');
  expect(refused.body.error.code).toBe(80_002);
  expect(usageOf(refused)).toMatchObject({ type: 'instagram', call_count: 100, estimated_time_to_regain_access: 7 });
  expect(usageOf(await get('/v26.0/me'))).toMatchObject({ estimated_time_to_regain_access: 8 });
  expect((await get('/v26.0/me/accounts', instagram.sandbox.accounts[1]?.token)).status).toBe(200);
  await act('usage', { account: 'shop' });
  expect((await get('/v26.0/me')).status).toBe(200);
});
