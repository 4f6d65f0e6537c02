import { join } from 'node:path';
import { runFacebookSandbox, type FacebookSandbox } from '../../../sandbox/facebook/main.ts';
import { runInstagramSandbox, type InstagramSandbox } from '../../../sandbox/instagram/main.ts';
import { runTrendyolSandbox, type TrendyolSandbox } from '../../../sandbox/trendyol/main.ts';
import { holdAt } from '../../support/crash/hold.ts';
import { IMPATIENT, PlatformStory } from '../../support/platform-story.ts';
import { StandIn } from '../../support/stand-in.ts';
import { STORY_KEY } from '../../support/story-desk.ts';
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = join(temporaryFolder('killed-worker-'), 'fail-points');
let story: PlatformStory;
let instagram: StandIn<InstagramSandbox>;
let facebook: StandIn<FacebookSandbox>;
let trendyol: StandIn<TrendyolSandbox>;
let dying: WorkerProcess;

beforeAll(async () => {
  [story, instagram, facebook, trendyol] = await Promise.all([
    PlatformStory.start({ hasWorker: false }),
    StandIn.start(runInstagramSandbox),
    StandIn.start(runFacebookSandbox),
    StandIn.start(runTrendyolSandbox),
  ]);
  dying = await startWorkerProcess({
    ...IMPATIENT,
    DATABASE_URL: story.story.databaseUrl,
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: story.story.namespace,
    DESKHAND_SECRET_KEY: STORY_KEY,
    DESKHAND_RECONCILE_SECONDS: '2',
    DESKHAND_FAIL_POINTS: folder,
  });
  await connectAll();
}, 180_000);
afterAll(async () => {
  await dying.stop();
  await story.close();
  await Promise.all([instagram, facebook, trendyol].map((standIn) => standIn.stop()));
}, 180_000);

test('a worker that dies between the platform’s yes and the desk’s own note answers nobody twice', async () => {
  await ask();
  const [publicly, privately, rude, onPage, question] = await story.tickets(subjects);
  const held = await holdAt({
    folder,
    point: 'deliver:answered',
    isPatient: true,
    check: async () => ((await accepted()).length === 5 ? 'five writes that only the platforms know of' : null),
    async meanwhile() {
      await Promise.all([
        story.answer(publicly!.id, 'Kargoda.'),
        story.answer(privately!.id, 'Size özelden yazdık.', 'private'),
        story.command(rude!.id, { name: 'moderate', act: 'hide' }),
        story.answer(onPage!.id, 'Stokta var.'),
        story.answer(question!.id, 'Evet, yüzde yüz pamuk.'),
      ]);
    },
  });
  process.kill(held!.hit.pid, 'SIGKILL');
  held!.release();
  const taken = await accepted();
  expect(await story.story.database('deliveries').whereNot({ state: 'sent' }).pluck('state')).toHaveLength(5);

  await story.story.startWorker();
  for (const { id } of [publicly!, privately!, rude!, onPage!, question!])
    await story.delivery(id, ({ state }) => state === 'sent');
  expect(await accepted()).toEqual(taken);
  await story.ticketOnce(rude!.id, ({ platform }) => platform?.isHidden);
  await story.event(question!.id, 'answer.published');
}, 180_000);

const subjects = ['Kargom nerede?', 'Özelden sorayım', 'Kaba söz', 'Stokta var mı?', 'Pamuklu mu?'];

async function connectAll(): Promise<void> {
  const [shop] = instagram.running.accounts;
  const [page] = facebook.running.pages;
  const [seller] = trendyol.running.sellers;
  const sources = [
    await story.save('instagram', 'Instagram', { token: { text: shop!.token }, baseUrl: instagram.running.baseUrl }),
    await story.save('facebook', 'Facebook', { token: { text: page!.pageToken }, baseUrl: facebook.running.baseUrl }),
    await story.save('trendyol', 'Trendyol', {
      sellerId: String(seller!.sellerId),
      apiKey: { text: seller!.apiKey },
      apiSecret: { text: seller!.apiSecret },
      baseUrl: trendyol.running.baseUrl,
    }),
  ];
  for (const sourceId of sources) await story.switchOn(sourceId);
}

/** Customers at every platform. */
async function ask(): Promise<void> {
  const { id: mediaId } = await instagram.act<{ id: string }>('media', { account: 'shop', caption: 'Keten ceket' });
  for (const [index, text] of subjects.slice(0, 3).entries())
    await instagram.act('comments', { mediaId, text, username: `musteri_${index}` });
  const { pageId } = facebook.running.pages[0]!;
  const { id: under } = await facebook.act<{ id: string }>('posts', { pageId });
  await facebook.act('comments', { under, message: subjects[3] });
  await trendyol.act('questions', { sellerId: trendyol.running.sellers[0]!.sellerId, text: subjects[4] });
}

/** Everything that the platforms accepted, by their own logs. */
async function accepted() {
  return (await Promise.all([instagram, facebook, trendyol].map((standIn) => standIn.writes({})))).flat();
}
