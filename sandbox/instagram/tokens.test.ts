import { instagramInTest } from './in-test.ts';
import type { InstagramSandboxAccount } from './show-account.ts';

const instagram = instagramInTest();
const { act, get } = instagram;

const DAY = 24 * 60 * 60;

function account(place: number): InstagramSandboxAccount {
  const found = instagram.sandbox.accounts[place];
  if (!found) throw new Error('there is no such account');
  return found;
}

describe('§1 Instagram Login (Instagram Platform, "Business Login for Instagram")', () => {
  test('a consent gives a code, which gives a short-lived token once, which gives a long-lived one', async () => {
    const { appId, appSecret, userId } = account(0);
    const redirectUri = 'https://desk.example/back';
    const consent = await fetch(
      `${instagram.sandbox.baseUrl}/oauth/authorize?client_id=${appId}&redirect_uri=${encodeURIComponent(redirectUri)}` +
        '&response_type=code&scope=instagram_business_basic,instagram_business_manage_comments&state=s1',
      { redirect: 'manual' },
    );
    const back = new URL(consent.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('s1');
    const form = new URLSearchParams({
      client_id: appId,
      client_secret: appSecret,
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
      code: back.searchParams.get('code') ?? '',
    });
    const trade = async () =>
      (
        await fetch(`${instagram.sandbox.baseUrl}/oauth/access_token`, { method: 'POST', body: form })
      ).json() as Promise<Record<string, string>>;
    const short = await trade();
    expect(short['user_id']).toBe(userId);
    expect(await trade()).toMatchObject({ error: { code: 100 } });
    const exchange = `grant_type=ig_exchange_token&client_secret=${appSecret}`;
    const long = await get(`/access_token?${exchange}&access_token=${short['access_token']}`, '');
    expect(long.body).toMatchObject({ token_type: 'bearer', expires_in: 60 * DAY });
    expect((await get('/v26.0/me?fields=user_id', String(long.body['access_token']))).body['user_id']).toBe(userId);
    expect((await get(`/access_token?${exchange}x&access_token=${short['access_token']}`, '')).body.error.code).toBe(
      101,
    );
  });

  test('a long-lived token is refreshed when it is at least 24 hours old and still valid', async () => {
    const { token } = await act('tokens', { account: 'shop', lifetime: 'long' });
    const refresh = () => get(`/refresh_access_token?grant_type=ig_refresh_token&access_token=${String(token)}`, '');
    expect((await refresh()).body.error.code).toBe(100);
    await act('tokens/state', { token, ageSeconds: DAY + 1 });
    const { body } = await refresh();
    expect(body).toMatchObject({ expires_in: 60 * DAY });
    expect((await get('/v26.0/me', String(body['access_token']))).status).toBe(200);
    await act('tokens/state', { token, ageSeconds: 60 * DAY + 1 });
    expect((await refresh()).body.error).toMatchObject({ code: 190, error_subcode: 463 });
  });

  test('me tells the user_id that everything goes by, and an app-scoped id that finds nothing', async () => {
    const { userId, username } = account(0);
    const { body } = await get('/v26.0/me?fields=user_id,username');
    expect(body).toMatchObject({ user_id: userId, username });
    expect(body.id).not.toBe(userId);
    expect((await get(`/v26.0/${body.id}/media`)).body.error.code).toBe(100);
    expect((await get(`/v26.0/${userId}/media`)).status).toBe(200);
  });
});

describe('§1 Facebook Login for Business (Instagram Platform, "Overview")', () => {
  test('a short user token becomes a long one, which lists the Page, which knows the Instagram account', async () => {
    const { appId, appSecret, pageId, userId, pageToken } = account(1);
    const { token } = await act('tokens', { account: 'shop_kids' });
    const long = await get(
      `/v26.0/oauth/access_token?grant_type=fb_exchange_token&client_id=${appId}&client_secret=${appSecret}` +
        `&fb_exchange_token=${String(token)}`,
      '',
    );
    const user = String(long.body['access_token']);
    const pages = await get('/v26.0/me/accounts', user);
    expect(pages.body.data).toEqual([{ id: pageId, name: 'Shop Kids', access_token: pageToken }]);
    const page = await get(`/v26.0/${pageId}?fields=instagram_business_account`, pageToken);
    expect(page.body).toEqual({ id: pageId, instagram_business_account: { id: userId } });
    expect((await get(`/v26.0/${userId}/media`, pageToken)).status).toBe(200);
    expect((await get(`/v26.0/${userId}?fields=username`, user)).body['username']).toBe('shop_kids');
  });

  test('a Page token has no end, and the user token has one after 60 days', async () => {
    const { token } = await act('tokens', { account: 'shop_kids', lifetime: 'long' });
    await act('tokens/state', { account: 'shop_kids', ageSeconds: 61 * DAY });
    expect((await get('/v26.0/me/accounts', String(token))).body.error).toMatchObject({
      code: 190,
      error_subcode: 463,
    });
    expect((await get('/v26.0/me', account(1).pageToken)).status).toBe(200);
  });
});

describe('§0 tokens that are no good (Graph API, "Handling Errors")', () => {
  test.each([458, 459, 460, 463, 464, 467, 492])('a token is refused with code 190 and subcode %i', async (revoked) => {
    const { token } = await act('tokens', { account: 'shop' });
    await act('tokens/state', { token, revoked });
    const { body } = await get('/v26.0/me', String(token));
    expect(body.error).toMatchObject({ code: 190, error_subcode: revoked });
    expect(body.error.fbtrace_id).not.toBe('');
    await act('tokens/state', { token, revoked: null });
    expect((await get('/v26.0/me', String(token))).status).toBe(200);
  });

  test.each(['', 'IGAAunknown'])('a call with the token "%s" is refused with code 190', async (token) => {
    expect((await get('/v26.0/me', token)).body.error.code).toBe(190);
  });

  test('the token may come as access_token or as a bearer', async () => {
    expect((await get(`/v26.0/me?access_token=${account(0).token}`, '')).status).toBe(200);
    expect((await get('/v26.0/me', account(0).token)).status).toBe(200);
  });

  test('a permission that was never granted is refused with code 200, one that lapsed with code 10', async () => {
    const basic = await act('tokens', { account: 'shop', permissions: ['instagram_business_basic'] });
    const path = '/v26.0/1/replies';
    expect((await instagram.post(path, { message: 'x' }, String(basic['token']))).body.error.code).toBe(200);
    const { token } = await act('tokens', { account: 'shop' });
    await act('tokens/state', { token, lapsed: ['instagram_business_basic'] });
    expect(await get('/v26.0/me/media', String(token))).toMatchObject({ status: 403, body: { error: { code: 10 } } });
  });
});

test('§0 an ended version and a path without a version are refused (Graph API changelog)', async () => {
  expect((await get('/v20.0/me')).body.error.code).toBe(2635);
  expect((await get('/v21.0/me')).status).toBe(200);
  expect((await get('/me')).body.error.code).toBe(2500);
});
