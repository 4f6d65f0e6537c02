import { fetchAnswer, refusal, TestPages } from './testing/test-pages.ts';

/** §2 (token chain), §0 (errors): Facebook Login, "Long-lived tokens"; Graph API, "Handling Errors". */
describe('the token chain of the Facebook stand-in', () => {
  let pages: TestPages;
  beforeAll(async () => {
    pages = await TestPages.start();
  });
  afterAll(() => pages.stop());

  const exchange = (token: string, changes: Record<string, string> = {}) => {
    const { appId, appSecret } = pages.page;
    const query = new URLSearchParams({
      grant_type: 'fb_exchange_token',
      client_id: appId,
      client_secret: appSecret,
      fb_exchange_token: token,
      ...changes,
    });
    return fetchAnswer(`${pages.sandbox.baseUrl}/v26.0/oauth/access_token?${query}`);
  };
  const login = async (more: object = {}) => {
    const { token } = (await pages.admin('tokens', more)) as { token: string };
    return token;
  };

  it('turns a short user token into one of 60 days, and that into Page tokens without an end', async () => {
    const long = await exchange(pages.page.userToken);
    expect(long.body).toMatchObject({ token_type: 'bearer' });
    expect(Number(long.body['expires_in']) / 86_400).toBeCloseTo(60, 1);
    const token = String(long.body['access_token']);

    const accounts = await pages.get(`${pages.page.userId}/accounts?fields=id,name,access_token,tasks`, token);
    expect(accounts.body.data).toHaveLength(2);
    expect(accounts.body.data?.[0]).toMatchObject({ id: pages.page.pageId, name: pages.page.name });
    const pageToken = String(accounts.body.data?.[0]?.['access_token']);
    expect((await pages.get(`${pages.postId}/comments`, pageToken)).status).toBe(200);
    expect((await pages.get('me', pageToken)).body.id).toBe(pages.page.pageId);

    const again = await pages.get('me/accounts', token);
    expect(again.body.data?.[0]?.['access_token']).toBe(pageToken);
    await pages.admin('tokens/set', { token: pageToken, ageSeconds: 400 * 86_400 });
    expect((await pages.get('me', pageToken)).status).toBe(200);
  });

  it('gives Page tokens that end with the user token when that one is still short-lived', async () => {
    const accounts = await pages.get('me/accounts', await login());
    const pageToken = String(accounts.body.data?.[0]?.['access_token']);
    await pages.admin('tokens/set', { token: pageToken, ageSeconds: 3601 });
    expect(refusal(await pages.get('me', pageToken))).toEqual([190, 463]);
  });

  it('refuses to exchange for a wrong app, a wrong grant type, a long-lived token or an expired one', async () => {
    const { userToken, longUserToken } = pages.page;
    expect(refusal(await exchange(userToken, { client_secret: 'wrong' }))).toEqual([101, undefined]);
    expect(refusal(await exchange(userToken, { grant_type: 'code' }))).toEqual([100, undefined]);
    expect(refusal(await exchange(longUserToken))).toEqual([100, undefined]);
    const old = await login();
    await pages.admin('tokens/set', { token: old, ageSeconds: 3601 });
    expect(refusal(await exchange(old))).toEqual([190, 463]);
  });

  it('lists Pages only to their person, with pages_show_list, and none without a role', async () => {
    expect(refusal(await pages.get('me/accounts'))).toEqual([100, undefined]);
    expect(refusal(await pages.get('122100000000009999/accounts', await login()))).toEqual([100, 33]);
    const bare = await login({ permissions: ['pages_messaging'] });
    expect(refusal(await pages.get('me/accounts', bare))).toEqual([200, undefined]);
    await pages.admin('pages/set', { id: pages.otherPage.pageId, hasRole: false });
    expect((await pages.get('me/accounts', await login())).body.data).toHaveLength(1);
    await pages.admin('pages/set', { id: pages.otherPage.pageId, hasRole: true });
  });

  it('takes the token as a header too, and refuses none or an unknown one with code 190', async () => {
    const url = `${pages.sandbox.baseUrl}/v26.0/me`;
    const headers = { authorization: `Bearer ${pages.page.pageToken}` };
    expect((await fetchAnswer(url, { headers })).body.id).toBe(pages.page.pageId);
    expect(refusal(await fetchAnswer(url))).toEqual([190, undefined]);
    expect(refusal(await pages.get('me', 'EAABwrong'))).toEqual([190, undefined]);
  });

  it('refuses a version that has ended', async () => {
    const url = `${pages.sandbox.baseUrl}/v20.0/me?access_token=${pages.page.pageToken}`;
    expect((await fetchAnswer(url)).status).toBe(400);
  });

  it.each([458, 459, 460, 463, 464, 467])('refuses a revoked token with code 190 and subcode %i', async (subcode) => {
    await pages.admin('tokens/set', { token: pages.page.pageToken, revoked: subcode });
    expect(refusal(await pages.get(`${pages.postId}/comments`))).toEqual([190, subcode]);
    expect(refusal(await pages.post(`${pages.postId}/comments`, { message: 'Merhaba' }))).toEqual([190, subcode]);
    await pages.admin('tokens/set', { token: pages.page.pageToken, revoked: null });
    expect((await pages.get(`${pages.postId}/comments`)).status).toBe(200);
  });

  it('kills every token when the password changes, until the person logs in again', async () => {
    await pages.admin('tokens/set', { revoked: 460 });
    expect(refusal(await pages.get('me'))).toEqual([190, 460]);
    expect(refusal(await pages.get('me/accounts', pages.page.longUserToken))).toEqual([190, 460]);
    const long = await exchange(await login());
    const accounts = await pages.get('me/accounts', String(long.body['access_token']));
    const pageToken = String(accounts.body.data?.[0]?.['access_token']);
    expect((await pages.get(`${pages.postId}/comments`, pageToken)).status).toBe(200);
    await pages.admin('tokens/set', { revoked: null });
  });

  it('refuses with 190/492 while the person has no role on the Page, and a new token fails the same', async () => {
    await pages.admin('pages/set', { id: pages.page.pageId, hasRole: false });
    expect(refusal(await pages.get(`${pages.postId}/comments`))).toEqual([190, 492]);
    const fresh = await login({ holder: pages.page.pageId, lifetime: 'endless' });
    expect(refusal(await pages.post(`${pages.postId}/comments`, { message: 'Merhaba' }, fresh))).toEqual([190, 492]);
    await pages.admin('pages/set', { id: pages.page.pageId, hasRole: true });
    expect((await pages.get(`${pages.postId}/comments`, fresh)).status).toBe(200);
  });
});
