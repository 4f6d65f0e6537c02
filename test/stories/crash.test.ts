import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../client/ask.ts';
import { newId } from '../../database/new-id.ts';
import { failPoints, type FailPoint } from '../../domain/fail-points.ts';
import { ChatStorm } from '../support/crash/chat-storm.ts';
import { compare } from '../support/crash/compare.ts';
import { DeskUnderFire, type PartName } from '../support/crash/desk-under-fire.ts';
import { answeredAtPlatform, findHalfDone, type Hit } from '../support/crash/half-done.ts';
import { holdAt, type Held, type Holding } from '../support/crash/hold.ts';
import { MailStorm } from '../support/crash/mail-storm.ts';
import { planMails } from '../support/crash/mail-plan.ts';
import { Operator } from '../support/crash/operator.ts';
import { PlatformStorm } from '../support/crash/platform-storm.ts';
import { untilQuiet } from '../support/crash/quiet.ts';
import { seededRandom } from '../support/crash/seeded-random.ts';
import { steady } from '../support/crash/steady.ts';
import { eventually } from '../support/story-desk.ts';

const MAILS = Number(process.env['CRASH_MAILS'] ?? 500);
const MAILS_WHILE_THE_ENGINE_FORGETS = 80;
const MAILS_A_POINT = 16;
const VISITORS_A_POINT = 3;
const RANDOM_KILLS = 8;

const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1e6));
const random = seededRandom(seed);
const desk = new DeskUnderFire();
const killedAt: number[] = [];
const hitPoints = new Set<FailPoint>();
let storm: MailStorm;
let chats: ChatStorm;
let platforms: PlatformStorm;
let operator: Operator;
let quotas: { stop(): Promise<void> };

beforeAll(async () => {
  say(`seed ${seed}; CRASH_SEED=${seed} repeats it`);
  await desk.start();
  storm = new MailStorm(desk.mail, planMails(MAILS + MAILS_WHILE_THE_ENGINE_FORGETS, random));
  chats = new ChatStorm(desk.desk);
  platforms = await PlatformStorm.start(desk, random);
  operator = new Operator(desk.desk, random);
  quotas = keepQuotasEmpty();
}, 60_000);
afterAll(async () => {
  await quotas?.stop();
  await desk.stop();
  await platforms?.stop();
}, 600_000);

test('whoever dies, wherever, while 500 mails and comments arrive and visitors talk with a chatbot: nothing is lost and nothing doubled', async () => {
  for (const [index, point] of failPoints.entries()) await killAt(point, victimsAt(index, point));
  await killWhileAnsweringAtPlatform();
  await killAtRandom();
  await storm.offer(mailsLeft());
  await untilQuiet(desk.database, offered());
  await expectNothingLostOrDoubled();
  expect([...hitPoints].toSorted()).toEqual([...failPoints].toSorted());
}, 600_000);

test('the engine’s data is deleted while inputs wait, a mail is being sent, visitors talk and a snooze is near: nothing is lost', async () => {
  await storm.offer(mailsLeft());
  await untilQuiet(desk.database, offered());
  const schedules = await scheduleIds();
  const snoozed = await snoozeTicket(12);
  const planned = await hold('deliver:before-claim', () => storm.offer(4));
  const planning = await hold('plan-redirections:before', () => storm.offer(4), { isPatient: true });
  planning?.keepOnly([planning.hit.ticketId!]);
  const steps = await holdAt({
    folder: desk.failPointsFolder,
    point: 'take-up:before',
    check: () => steady(fiftyInputsWaiting),
    meanwhile: () => storm.offer(storm.left),
    isPatient: true,
  });
  const sending = await hold('deliver:claimed', () => letOneGo(planned));
  if (!planned || !planning || !steps || !sending) throw new Error('nothing could be held');
  await chats.come(6);
  await platforms.come(3);
  const pid = await desk.killEngineAndItsData();
  killedAt.push(Date.now());
  for (const held of [steps, sending]) held.release();
  // What was held lives on in the worker, and the new engine starts it once more: only one of the two may act.
  await eventually(() => expect([planned.isHeldTwice(), planning.isHeldTwice()]).toEqual([true, true]), 60_000);
  for (const held of [planned, planning]) held.release();
  say(
    `temporal (${pid}) died by SIGKILL and its data was deleted; in flight: ${steps.inFlight}; ${planning.inFlight}; ${planned.inFlight}; ${sending.inFlight}; a wake due ${snoozed.due}`,
  );
  await untilQuiet(desk.database, offered());
  const lateSeconds = await snoozed.lateSeconds();
  say(`the wake came ${lateSeconds.toFixed(1)} s late`);
  expect(lateSeconds).toBeGreaterThanOrEqual(0);
  expect(lateSeconds).toBeLessThanOrEqual(40);
  await eventually(async () => expect(await scheduleIds()).toEqual(schedules), 30_000);
  await untilQuiet(desk.database, offered());
  await expectNothingLostOrDoubled();
}, 600_000);

