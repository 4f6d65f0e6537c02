import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask, type Asking } from '../../client/ask.ts';
import { createTicket } from '../../client/create-ticket.ts';
import { claimDelivery } from '../../database/claim-delivery.ts';
import { saveDraft } from '../../database/drafts.ts';
import { finishDelivery } from '../../database/finish-delivery.ts';
import { addInput, cancelInput, readInput, unparkInput } from '../../database/inputs.ts';
import { newId } from '../../database/new-id.ts';
import { startNodePart, type RunningNodePart } from '../../embedded/node-part.ts';
import { holdAt } from '../support/crash/hold.ts';
import { seededRandom } from '../support/crash/seeded-random.ts';
import { CuttableProxy } from '../support/cuttable-proxy.ts';
import { eventually as eventuallyWithin, startStoryDesk, STORY_KEY, type StoryDesk } from '../support/story-desk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const actor = { kind: 'representative' as const, id: newId(), name: 'Zeynep' };
const folder = mkdtempSync(join(tmpdir(), 'life-ends-'));
const settings = {
  DESKHAND_LINGER_SECONDS: '0.2',
  DESKHAND_RECONCILE_SECONDS: '2',
  DESKHAND_WAITING_SECONDS: '1',
  DESKHAND_CONTINUE_AFTER_EVENTS: '40',
};
const random = seededRandom(7);
/** A slow machine is waited for. */
const eventually = <Result>(check: () => Promise<Result>) => eventuallyWithin(check, 60_000);
let story: StoryDesk;
let database: CuttableProxy;
let worker: RunningNodePart;
let solvedTicketId: string;

