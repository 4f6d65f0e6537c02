import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../support/crash/seeded-random.ts';
import { eventually, startStoryDesk, STORY_KEY, type StoryDesk } from '../support/story-desk.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';
import { afterHoursBlocks, chatbotOf, publishChatbot, Visitor } from '../support/talk-story.ts';

/** `VISITORS=1000 npm test -- many-visitors` plays a thousand, in some two minutes. */
const VISITORS = Number(process.env['VISITORS'] ?? 250);
/** So many type at one time; whoever is done makes room for the next. */
const AT_ONCE = 40;
const random = seededRandom(1000);
/** As it is set up for real: looks that were not heard are repeated after 10 seconds, not at once. */
const settings = {
  DESKHAND_LINGER_SECONDS: '60',
  DESKHAND_RECONCILE_SECONDS: '10',
  DESKHAND_WAITING_SECONDS: '10',
};
let story: StoryDesk;
let worker: WorkerProcess;

beforeAll(async () => {
  story = await startStoryDesk(settings);
  await story.database('sources').where({ id: story.sourceId }).update({ is_on: false });
  // A process of its own, as for real: visitors and worker share no core.
  worker = await startWorkerProcess({
    ...settings,
    DATABASE_URL: story.databaseUrl,
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: story.namespace,
    DESKHAND_SECRET_KEY: STORY_KEY,
    DESKHAND_LOG_LEVEL: 'error',
  });
}, 60_000);
afterAll(async () => {
  await worker?.stop();
  await story?.close();
}, 60_000);

/** What a visitor does. */
interface Script {
  lines: string[];
  /** Every line is sent twice, as by a page that lost its connection. */
  isDoubled: boolean;
  /** He waits for the bot's answer before he goes on; others type ahead. */
  isPatient: boolean;
  /** He gives an address at which he can be answered. */
  isReachable: boolean;
}

const nonsense = ['asdf', '¿¿??', '🤷', '<b>x', '42', '   .   ', 'NULL'];

/** One in ten leaves without a word, one after his request, one has no e-mail, one types nonsense, two send all twice. */
function scriptOf(index: number): Script {
  const kind = index % 10;
  const request = `Request ${index}`;
  const email = `visitor${index}@customer.test`;
  const odd = nonsense[index % nonsense.length]!;
  const common = { isDoubled: kind === 4 || kind === 5, isPatient: random() < 0.2, isReachable: true };
  if (kind === 0) return { ...common, lines: [], isReachable: false };
  if (kind === 1) return { ...common, lines: [request], isReachable: false };
  if (kind === 2) return { ...common, lines: [request, 'no', 'I have none'], isReachable: false };
  if (kind === 3) return { ...common, lines: [`${odd} ${request}`, odd, email] };
  return { ...common, lines: [request, email] };
}

/** What a visitor said, by his own account. */
interface Said {
  conversationId: string;
  script: Script;
  /** The talk was over before he had said everything. */
  wasCutOff: boolean;
}

test(
  'of many visitors at once, every one who asked for something has exactly one ticket or draft, and nobody else has',
  async () => {
    const bot = await publishChatbot(story, chatbotOf(afterHoursBlocks, { timeoutSeconds: 8 }));
    const started = Date.now();
    const accounts = await playAll(bot);
    await eventually(async () => {
      const open = await story.database('conversations').whereNot({ phase: 'ended' }).pluck('id');
      if (open.length > 0) throw new Error(`${open.length} talks go on`);
    }, 120_000);
    const seconds = (Date.now() - started) / 1000;
    process.stderr.write(`${VISITORS} visitors in ${seconds.toFixed(1)} s\n`);

    const found = await ticketsOfTalks();
    const wrong = accounts.filter((said) => !isRight(said, found.get(said.conversationId)));
    expect(wrong).toEqual([]);
    const requests = accounts.filter(({ script }) => script.lines.length > 0).length;
    const drafts = await story.database('tickets').whereNotNull('draft_reason').pluck('number');
    const tickets = await story.database('tickets').whereNull('draft_reason').pluck('number');
    expect(new Set([...tickets, ...drafts]).size).toBe(requests);
    expect(drafts.length).toBeGreaterThan(VISITORS / 10);
  },
  60_000 + VISITORS * 240,
);

/** All visitors, some at one time. @returns what each says that he said */
async function playAll(bot: { designId: string; version: number }): Promise<Said[]> {
  const accounts: Said[] = [];
  const scripts = Array.from({ length: VISITORS }, (_, index) => scriptOf(index)).values();
  const one = async () => {
    for (const script of scripts) accounts.push(await play(bot, script));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return accounts;
}

async function play(bot: { designId: string; version: number }, script: Script): Promise<Said> {
  const visitor = await Visitor.comes(story.desk, bot);
  const { conversationId } = visitor;
  for (const [index, text] of script.lines.entries()) {
    if (script.isPatient) await untilTaken(conversationId);
    const sends = Array.from({ length: script.isDoubled ? 2 : 1 }, () => visitor.says(text, { key: `line-${index}` }));
    const answers = await Promise.allSettled(sends);
    if (answers.some(({ status }) => status === 'rejected')) return { conversationId, script, wasCutOff: true };
  }
  await untilTaken(conversationId);
  return { conversationId, script, wasCutOff: false };
}

async function untilTaken(id: string): Promise<void> {
  for (;;) {
    if (await story.database('conversations').where({ id }).whereNull('waiting_since').first('id')) return;
    await sleep(200);
  }
}

interface Found {
  number: number | null;
  draftReason: string | null;
  count: number;
}

async function ticketsOfTalks(): Promise<Map<string, Found>> {
  const rows = await story
    .database('conversations')
    .leftJoin('tickets', 'tickets.id', 'conversations.ticket_id')
    .select<(Found & { id: string })[]>({
      id: 'conversations.id',
      number: 'tickets.number',
      draftReason: 'tickets.draft_reason',
      count: 'conversations.ticket_count',
    });
  return new Map(rows.map(({ id, ...found }) => [id, found]));
}

function isRight({ script, wasCutOff }: Said, found: Found | undefined): boolean {
  if (!found) return false;
  if (script.lines.length === 0) return found.number === null && found.count === 0;
  const isDraft = found.draftReason !== null;
  return found.number !== null && found.count === 1 && (wasCutOff || isDraft !== script.isReachable);
}
