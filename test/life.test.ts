import { createTicket } from '../client/create-ticket.ts';
import type { Desk } from '../client/ask.ts';
import { claimDelivery } from '../database/claim-delivery.ts';
import { saveDraft } from '../database/drafts.ts';
import { findWaiting } from '../database/find-waiting.ts';
import { finishDelivery } from '../database/finish-delivery.ts';
import { addInput, cancelInput } from '../database/inputs.ts';
import { assignRepresentative } from '../database/life/assign-representative.ts';
import { planRedirections } from '../database/life/plan-redirections.ts';
import { takeUp } from '../database/life/take-up.ts';
import { newId } from '../database/new-id.ts';
import { pauseRule, saveRule } from '../database/redirection-rules.ts';
import { switchSender } from '../database/senders.ts';
import { theDesk } from '../domain/actor.ts';
import type { Command, CommandAnswer } from '../domain/command.ts';
import type { Work } from '../domain/life/work.ts';
import { expectEveryTicketFolds } from './support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

let test_: TestDatabase;
let desk: Desk;
let clock = Date.parse('2026-11-23T09:00:00.000Z');
const now = () => new Date(clock).toISOString();
const wait = (milliseconds: number) => {
  clock += milliseconds;
};
const minutes = (count: number) => count * 60_000;
const days = (count: number) => count * 86_400_000;

beforeAll(async () => {
  test_ = await testDatabase();
  desk = { database: test_.database, client: null, lingerSeconds: 60, continueAfterEvents: 2000 };
  await test_.database('senders').insert({
    id: newId(),
    name: 'Support',
    name_folded: 'support',
    settings: JSON.stringify({ fromAddress: 'support@desk.test', host: '127.0.0.1', security: 'none' }),
    is_default: true,
    created_at: now(),
  });
});
afterEach(async () => {
  await expectEveryTicketFolds(test_.database);
});
afterAll(async () => test_.drop());

/** Does what the workflow does: one step after the other until nothing waits. */
async function live(ticketId: string): Promise<Work> {
  let work = await takeUp(test_.database, { ticketId, now: now() });
  while (work.next) {
    const input = { ticketId, now: now(), inputId: work.next.inputId };
    if (work.next.step === 'assignRepresentative') work = await assignRepresentative(test_.database, input);
    else if (work.next.step === 'planRedirections') work = await planRedirections(test_.database, input);
    else work = await takeUp(test_.database, input);
  }
  return work;
}

async function open(subject: string, tags: string[] = []): Promise<string> {
  const { ticketId } = await createTicket(desk, {
    key: newId(),
    subject,
    contact: { name: 'Ada', email: `${newId()}@customer.test`, phone: '+90 555' },
    text: 'My parcel is late.',
    tags,
    actor: theDesk,
  });
  return ticketId;
}

async function command(ticketId: string, asked: Command, id = newId()): Promise<CommandAnswer> {
  await addInput(test_.database, { id, ticketId, kind: 'command', data: { ...asked }, actor: theDesk, now: now() });
  await live(ticketId);
  return (await test_.database('inputs').where({ id }).first('answer')).answer;
}

const row = (ticketId: string) => test_.database('tickets').where({ id: ticketId }).first();
const statusId = async (category: string): Promise<string> =>
  (await test_.database('statuses').where({ category }).first('id')).id;
const deliveries = (ticketId: string) =>
  test_.database('deliveries').where({ ticket_id: ticketId }).orderBy('planned_at');

async function reply(ticketId: string, text: string): Promise<CommandAnswer> {
  const draftId = await saveDraft(test_.database, {
    ticketId,
    kind: 'reply',
    representativeId: null,
    text,
    now: now(),
  });
  return command(ticketId, { name: 'reply', draftId, seen: (await row(ticketId)).conflict_number });
}

async function attempt(deliveryId: string, outcome: 'sent' | 'refused' | 'deferred' | 'unsure'): Promise<void> {
  const { ticket_id } = await test_.database('deliveries').where({ id: deliveryId }).first('ticket_id');
  const number = await claimDelivery(test_.database, {
    deliveryId,
    now: now(),
    attemptEndsAt: new Date(clock + minutes(1)).toISOString(),
  });
  if (number === null) throw new Error('could not be claimed');
  await finishDelivery(test_.database, {
    deliveryId,
    ticketId: ticket_id,
    attempt: number,
    now: now(),
    outcome,
    receipt: { response: outcome },
  });
}