function offered(): number {
  return storm.offers.length + platforms.offers.length;
}

function hold(
  point: FailPoint,
  meanwhile: () => unknown,
  rest: Pick<Holding, 'isPatient' | 'again'> = {},
): Promise<Held | null> {
  const check = (hit: Hit) => steady(() => findHalfDone(point, hit, rows()));
  return holdAt({ folder: desk.failPointsFolder, point, check, meanwhile, ...rest });
}

/** The delivery that was found held goes on; the others that are planned do not. */
async function letOneGo(planned: Held | null): Promise<void> {
  const ids = await desk.database('deliveries').where({ state: 'planned' }).pluck('id');
  planned?.keepOnly(ids.filter((id) => id !== planned.hit.deliveryId));
}

async function fiftyInputsWaiting(): Promise<string | null> {
  const [row] = await desk.database('inputs').where({ state: 'waiting' }).count<{ count: number }[]>('* as count');
  return row!.count >= 50 ? `${row!.count} inputs waiting` : null;
}

/** Snoozes a ticket for so long; the wake is armed in the engine that is about to forget it. */
async function snoozeTicket(seconds: number) {
  const { database } = desk;
  // One that no customer wakes earlier.
  const { externalId } = storm.lastWord();
  const { ticket_id: ticketId } = await database('inbound_items').where({ external_id: externalId }).first('ticket_id');
  const due = new Date(Date.now() + seconds * 1000).toISOString();
  const actor = { kind: 'representative' as const, id: newId(), name: 'Zeynep' };
  const answer = await ask(desk.desk, {
    ticketId,
    command: { name: 'snooze', until: due },
    actor,
    patienceMilliseconds: 10_000,
  });
  expect(answer.outcome).toBe('done');
  await eventually(async () =>
    expect(await wakeOf(ticketId)).toMatchObject({ armed_for: new Date(due), fired_at: null }),
  );
  return {
    due,
    lateSeconds: () =>
      eventually(async () => {
        const { fired_at } = await steady(() => wakeOf(ticketId));
        if (!fired_at) throw new Error('the wake has not come');
        return (fired_at.getTime() - Date.parse(due)) / 1000;
      }, 60_000),
  };
}

async function wakeOf(ticketId: string): Promise<{ armed_for: Date | null; fired_at: Date | null }> {
  return desk.database('wakes').where({ ticket_id: ticketId, kind: 'snooze' }).first('armed_for', 'fired_at');
}

async function scheduleIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { scheduleId } of desk.desk.client!.schedule.list()) ids.push(scheduleId);
  return ids.toSorted();
}

/**
 * Which process dies where turns with the seed, so that in time each dies everywhere; intake goes along now and then.
 * Between the 250 and the commit the worker always dies: the one place where a notice may go out twice.
 */
function victimsAt(index: number, point: FailPoint): PartName[] {
  if (point === 'deliver:answered') return ['worker'];
  const turn: PartName[] = ['worker', 'postgres', 'temporal'];
  const victim = turn[(index + Math.floor(index / turn.length) + seed) % turn.length]!;
  return (index + seed) % 7 === 0 ? [victim, 'intake'] : [victim];
}

async function killAt(point: FailPoint, victims: PartName[]): Promise<void> {
  const isAsking = point === 'command:accepted';
  if (isAsking) await askInOwnProcess();
  const held = await hold(point, keepBusy, { again: stayBusy });
  if (!held) return say(`${point}: not hit, nothing was found half done there`);
  const deaths: string[] = [];
  if (isAsking) {
    process.kill(held.hit.pid, 'SIGKILL');
    deaths.push(`the asking process (${held.hit.pid})`);
  }
  for (const victim of victims) deaths.push(await kill(victim));
  held.release();
  hitPoints.add(point);
  say(`${point}: ${deaths.join(' and ')} died by SIGKILL; in flight: ${held.inFlight}`);
}

