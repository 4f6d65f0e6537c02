// Trendyol page "Getting customer questions" and API reference "getQuestionFilter" (§3).
import { SandboxInTest } from './sandbox-in-test.ts';

const DAY = 24 * 3600 * 1000;
let sandbox: SandboxInTest;

beforeEach(async () => {
  sandbox = await SandboxInTest.start();
});
afterEach(() => sandbox.end());

/** Asked so many days ago; kept open, which a question that old is not otherwise. */
const askedDaysAgo = async (days: number, more: Record<string, unknown> = {}): Promise<number> =>
  sandbox.ask({ creationDate: (await sandbox.now()) - days * DAY, status: 'ANSWERED', ...more });

it('gives a question with numbers as ids and times, and 0 for dates that are not set', async () => {
  const id = await sandbox.ask({ text: 'Şık mı? 😊', showUserName: false });
  const { content, ...page } = (await sandbox.list()).json() as { content: Record<string, unknown>[] };
  expect(page).toEqual({ page: 0, size: 10, totalElements: 1, totalPages: 1 });
  expect(content[0]).toEqual({
    id,
    text: 'Şık mı? 😊',
    status: 'WAITING_FOR_ANSWER',
    creationDate: expect.any(Number),
    customerId: expect.any(Number),
    userName: 'A** D**',
    showUserName: false,
    public: true,
    productName: 'Pamuklu Tişört',
    productMainId: 'TS-1',
    imageUrl: expect.stringContaining('https://'),
    webUrl: expect.stringContaining('https://'),
    answer: null,
    answeredDateMessage: '',
    reason: null,
    rejectedAnswer: null,
    rejectedDate: 0,
    reportReason: null,
    reportedDate: 0,
  });
  expect(await sandbox.question(id)).toEqual(content[0]);
});

it('gives the last week when no date is named', async () => {
  await askedDaysAgo(8);
  const recent = await askedDaysAgo(6);
  expect(await sandbox.listed()).toEqual([recent]);
});

it('cuts a span of more than two weeks to its first two weeks without a word', async () => {
  const old = await askedDaysAgo(29);
  await askedDaysAgo(5);
  const now = await sandbox.now();
  expect(await sandbox.listed({ startDate: now - 30 * DAY, endDate: now })).toEqual([old]);
});

it('takes dates as milliseconds: seconds are a span in 1970', async () => {
  await sandbox.ask();
  const seconds = Math.floor((await sandbox.now()) / 1000);
  expect(await sandbox.listed({ startDate: seconds - 3600, endDate: seconds + 3600 })).toEqual([]);
});

it('gives pages from 0, at most 50 questions each', async () => {
  const questions = Array.from({ length: 51 }, () => ({ sellerId: sandbox.seller.sellerId, text: 'Soru var' }));
  await sandbox.admin('/questions', { questions });
  const first = (await sandbox.list({ size: 50 })).json();
  expect(first).toMatchObject({ page: 0, size: 50, totalElements: 51, totalPages: 2 });
  expect(first.content).toHaveLength(50);
  expect(await sandbox.listed({ size: 50, page: 1 })).toHaveLength(1);
  expect(await sandbox.listed({ size: 50, page: 2 })).toEqual([]);
});

it.each([
  ['a size over 50', { size: 51 }],
  ['a size of 0', { size: 0 }],
  ['a page below 0', { page: -1 }],
  ['an unknown status', { status: 'OPEN' }],
  ['the ordering of orders', { orderByField: 'PackageLastModifiedDate' }],
  ['an unknown direction', { orderByDirection: 'desc' }],
  ['a date as text', { startDate: '2026-11-22' }],
  ['a span that ends before it begins', { startDate: 2000, endDate: 1000 }],
  ['another supplier', { supplierId: 385172 }],
])('refuses %s with 400', async (_what, query) => {
  expect((await sandbox.list(query as Record<string, number>)).status).toBe(400);
});

it('finds by status and by barcode', async () => {
  const answered = await askedDaysAgo(1);
  const barcoded = await sandbox.ask({ barcode: '8690104000018' });
  expect(await sandbox.listed({ status: 'ANSWERED' })).toEqual([answered]);
  expect(await sandbox.listed({ barcode: '8690104000018' })).toEqual([barcoded]);
});

it('orders the newest first unless told otherwise, by creation or by last change', async () => {
  const older = await askedDaysAgo(2);
  const newer = await askedDaysAgo(1);
  expect(await sandbox.listed()).toEqual([newer, older]);
  expect(await sandbox.listed({ orderByDirection: 'ASC' })).toEqual([older, newer]);
  await sandbox.admin(`/questions/${older}`, { reason: 'x' });
  expect(await sandbox.listed({ orderByField: 'LastModifiedDate' })).toEqual([older, newer]);
  expect(await sandbox.listed({ orderByField: 'CreatedDate' })).toEqual([newer, older]);
});

it('does not show one seller the questions of another', async () => {
  const other = await sandbox.ask({ sellerId: 385172 });
  expect(await sandbox.listed()).toEqual([]);
  expect((await sandbox.call(`/${other}`)).status).toBe(404);
  expect((await sandbox.answer(other)).status).toBe(404);
});

it('answers 404 for a question that was removed and 400 for an id that is no number', async () => {
  const id = await sandbox.ask();
  await sandbox.admin(`/questions/${id}`, undefined, 'DELETE');
  expect((await sandbox.call(`/${id}`)).status).toBe(404);
  expect((await sandbox.call('/abc')).status).toBe(400);
});

it('makes a customer’s next question one with an id of its own about the same product', async () => {
  const id = await sandbox.ask({ productMainId: 'GM-221', customerId: 9_000_037 });
  const { ids } = await sandbox.admin<{ ids: number[] }>(`/questions/${id}/follow-up`, { text: 'Peki ya keten?' });
  expect(ids[0]).not.toBe(id);
  expect(await sandbox.question(ids[0] as number)).toMatchObject({
    text: 'Peki ya keten?',
    productMainId: 'GM-221',
    customerId: 9_000_037,
    answer: null,
  });
});

it.each(['REPORTED', 'REJECTED', 'WAITING_FOR_APPROVE', 'SOMETHING_NEW'])(
  'shows the status %s when the platform sets it, and takes no answer then',
  async (status) => {
    const id = await sandbox.ask();
    await sandbox.admin(`/questions/${id}`, { status, reportReason: 'Hakaret', reportedDate: 1_795_166_130_000 });
    expect(await sandbox.question(id)).toMatchObject({
      status,
      reportReason: 'Hakaret',
      reportedDate: 1_795_166_130_000,
    });
    expect((await sandbox.answer(id)).status).toBe(400);
  },
);
