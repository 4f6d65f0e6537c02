/**
 * Turns of talks a second (a visitor's line made durable, taken up, answered by the flow and read again) against bare
 * updates of as many workflows on the same engine, which keep nothing and answer a number.
 */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { sayInConversation, startConversation } from '../client/conversation.ts';
import { connect } from '../database/connect.ts';
import { saveDesign } from '../database/designs.ts';
import { newId } from '../database/new-id.ts';
import { theDesk } from '../domain/actor.ts';
import type { Chatbot } from '../domain/chatbot/flow.ts';
import { startStoryDesk } from '../test/support/story-desk.ts';
import { compareRates } from './support/compare.ts';
import { finish, reportRatio } from './support/report.ts';

const AT_ONCE = 16;
const TURNS = 6;
const DAY_SECONDS = 86_400;

const echo: Chatbot = {
  name: 'echo',
  title: 'Echo',
  language: 'en',
  timeoutSeconds: DAY_SECONDS,
  goneSeconds: DAY_SECONDS,
  tags: [],
  origins: [],
  limits: { startsPerHour: 1_000_000, linesPerMinute: 1_000_000 },
  start: 'main',
  flows: {
    main: [
      { kind: 'wait-for-message', seconds: DAY_SECONDS, cases: [], onTimeout: 'bye', otherwise: null, into: 'words' },
      { kind: 'say', text: 'You said {{words}}' },
      { kind: 'goto', flow: 'main' },
    ],
    bye: [{ kind: 'end' }],
  },
};

const story = await startStoryDesk({ DESKHAND_RECONCILE_SECONDS: '60', DESKHAND_WAITING_SECONDS: '60' });
const { database, desk, client } = story;
await database('sources').where({ id: story.sourceId }).update({ is_on: false });
const { designId, version } = await saveDesign(database, {
  kind: 'chatbot',
  name: echo.name,
  title: echo.title,
  tags: [],
  text: 'name: echo',
  definition: echo,
  isPublished: true,
  actor: theDesk,
  now: new Date().toISOString(),
});
await story.startWorker();
await startBareWorker();

/** One statement for all talks tells which of them are answered. */
const answered = new Map<string, { lines: number; resolve: () => void }>();
const watch = connect(story.databaseUrl, { applicationName: 'benchmark', maxConnections: 1 });
const watching = setInterval(() => void tellWhoIsAnswered(), 10);

const talks = await Promise.all(Array.from({ length: AT_ONCE }, beginTalk));
const bareTalks = await Promise.all(Array.from({ length: AT_ONCE }, beginBareTalk));
const lineCounts = new Map(talks.map((id) => [id, 0]));

const ratio = await compareRates({
  floorName: 'bare update',
  subjectName: 'turn of a talk',
  floor: () => allTalk(bareTalks, async (handle) => void (await handle.executeUpdate('say'))),
  subject: () => allTalk(talks, say),
  pairs: 9,
});
reportRatio({ name: 'conversation turns per second', ratio, target: '>= 0.5' });
clearInterval(watching);
await watch.destroy();
finish();

async function allTalk<Talk>(all: readonly Talk[], one: (talk: Talk) => Promise<void>): Promise<number> {
  await Promise.all(
    all.map(async (talk) => {
      for (let turn = 0; turn < TURNS; turn += 1) await one(talk);
    }),
  );
  return all.length * TURNS;
}

async function beginTalk(): Promise<string> {
  const { conversationId } = await startConversation(desk, {
    designId,
    version,
    visitorId: newId(),
    user: null,
    language: 'en',
    pageUrl: null,
  });
  return conversationId;
}

/** A line of the visitor and one of the bot. */
async function say(conversationId: string): Promise<void> {
  const lines = (lineCounts.get(conversationId) ?? 0) + 2;
  lineCounts.set(conversationId, lines);
  const isAnswered = new Promise<void>((resolve) => answered.set(conversationId, { lines, resolve }));
  await sayInConversation(desk, { conversationId, key: newId(), text: 'Siparişim nerede?', option: null });
  await isAnswered;
}

async function tellWhoIsAnswered(): Promise<void> {
  const ids = [...answered.keys()];
  if (ids.length === 0) return;
  const rows = await watch('conversations')
    .whereIn('conversations.id', ids)
    .select<{ id: string; line_count: number }[]>('conversations.id', 'line_count');
  for (const { id, line_count } of rows) {
    const waiting = answered.get(id);
    if (!waiting || line_count < waiting.lines) continue;
    answered.delete(id);
    waiting.resolve();
  }
}

async function beginBareTalk() {
  return client.workflow.start('bareTalk', { workflowId: `bare/${newId()}`, taskQueue: 'bare-talks' });
}

/** With the same bounds as the desk's own. */
async function startBareWorker(): Promise<void> {
  const workflowsPath = fileURLToPath(new URL('./support/bare-talk.ts', import.meta.url));
  const quiet = { trace() {}, debug() {}, info() {}, log() {}, warn: console.warn, error: console.error };
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: quiet });
  const connection = await NativeConnection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const worker = await Worker.create({
    connection,
    namespace: story.namespace,
    taskQueue: 'bare-talks',
    workflowBundle,
    maxCachedWorkflows: 1000,
  });
  void worker.run();
}