test('a snoozed ticket sleeps until its minute and comes back open', async () => {
  const ticketId = await open('Call back');
  await live(ticketId);
  await command(ticketId, {
    name: 'status',
    statusId: await statusId('waiting'),
    from: (await row(ticketId)).status_id,
  });
  const until = new Date(clock + minutes(10)).toISOString();
  await command(ticketId, { name: 'snooze', until });
  expect((await live(ticketId)).wakeAt).toBeNull();
  wait(minutes(8.5));
  expect(
    await findWaiting(test_.database, {
      now: now(),
      waitingSince: now(),
      wakeHorizon: new Date(clock + minutes(2)).toISOString(),
      limit: 10,
    }),
  ).toEqual([ticketId]);
  expect((await live(ticketId)).wakeAt).toBe(until);
  wait(minutes(1.5));
  await live(ticketId);
  expect(await row(ticketId)).toMatchObject({ snoozed_until: null, category: 'open' });
  const fired = await test_.database('wakes').where({ ticket_id: ticketId, kind: 'snooze' }).first('due', 'fired_at');
  expect(fired.fired_at.toISOString()).toBe(until);
});

test('a deleted ticket can be restored for 30 days; then text, files and contact go, and number and thread stay', async () => {
  const restored = await open('Restore me');
  const purged = await open('Erase me');
  for (const ticketId of [restored, purged]) {
    await live(ticketId);
    await test_.database('thread_keys').insert({ mail_message_id: `<${ticketId}@customer.test>`, ticket_id: ticketId });
    await command(ticketId, { name: 'delete' });
  }
  wait(days(29));
  await command(restored, { name: 'restore' });
  wait(days(2));
  await live(restored);
  await live(purged);
  expect(await row(restored)).toMatchObject({ deleted_at: null, subject: 'Restore me' });
  const tombstone = await row(purged);
  expect(tombstone).toMatchObject({ subject: null, contact_id: null, tags: [] });
  expect(tombstone.number).toBeGreaterThan(1000);
  expect(await test_.database('messages').where({ ticket_id: purged })).toEqual([]);
  expect(await test_.database('thread_keys').where({ ticket_id: purged })).toHaveLength(1);
  const left = await test_.database.raw(
    `SELECT count(*)::int AS count FROM events WHERE ticket_id = ? AND data::text LIKE '%Erase me%'`,
    [purged],
  );
  expect(left.rows[0].count).toBe(0);
});

test('one mail to an address however many rules match, paused rules say so, and each rule says why', async () => {
  const recipients = [{ kind: 'address' as const, address: 'lead@outside.test' }];
  const first = await saveRule(test_.database, { ruleId: null, tags: ['*'], recipients, actor: theDesk, now: now() });
  const second = await saveRule(test_.database, {
    ruleId: null,
    tags: ['İADE'],
    recipients,
    actor: theDesk,
    now: now(),
  });
  const paused = await saveRule(test_.database, { ruleId: null, tags: ['*'], recipients, actor: theDesk, now: now() });
  await pauseRule(test_.database, { ruleId: paused, isPaused: true, actor: theDesk, now: now() });
  const ticketId = await open('Refund', ['iade']);
  const work = await live(ticketId);
  const planned = await deliveries(ticketId);
  expect(planned).toHaveLength(1);
  expect(work.deliveries).toEqual([planned[0].id]);
  expect(planned[0].data).toMatchObject({ ruleId: first, alsoMatchedRuleIds: [second] });
  const traces = await test_
    .database('traces')
    .where({ ticket_id: ticketId })
    .select('rule_id', 'has_matched', 'reason');
  expect(Object.fromEntries(traces.map((trace) => [trace.rule_id, [trace.has_matched, trace.reason.kind]]))).toEqual({
    [first]: [true, 'every-ticket'],
    [second]: [true, 'tag'],
    [paused]: [false, 'paused'],
  });
  await test_.database('redirection_rules').update({ removed_at: now() });
});

test('a reply is refused when the customer wrote meanwhile, and accepted once it was seen', async () => {
  const ticketId = await open('Two at once');
  await live(ticketId);
  const draftId = await saveDraft(test_.database, {
    ticketId,
    kind: 'reply',
    representativeId: null,
    text: 'Hi',
    now: now(),
  });
  expect(await command(ticketId, { name: 'reply', draftId, seen: 0 })).toMatchObject({
    outcome: 'refused',
    code: 'CONFLICT',
  });
  expect(await command(ticketId, { name: 'reply', draftId, seen: 1 })).toMatchObject({ outcome: 'done' });
});

