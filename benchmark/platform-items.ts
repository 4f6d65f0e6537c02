/**
 * Comments taken in by a poll (fetched, told apart, a ticket numbered, committed) against a plain insert of a row as large,
 * with the indexes of a ticket; and how many requests of the platform's budget an item costs, and a poll that finds nothing
 * new. Looks at the new tickets are not sent: what follows them is measured by lives-per-second.
 */
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { pollSource } from '../activities/poll-source.ts';
import type { Tools } from '../activities/tools.ts';
import { runFacebookSandbox } from '../sandbox/facebook/main.ts';
import { runInstagramSandbox } from '../sandbox/instagram/main.ts';
import { runTrendyolSandbox } from '../sandbox/trendyol/main.ts';
import { connectPlatform } from '../test/support/connect-platform.ts';
import { StandIn, type AnyStandIn } from '../test/support/stand-in.ts';
import { startStoryDesk } from '../test/support/story-desk.ts';
import { createLog } from '../worker/log.ts';
import { createTools } from '../worker/tools.ts';
import { compareRates } from './support/compare.ts';
import { plainTickets } from './support/plain-tickets.ts';
import { finish, onlyGates, reportCount, reportRatio, say } from './support/report.ts';

const POSTS = onlyGates ? 120 : 250;
const COMMENTS_A_POST = onlyGates ? 10 : 16;
const QUESTIONS = onlyGates ? 400 : 1000;
const ARM_POSTS = 4;
const ARM_COMMENTS = 50;
const PAIRS = 5;

type Counted = AnyStandIn & Pick<StandIn<never>, 'calls'>;

const story = await startStoryDesk();
const deafClient = { withDeadline: () => Promise.resolve() } as unknown as Tools['client'];
const tools = createTools({ ...story, client: deafClient, log: createLog('worker', 'error') });
const desk = { ...story.desk, client: null };
await measureInstagram();
await measureFacebook();
await measureTrendyol();
await story.close();
finish();

async function measureInstagram(): Promise<void> {
  const instagram = await StandIn.start(runInstagramSandbox);
  const mediaIds: string[] = [];
  const addMedia = async (posts: number, count: number) => {
    for (let post = 0; post < posts; post += 1) {
      const { id: mediaId } = await instagram.act<{ id: string }>('media', { account: 'shop', caption: 'Keten' });
      await instagram.act('comments', { mediaId, text: 'Kargo ne zaman gelir?', username: `musteri_${post}`, count });
      mediaIds.push(mediaId);
    }
  };
  await addMedia(POSTS, COMMENTS_A_POST);
  const { baseUrl, accounts } = instagram.running;
  const given = { token: { text: accounts[0]!.token }, baseUrl };
  const sourceId = await connectPlatform(desk, { channel: 'instagram', given });
  const items = POSTS * COMMENTS_A_POST;
  const { requests } = await pollFor(instagram, { sourceId, name: 'Instagram', items });
  reportCount({ name: 'Instagram requests per comment', count: requests / items, most: 1 / COMMENTS_A_POST + 0.01 });
  const quiet = await pollFor(instagram, { sourceId, name: 'Instagram', items: 0 });
  const pages = Math.ceil(POSTS / 100);
  reportCount({ name: `Instagram requests per quiet poll of ${POSTS} posts`, count: quiet.requests, most: pages });
  await instagram.act('comments', { mediaId: mediaIds[0], text: 'Bir soru daha', username: 'ada_demo' });
  const one = await pollFor(instagram, { sourceId, name: 'Instagram', items: 1 });
  reportCount({ name: 'Instagram requests per poll with one new comment', count: one.requests, most: pages + 1 });
  if (!onlyGates) {
    const insertTicket = await plainTickets(story.database);
    let inserted = 0;
    const ratio = await compareRates({
      floorName: 'plain insert',
      subjectName: 'take in',
      prepare: () => addMedia(ARM_POSTS, ARM_COMMENTS),
      async floor() {
        for (let count = 0; count < ARM_POSTS * ARM_COMMENTS; count += 1) {
          inserted += 1;
          const text = `Kargo ne zaman gelir? ${inserted}`;
          await insertTicket({ number: inserted, subject: text, name: 'musteri', email: 'musteri', text });
        }
        return ARM_POSTS * ARM_COMMENTS;
      },
      subject: async () => (await poll(sourceId)).itemCount,
      pairs: PAIRS,
    });
    reportRatio({ name: 'comments taken in', ratio, target: '>= 0.2' });
  }
  await instagram.stop();
}

