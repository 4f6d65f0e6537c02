/**
 * Whole lives a second (typed in, redirected by mail, answered, closed; a durable database and a real SMTP server behind
 * them) against a workflow with as many steps, activities, signals and timers that does nothing in them.
 */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { tell } from '../client/ask.ts';
import { createTicket } from '../client/create-ticket.ts';
import { connect } from '../database/connect.ts';
import { saveDraft } from '../database/drafts.ts';
import { addInput } from '../database/inputs.ts';
import { newId } from '../database/new-id.ts';
import { saveRule } from '../database/redirection-rules.ts';
import { theDesk, type Actor } from '../domain/actor.ts';
import type { Command } from '../domain/command.ts';
import { startStoryDesk } from '../test/support/story-desk.ts';
import { lookSignal } from '../workflows/messages.ts';
import { compareRates } from './support/compare.ts';
import { finish, reportRatio } from './support/report.ts';

const LIVES = 24;
const AT_ONCE = 16;
const LINGER_SECONDS = 0.5;
const now = () => new Date().toISOString();

const story = await startStoryDesk({
  DESKHAND_LINGER_SECONDS: String(LINGER_SECONDS),
  DESKHAND_RECONCILE_SECONDS: '5',
});
const { database, desk, client } = story;
await database('sources').where({ id: story.sourceId }).update({ is_on: false });
const ruleId = await redirectTo(0);
const statuses = await database('statuses').select<{ id: string; name: string }[]>('id', 'name');
const idOf = (name: string) => statuses.find((status) => status.name === name)!.id;
const operator: Actor = { kind: 'representative', id: newId(), name: 'Operator' };
await story.startWorker();
await startBareWorkers();

/** One statement for all lives tells which of them have nothing left to do. */
const resting = new Map<string, () => void>();
const bareResting = new Map<string, () => void>();
const watch = connect(story.databaseUrl, { applicationName: 'benchmark', maxConnections: 1 });
const watching = setInterval(() => void tellWhoRests(), 40);

let round = 0;
const ratio = await compareRates({
  floorName: 'bare workflow',
  subjectName: 'life of a ticket',
  floor: () => manyTimes(bareLife),
  prepare: async () => void (await redirectTo((round += 1), ruleId)),
  subject: () => manyTimes(life),
  pairs: 5,
});
reportRatio({ name: 'lives per second', ratio, target: '>= 0.8' });
clearInterval(watching);
await watch.destroy();
finish();

/** Recipients have quotas, so every round has one of its own. */
async function redirectTo(round: number, of: string | null = null): Promise<string> {
  const recipients = [{ kind: 'address' as const, address: `lead${round}@outside.test` }];
  return saveRule(database, { ruleId: of, tags: ['*'], recipients, actor: theDesk, now: now() });
}

async function manyTimes(one: () => Promise<void>): Promise<number> {
  let started = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (started < LIVES) {
        started += 1;
        await one();
      }
    }),
  );
  return LIVES;
}

async function life(): Promise<void> {
  const { ticketId } = await createTicket(desk, {
    key: newId(),
    contact: { name: 'Ayşe', email: `${newId()}@musteri.test` },
    subject: 'Siparişim nerede?',
    text: 'Merhaba, siparişim gelmedi.',
    tags: ['Support'],
    actor: operator,
  });
  await rests(ticketId);
  const draftId = await saveDraft(database, {
    ticketId,
    kind: 'reply',
    representativeId: null,
    text: 'Yola çıktı.',
    now: now(),
  });
  await command(ticketId, { name: 'reply', draftId, seen: 1 });
  await command(ticketId, { name: 'status', statusId: idOf('Solved'), from: idOf('Open') });
}

async function command(ticketId: string, given: Command): Promise<void> {
  await addInput(database, { id: newId(), ticketId, kind: 'command', data: { ...given }, actor: operator, now: now() });
  tell(desk, ticketId);
  await rests(ticketId);
}

function rests(ticketId: string): Promise<void> {
  return new Promise((resolve) => resting.set(ticketId, resolve));
}

async function tellWhoRests(): Promise<void> {
  const { rows } = await watch.raw<{ rows: { id: string }[] }>(
    `SELECT asked.id FROM unnest(?::uuid[]) AS asked (id)
     WHERE NOT EXISTS (SELECT 1 FROM inputs WHERE ticket_id = asked.id AND state = 'waiting')
       AND NOT EXISTS (SELECT 1 FROM deliveries WHERE ticket_id = asked.id AND state IN ('planned', 'sending'))`,
    [[...resting.keys()]],
  );
  for (const { id } of rows) {
    resting.get(id)?.();
    resting.delete(id);
  }
}

async function bareLife(): Promise<void> {
  const id = newId();
  for (let part = 0; part < 3; part += 1) {
    const over = new Promise<void>((resolve) => bareResting.set(id, resolve));
    await client.workflow.signalWithStart('bareLife', {
      workflowId: `bare/${id}`,
      taskQueue: 'bare',
      args: [{ id, lingerMilliseconds: LINGER_SECONDS * 1000 }],
      signal: lookSignal,
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    await over;
  }
}

/** With the same bounds as the desk's own. */
async function startBareWorkers(): Promise<void> {
  const workflowsPath = fileURLToPath(new URL('./support/bare-workflow.ts', import.meta.url));
  const quiet = { trace() {}, debug() {}, info() {}, log() {}, warn: console.warn, error: console.error };
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: quiet });
  const connection = await NativeConnection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const activities = {
    async step() {},
    async deliver() {},
    async lastStep({ id }: { id: string }) {
      bareResting.get(id)?.();
      bareResting.delete(id);
    },
  };
  const shared = { connection, namespace: story.namespace, activities };
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: 'bare',
      workflowBundle,
      maxCachedWorkflows: 1000,
      maxConcurrentLocalActivityExecutions: 16,
      enableNonLocalActivities: false,
    }),
    Worker.create({ ...shared, taskQueue: 'bare-deliveries', maxConcurrentActivityTaskExecutions: 20 }),
  ]);
  for (const worker of workers) void worker.run();
}
