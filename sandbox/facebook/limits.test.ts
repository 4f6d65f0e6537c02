import { refusal, TestPages } from './testing/test-pages.ts';

/** §2 (permissions and tasks), §0 (rate limits, errors): Pages API overview; Graph API, "Rate Limits", "Handling Errors". */
describe('permissions, limits and failures of the Facebook stand-in', () => {
  let pages: TestPages;
  let commentId: string;
  beforeEach(async () => {
    pages = await TestPages.start();
    ({ id: commentId } = await pages.comment('Soru'));
  });
  afterEach(() => pages.stop());

  const read = (token?: string) => pages.get(`${pages.postId}/comments`, token);
  const reply = (token?: string) => pages.post(`${commentId}/comments`, { message: 'Cevap' }, token);
  const tokenWithout = async (permission: string) => {
    const all = [
      'pages_show_list',
      'pages_read_engagement',
      'pages_read_user_content',
      'pages_manage_engagement',
      'pages_manage_metadata',
    ];
    const permissions = all.filter((each) => each !== permission);
    return ((await pages.admin('tokens', { holder: pages.page.pageId, permissions })) as { token: string }).token;
  };

  it.each(['pages_show_list', 'pages_read_engagement', 'pages_read_user_content'])(
    'refuses to read comments without %s with code 200',
    async (permission) => {
      expect(refusal(await read(await tokenWithout(permission)))).toEqual([200, undefined]);
    },
  );

  it('refuses to answer without pages_manage_engagement, while reading goes on', async () => {
    const token = await tokenWithout('pages_manage_engagement');
    expect(refusal(await reply(token))).toEqual([200, undefined]);
    expect((await read(token)).status).toBe(200);
    expect(await pages.writes()).toEqual([]);
  });

  it('refuses with code 10 what lapsed after 90 days without use, until it is granted again', async () => {
    const { pageToken } = pages.page;
    await pages.admin('tokens/set', { token: pageToken, lapsed: ['pages_read_user_content'] });
    expect(refusal(await read())).toEqual([10, undefined]);
    await pages.admin('tokens/set', { token: pageToken, lapsed: [] });
    expect((await read()).status).toBe(200);
  });

  it('refuses to answer without the task MODERATE, while CREATE_CONTENT still reads', async () => {
    await pages.admin('pages/set', { id: pages.page.pageId, tasks: ['CREATE_CONTENT'] });
    expect(refusal(await reply())).toEqual([200, undefined]);
    expect((await read()).status).toBe(200);
    await pages.admin('pages/set', { id: pages.page.pageId, tasks: ['ANALYZE'] });
    expect(refusal(await read())).toEqual([200, undefined]);
  });

  it('does not let the token of one Page read or write on another', async () => {
    const { pageToken } = pages.otherPage;
    expect(refusal(await read(pageToken))).toEqual([10, undefined]);
    expect(refusal(await reply(pageToken))).toEqual([200, undefined]);
  });

  it('refuses calls beyond the Page’s budget with code 80001 and says in how many minutes it is over', async () => {
    const account = pages.page.pageId;
    await pages.admin('usage', { account, calls: 2, regainMinutes: 5 });
    const first = await read();
    expect(JSON.parse(first.headers.get('x-business-use-case-usage') ?? '{}')).toMatchObject({
      [account]: [{ type: 'pages', call_count: 50, estimated_time_to_regain_access: 0 }],
    });
    await read();
    const refused = await reply();
    expect(refusal(refused)).toEqual([80001, undefined]);
    const usage = (headers: Headers) =>
      (JSON.parse(headers.get('x-business-use-case-usage') ?? '{}') as Record<string, Record<string, unknown>[]>)[
        account
      ]?.[0];
    expect(usage(refused.headers)).toMatchObject({ call_count: 100, estimated_time_to_regain_access: 5 });
    // More calls lengthen the block.
    expect(usage((await read()).headers)).toMatchObject({ estimated_time_to_regain_access: 6 });
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(await pages.writes()).toEqual([]);
    await pages.admin('usage', { account });
    expect((await reply()).status).toBe(200);
  });

  it('sends no usage headers while little is used', async () => {
    const { headers } = await read();
    expect([headers.get('x-app-usage'), headers.get('x-business-use-case-usage')]).toEqual([null, null]);
  });

  it.each([32, 4])('refuses by switch with code %i and the app usage header alone', async (code) => {
    await pages.admin('usage', { account: pages.page.pageId, calls: 1, code });
    await read();
    const refused = await read();
    expect(refusal(refused)).toEqual([code, undefined]);
    expect(JSON.parse(refused.headers.get('x-app-usage') ?? '{}')).toMatchObject({ call_count: 100 });
    expect(refused.headers.get('x-business-use-case-usage')).toBeNull();
  });

  it('counts calls with a user token against the person, with code 17', async () => {
    await pages.admin('usage', { account: pages.page.userId, calls: 1, code: 17 });
    await read(pages.page.longUserToken);
    expect(refusal(await read(pages.page.longUserToken))).toEqual([17, undefined]);
    expect((await read()).status).toBe(200);
  });

  it.each([1, 2])('fails for now with code %i, doing nothing, as often as is switched on', async (code) => {
    await pages.admin('faults', { transientErrors: { code, times: 2 } });
    const refused = await reply();
    expect([refused.status, ...refusal(refused)]).toEqual([500, code, undefined]);
    expect(refused.body.error?.is_transient).toBe(code === 2 ? true : undefined);
    expect((await read()).status).toBe(500);
    expect(await pages.writes()).toEqual([]);
    expect((await reply()).status).toBe(200);
  });

  it('answers paths that it does not have as unsupported', async () => {
    expect(refusal(await pages.get(`${pages.postId}/reactions`))).toEqual([100, 33]);
    expect(refusal(await pages.post(pages.postId, { message: 'Yeni metin' }))).toEqual([100, 33]);
  });
});