/** Its posts count no comments: those that are new or lively are read by each poll, ten of the others in turn. */
async function measureFacebook(): Promise<void> {
  const facebook = await StandIn.start(runFacebookSandbox);
  const { baseUrl, pages } = facebook.running;
  const { pageId, pageToken } = pages[0]!;
  const posts = 90;
  for (let post = 0; post < posts; post += 1) {
    const { id: under } = await facebook.act<{ id: string }>('posts', { pageId });
    await facebook.act('comments', { under, message: 'Beden değişimi var mı?', count: COMMENTS_A_POST });
  }
  const given = { token: { text: pageToken }, baseUrl };
  const sourceId = await connectPlatform(desk, { channel: 'facebook', given });
  const items = posts * COMMENTS_A_POST;
  const { requests } = await pollFor(facebook, { sourceId, name: 'Facebook', items });
  reportCount({ name: 'Facebook requests per comment', count: requests / items, most: 1 / COMMENTS_A_POST + 0.01 });
  const quiet = await pollFor(facebook, { sourceId, name: 'Facebook', items: 0 });
  reportCount({ name: `Facebook requests per quiet poll of ${posts} lively posts`, count: quiet.requests, most: 36 });
  await facebook.stop();
}

/** Open questions are listed by each poll, fifty to a page: nothing tells which of them changed. */
async function measureTrendyol(): Promise<void> {
  const trendyol = await StandIn.start(runTrendyolSandbox);
  const { baseUrl, sellers } = trendyol.running;
  const { sellerId, apiKey, apiSecret } = sellers[0]!;
  const since = Date.now() - 86_400_000;
  const questions = Array.from({ length: QUESTIONS }, (_, index) => ({
    sellerId,
    text: `Bu ürün pamuklu mu, ${index}?`,
    creationDate: since + index * 1000,
  }));
  await trendyol.act('questions', { questions });
  const given = { sellerId: String(sellerId), apiKey: { text: apiKey }, apiSecret: { text: apiSecret }, baseUrl };
  const sourceId = await connectPlatform(desk, { channel: 'trendyol', given });
  const { requests } = await pollFor(trendyol, { sourceId, name: 'Trendyol', items: QUESTIONS });
  reportCount({ name: 'Trendyol requests per question', count: requests / QUESTIONS, most: 1 / 50 + 0.01 });
  const quiet = await pollFor(trendyol, { sourceId, name: 'Trendyol', items: 0 });
  const most = Math.ceil(QUESTIONS / 50) + 2;
  reportCount({ name: `Trendyol requests per quiet poll, ${QUESTIONS} open`, count: quiet.requests, most });
  await trendyol.stop();
}

/** One poll that must take in so many; the requests that came to the stand-in. */
async function pollFor(
  standIn: Counted,
  { sourceId, name, items }: { sourceId: string; name: string; items: number },
): Promise<{ requests: number }> {
  await standIn.calls();
  const started = performance.now();
  const { itemCount, errorCode } = await poll(sourceId);
  const seconds = (performance.now() - started) / 1000;
  const requests = (await standIn.calls()).length;
  if (itemCount !== items) throw new Error(`${name}: ${itemCount} of ${items} came: ${errorCode}`);
  const rate = items > 1 ? `, ${(items / seconds).toFixed(0)}/s` : '';
  say(`${name}: ${items} items in one poll of ${seconds.toFixed(2)} s${rate}, ${requests} requests`);
  return { requests };
}

/** One poll, as the worker runs it. */
function poll(sourceId: string) {
  const context = { heartbeat() {}, cancellationSignal: new AbortController().signal } as unknown as Context;
  return asyncLocalStorage.run(context, () => pollSource(tools, { sourceId }));
}