test('a deferred mail is tried again when its time comes, and a straggler changes nothing', async () => {
  const ticketId = await open('Greylisted');
  await live(ticketId);
  await reply(ticketId, 'Hello');
  const [delivery] = await deliveries(ticketId);
  await attempt(delivery.id, 'deferred');
  expect((await live(ticketId)).deliveries).toEqual([]);
  wait(minutes(1));
  expect((await live(ticketId)).deliveries).toEqual([delivery.id]);
  await attempt(delivery.id, 'sent');
  const late = { deliveryId: delivery.id, ticketId, attempt: 1, now: now(), outcome: 'refused' as const, receipt: {} };
  expect(await finishDelivery(test_.database, late)).toBe(false);
  expect((await deliveries(ticketId))[0]).toMatchObject({ state: 'sent', attempt: 2 });
});

test('an answer whose fate is unknown waits for an operator, who may retry or discard it', async () => {
  const ticketId = await open('Cut line');
  await live(ticketId);
  await reply(ticketId, 'Hello');
  const [delivery] = await deliveries(ticketId);
  await claimDelivery(test_.database, {
    deliveryId: delivery.id,
    now: now(),
    attemptEndsAt: new Date(clock + 1000).toISOString(),
  });
  wait(2000);
  await live(ticketId);
  expect((await deliveries(ticketId))[0].state).toBe('unsure');
  expect((await live(ticketId)).deliveries).toEqual([]);
  await command(ticketId, { name: 'retry-delivery', deliveryId: delivery.id });
  expect((await live(ticketId)).deliveries).toEqual([delivery.id]);
  await attempt(delivery.id, 'unsure');
  expect(await command(ticketId, { name: 'discard-delivery', deliveryId: delivery.id })).toMatchObject({
    outcome: 'done',
  });
  expect((await deliveries(ticketId))[0].state).toBe('discarded');
});

test('the eleventh notice about one ticket within ten minutes is held visibly and goes out later', async () => {
  const ticketId = await open('Loop');
  await live(ticketId);
  const sent = Array.from({ length: 10 }, () => ({
    id: newId(),
    ticket_id: ticketId,
    kind: 'redirection',
    key: newId(),
    recipient: 'loop@outside.test',
    mail_message_id: `<${newId()}@desk.test>`,
    state: 'sent',
    next_attempt_at: now(),
    planned_at: now(),
    ended_at: now(),
  }));
  const eleventh = { ...sent[0], id: newId(), key: newId(), state: 'planned', ended_at: null };
  await test_.database('deliveries').insert([...sent, eleventh]);
  wait(1000);
  expect(
    await claimDelivery(test_.database, { deliveryId: eleventh.id!, now: now(), attemptEndsAt: now() }),
  ).toBeNull();
  const held = await test_.database('deliveries').where({ id: eleventh.id }).first();
  expect(held.held_reason).toBe('more than 10 mails to this recipient about this ticket in 10 minutes');
  expect(await test_.database('events').where({ ticket_id: ticketId, type: 'delivery.held' })).toHaveLength(1);
  wait(minutes(10));
  expect((await live(ticketId)).deliveries).toEqual([eleventh.id]);
});

test('the same command twice acts once, and a cancelled one never', async () => {
  const ticketId = await open('Twice');
  await live(ticketId);
  const id = newId();
  const tagged = { name: 'tag' as const, add: ['VIP'], remove: [] };
  await command(ticketId, tagged, id);
  const version = (await row(ticketId)).version;
  await command(ticketId, tagged, id);
  expect((await row(ticketId)).version).toBe(version);
  const cancelled = newId();
  await addInput(test_.database, {
    id: cancelled,
    ticketId,
    kind: 'command',
    data: { name: 'archive' },
    actor: theDesk,
    now: now(),
  });
  expect(await cancelInput(test_.database, cancelled, now())).toBe(true);
  await live(ticketId);
  expect((await row(ticketId)).archived_at).toBeNull();
  expect(await cancelInput(test_.database, cancelled, now())).toBe(false);
});

test('mail of a sender that is switched off is held visibly and goes out when it is on again', async () => {
  const ticketId = await open('Quiet for a while');
  await live(ticketId);
  const { id } = await test_.database('senders').first('id');
  await switchSender(test_.database, { id, isOn: false, actor: theDesk, now: now() });
  await reply(ticketId, 'Hello');
  const [delivery] = await deliveries(ticketId);
  expect(await claimDelivery(test_.database, { deliveryId: delivery.id, now: now(), attemptEndsAt: now() })).toBeNull();
  expect((await deliveries(ticketId))[0]).toMatchObject({
    state: 'planned',
    attempt: 0,
    held_reason: 'the sender is switched off',
  });
  expect((await live(ticketId)).deliveries).toEqual([]);
  await switchSender(test_.database, { id, isOn: true, actor: theDesk, now: now() });
  expect((await live(ticketId)).deliveries).toEqual([delivery.id]);
});