beforeAll(async () => {
  story = await startStoryDesk(settings);
  const url = new URL(story.databaseUrl);
  database = new CuttableProxy({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${await database.mend()}`;
  worker = await startNodePart({
    words: [program(), 'worker'],
    environment: workerEnvironment(url.href),
    log: () => {},
  });
  solvedTicketId = await openTicket();
  await solve(solvedTicketId);
}, 150_000);
afterAll(async () => {
  await worker?.stop();
  await story?.close();
  await database?.cut();
  rmSync(folder, { recursive: true, force: true });
}, 150_000);

function program(): string {
  const built = join(root, 'dist', 'deskhand.js');
  return process.env['CRASH_PROGRAM'] ?? (existsSync(built) ? built : join(root, 'cli', 'main.ts'));
}

function workerEnvironment(databaseUrl: string) {
  return {
    ...settings,
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
    TEMPORAL_NAMESPACE: story.namespace,
    DESKHAND_SECRET_KEY: STORY_KEY,
    DESKHAND_FAIL_POINTS: folder,
    DESKHAND_LOG_LEVEL: 'warn',
  };
}

test('a life too long for one history goes on in the next, and every command is done once', async () => {
  const ticketId = await openTicket();
  await inParallel(60, async (index) => {
    await sleep(index * 20);
    await tag(ticketId, `long-${index}`, 40_000);
  });
  expect(await tagsOf(ticketId, 'long-')).toEqual(numbered('long-', 60));
  await eventually(async () => expect(await runEnds(ticketId)).toContain('CONTINUED_AS_NEW'));
  expect(await runEnds(ticketId)).not.toContain('FAILED');
}, 150_000);

test('commands that come while a life is completing are done exactly once', async () => {
  const ticketId = await openTicket();
  const completions = async () => (await runEnds(ticketId)).filter((end) => end === 'COMPLETED').length;
  let asked = 0;
  // Pauses from none to well above the linger, so that looks land before, in and after the activation that completes.
  for (let round = 0; round < 15 || (await completions()) < 4; round += 1) {
    await inParallel(8, () => tag(ticketId, `race-${asked++}`, 40_000));
    await sleep(150 + random() * 40 * round);
  }
  expect(await tagsOf(ticketId, 'race-')).toEqual(numbered('race-', asked));
}, 150_000);

test('a command whose look was never heard waits through the completion and is then taken up', async () => {
  const ticketId = await openTicket();
  const inputId = newId();
  await addInput(story.database, {
    id: inputId,
    ticketId,
    kind: 'command',
    data: { name: 'tag', add: ['unheard'], remove: [] },
    actor,
    now: new Date().toISOString(),
  });
  await eventually(async () => expect((await readInput(story.database, inputId))?.state).toBe('done'));
  expect(await tagsOf(ticketId, 'unheard')).toEqual(['unheard']);
}, 150_000);

test('an input that cannot be taken up is parked where it can be seen, the next ones go on, and it can be tried again', async () => {
  const ticketId = await openTicket();
  const commandId = newId();
  const poison: Asking = { ticketId, commandId, command: { name: 'snooze', until: 'the day after tomorrow' }, actor };
  await expect(ask(story.desk, { ...poison, patienceMilliseconds: 40_000 })).rejects.toThrow(/parked/);
  const parked = await story.database('inputs').where({ id: commandId }).first('state', 'error_code', 'error_detail');
  expect(parked).toMatchObject({ state: 'parked', error_code: 'UNEXPECTED' });
  expect(parked.error_detail).not.toBe('');
  await tag(ticketId, 'next');
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await story
    .database('inputs')
    .where({ id: commandId })
    .update({ data: JSON.stringify({ name: 'snooze', until }) });
  expect(await unparkInput(story.database, commandId)).toBe(ticketId);
  await eventually(async () => expect((await readInput(story.database, commandId))?.state).toBe('done'));
}, 150_000);

test('PostgreSQL is away for ten seconds in the middle of steps: no life fails, and no history swells', async () => {
  const ticketIds = await inParallel(10, () => openTicket());
  const asked = inParallel(10, (index) => tag(ticketIds[index]!, 'outage', 40_000));
  await sleep(50);
  await database.cut();
  const late = inParallel(10, (index) => tag(ticketIds[index]!, 'late', 40_000));
  await sleep(10_000);
  await database.mend();
  await Promise.all([asked, late]);
  for (const ticketId of ticketIds) {
    expect(await tagsOf(ticketId, '')).toEqual(['late', 'outage']);
    expect(await runEnds(ticketId)).not.toContain('FAILED');
    expect(await longestHistory(ticketId)).toBeLessThan(90);
  }
}, 150_000);

test('a straggler that ends after its answer was settled as unsure changes nothing', async () => {
  const ticketId = await openTicket();
  const check = () => Promise.resolve('held');
  const held = await holdAt({ folder, point: 'deliver:before-claim', check, meanwhile: () => reply(ticketId) });
  const { id: deliveryId } = await story.database('deliveries').where({ ticket_id: ticketId }).first('id');
  const now = new Date();
  const attemptEndsAt = new Date(now.getTime() + 100).toISOString();
  expect(await claimDelivery(story.database, { deliveryId, now: now.toISOString(), attemptEndsAt })).toBe(1);
  await eventually(async () => expect(await stateOf(deliveryId)).toBe('unsure'));
  held?.release();
  const finish = {
    deliveryId,
    ticketId,
    attempt: 1,
    now: new Date().toISOString(),
    outcome: 'sent' as const,
    receipt: {},
  };
  expect(await finishDelivery(story.database, finish)).toBe(false);
  await untilCompleted(ticketId);
  expect(await stateOf(deliveryId)).toBe('unsure');
  expect(await story.mail.mails('ayse@musteri.test')).toEqual([]);
}, 150_000);

test('a command is either cancelled or done, never both', async () => {
  const ticketId = await openTicket();
  const started = Date.now();
  await tag(ticketId, 'first');
  const usualMilliseconds = Date.now() - started;
  const outcomes = await inParallel(60, async (index) => {
    const commandId = newId();
    const asked = command(
      ticketId,
      { name: 'tag', add: [`cancel-${index}`], remove: [] },
      { commandId, patienceMilliseconds: 40_000 },
    );
    // Some are cancelled at once, some after their answer, the others anywhere in between.
    if (index % 6 === 0) await asked;
    else if (index % 6 !== 1) await sleep(random() * 4 * usualMilliseconds);
    await eventually(() => accepted(commandId));
    const wasCancelled = await cancelInput(story.database, commandId, new Date().toISOString());
    const { outcome } = await asked;
    return { index, wasCancelled, outcome };
  });
  const done = outcomes.filter(({ wasCancelled }) => !wasCancelled);
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(outcomes.length);
  expect(done.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(outcomes.filter(({ wasCancelled }) => wasCancelled).every(({ outcome }) => outcome === 'refused')).toBe(true);
  expect(await tagsOf(ticketId, 'cancel-')).toEqual(done.map(({ index }) => `cancel-${index}`).toSorted());
}, 150_000);

test('a command to a ticket that was closed a year ago, its history long forgotten, is done', async () => {
  const ticketId = solvedTicketId;
  await makeAYearOld(ticketId);
  await eventually(() => forgetRuns(ticketId));
  await tag(ticketId, 'after-a-year');
  expect(await tagsOf(ticketId, 'after-a-year')).toEqual(['after-a-year']);
}, 150_000);

async function accepted(commandId: string): Promise<void> {
  const row = await story.database('inputs').where({ id: commandId }).first('id');
  if (!row) throw new Error('the command is not accepted yet');
}

async function openTicket(): Promise<string> {
  const request = {
    subject: 'Sipariş',
    contact: { name: 'Ayşe', email: 'ayse@musteri.test' },
    text: 'Nerede?',
    tags: [],
    actor,
  };
  const { ticketId } = await createTicket(story.desk, { ...request, key: newId() });
  await eventually(async () => {
    const opening = await story.database('inputs').where({ ticket_id: ticketId, kind: 'opening' }).first('state');
    expect(opening.state).toBe('done');
  });
  return ticketId;
}

function command(ticketId: string, what: Asking['command'], how: Partial<Asking> = {}) {
  return ask(story.desk, { ticketId, command: what, actor, ...how });
}

async function tag(ticketId: string, name: string, patienceMilliseconds = 40_000): Promise<void> {
  const answer = await command(ticketId, { name: 'tag', add: [name], remove: [] }, { patienceMilliseconds });
  expect(answer.outcome).toBe('done');
}

async function reply(ticketId: string): Promise<void> {
  const now = new Date().toISOString();
  const draftId = await saveDraft(story.database, {
    ticketId,
    kind: 'reply',
    representativeId: null,
    text: 'Yolda.',
    now,
  });
  await command(ticketId, { name: 'reply', draftId, seen: 1 }, { patienceMilliseconds: 40_000 });
}

/** What was added to the ticket, once for each event that added it. */
async function tagsOf(ticketId: string, prefix: string): Promise<string[]> {
  const events = await story
    .database('events')
    .where({ ticket_id: ticketId, type: 'ticket.tags_changed' })
    .pluck('data');
  return (events as { added: string[] }[])
    .flatMap(({ added }) => added)
    .filter((name) => name.startsWith(prefix))
    .toSorted();
}

async function stateOf(deliveryId: string): Promise<string> {
  const { state } = await story.database('deliveries').where({ id: deliveryId }).first('state');
  return state;
}

/** How each run of the ticket's life ended. */
async function runEnds(ticketId: string): Promise<string[]> {
  const ends: string[] = [];
  for await (const run of story.client.workflow.list({ query: `WorkflowId = 'ticket/${ticketId}'` }))
    ends.push(run.status.name);
  return ends;
}

async function longestHistory(ticketId: string): Promise<number> {
  const lengths: number[] = [];
  for await (const run of story.client.workflow.list({ query: `WorkflowId = 'ticket/${ticketId}'` })) {
    const history = await story.client.workflow.getHandle(run.workflowId, run.runId).fetchHistory();
    lengths.push(history.events?.length ?? 0);
  }
  return Math.max(...lengths);
}

async function untilCompleted(ticketId: string): Promise<void> {
  await eventually(async () => {
    const { status } = await story.client.workflow.getHandle(`ticket/${ticketId}`).describe();
    expect(status.name).toBe('COMPLETED');
  });
}

async function solve(ticketId: string): Promise<void> {
  const solved = await story.database('statuses').where({ category: 'solved' }).first('id');
  const from = await story.database('tickets').where({ id: ticketId }).first('status_id');
  await command(ticketId, { name: 'status', statusId: solved.id, from: from.status_id });
  await untilCompleted(ticketId);
}

/** As retention does. @throws until the engine knows nothing of the ticket */
async function forgetRuns(ticketId: string): Promise<void> {
  const workflowId = `ticket/${ticketId}`;
  const { namespace } = story;
  await story.client.workflowService
    .deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } })
    .catch(() => {});
  await expect(story.client.workflow.getHandle(workflowId).describe()).rejects.toThrow(/not found/i);
}

async function makeAYearOld(ticketId: string): Promise<void> {
  const earlier = (...columns: string[]) =>
    Object.fromEntries(columns.map((column) => [column, story.database.raw(`?? - interval '1 year'`, [column])]));
  await story
    .database('tickets')
    .where({ id: ticketId })
    .update(earlier('created_at', 'updated_at', 'activity_at', 'solved_at'));
  for (const table of ['events', 'messages'])
    await story.database(table).where({ ticket_id: ticketId }).update(earlier('at'));
  await story.database('inputs').where({ ticket_id: ticketId }).update(earlier('created_at', 'ended_at'));
}

function inParallel<Result>(count: number, act: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => act(index)));
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`).toSorted();
}