async function kill(name: PartName): Promise<string> {
  const pid = await desk.kill(name);
  killedAt.push(Date.now());
  return `${name} (${pid})`;
}

/** The worker dies when an answer stands at its platform and nobody here knows: it is asked for, and not sent again. */
async function killWhileAnsweringAtPlatform(): Promise<void> {
  const held = await holdAt({
    folder: desk.failPointsFolder,
    point: 'deliver:answered',
    check: (hit) => steady(() => answeredAtPlatform(rows(), hit)),
    meanwhile: () => operator.answerAtPlatform(),
    again: talkAtPlatforms,
  });
  const death = await kill('worker');
  held?.release();
  say(`deliver:answered at a platform: ${death} died by SIGKILL; in flight: ${held?.inFlight}`);
  expect(held).not.toBeNull();
}

/** Mails and commands for the point that is armed. */
async function keepBusy(): Promise<void> {
  await chats.come(VISITORS_A_POINT);
  await storm.offer(Math.min(MAILS_A_POINT, mailsLeft()));
  await operator.work();
  await talkAtPlatforms();
}

/** Less of it, as long as the point is not come to. */
async function stayBusy(): Promise<void> {
  await operator.work();
  await talkAtPlatforms();
}

/** A comment and a question, and an operator who answers one of those that came before. */
async function talkAtPlatforms(): Promise<void> {
  await platforms.come(1);
  await platforms.trouble();
  await operator.answerAtPlatform();
}

function mailsLeft(): number {
  return storm.left - MAILS_WHILE_THE_ENGINE_FORGETS;
}

/** A typed command in a process of its own, which is held once its row is committed. */
async function askInOwnProcess(): Promise<void> {
  const ticket = await operator.someTicket();
  const commandId = newId();
  operator.commandIds.push(commandId);
  const program = fileURLToPath(new URL('../support/crash/ask-and-die.ts', import.meta.url));
  const words = [program, ticket!.id, commandId, 'typed'];
  setTimeout(() => spawn(process.execPath, words, { env: desk.childEnvironment(), stdio: 'inherit' }), 100);
}

async function killAtRandom(): Promise<void> {
  const names: PartName[] = ['worker', 'postgres', 'temporal', 'intake'];
  const mailsEach = Math.ceil(mailsLeft() / RANDOM_KILLS);
  for (let count = 0; count < RANDOM_KILLS; count += 1) {
    await storm.offer(Math.min(mailsEach, mailsLeft()));
    await chats.come(1);
    await operator.work();
    await talkAtPlatforms();
    await sleep(random() * 1000);
    const deaths = await kill(names[Math.floor(random() * names.length)]!);
    say(`at random: ${deaths} died by SIGKILL`);
  }
}

async function expectNothingLostOrDoubled(): Promise<void> {
  const { problems, summary } = await compare({
    desk,
    offers: storm.offers,
    chats,
    platforms,
    commandIds: operator.commandIds,
    killedAt,
  });
  say(summary);
  expect(problems).toEqual([]);
  expect(stumbles()).toEqual([]);
}

/** What the worker logs when something other than a lost connection went wrong. */
function stumbles(): string[] {
  const file = desk.logOf('worker');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) =>
      /a step failed|a turn of a talk failed|could not be taken in|could not be composed|could not be asked|a poll failed/.test(
        line,
      ),
    );
}

function rows() {
  return {
    database: desk.database,
    async sinkMessageIds() {
      const sink = await desk.mail.admin<{ messageId: string }[]>('GET', '/sink');
      return new Set(sink.map(({ messageId }) => messageId));
    },
    async answersAtPlatforms() {
      const writes = await platforms.writes();
      return new Set(writes.flatMap(({ text }) => text ?? []));
    },
  };
}

/** Two people get every notice here: sent ones are made old, or quotas would hold the rest back for hours. */
function keepQuotasEmpty() {
  let isOn = true;
  const done = (async () => {
    while (isOn) {
      await desk
        .database('deliveries')
        .where('ended_at', '>', new Date(Date.now() - 3_600_000).toISOString())
        .update({ ended_at: desk.database.raw(`ended_at - interval '11 hours'`) })
        .catch(() => {});
      await sleep(100);
    }
  })();
  return {
    async stop() {
      isOn = false;
      await done;
    },
  };
}

function say(line: string): void {
  process.stderr.write(`crash story: ${line}\n`);
}
