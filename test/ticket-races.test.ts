import type { Tools } from '../activities/tools.ts';
import { takeStep } from '../activities/take-step.ts';
import { arriveBounce } from '../database/arrive-bounce.ts';
import { arrive } from '../database/arrive.ts';
import { claimDelivery } from '../database/claim-delivery.ts';
import { finishDelivery } from '../database/finish-delivery.ts';
import { addInput, parkInput, unparkInput } from '../database/inputs.ts';
import { assignRepresentative } from '../database/life/assign-representative.ts';
import { planRedirections } from '../database/life/plan-redirections.ts';
import { takeUp } from '../database/life/take-up.ts';
import { loadDesk } from '../database/load-desk.ts';
import { newId } from '../database/new-id.ts';
import { saveRule } from '../database/redirection-rules.ts';
import { saveSender, switchSender } from '../database/senders.ts';
import { theDesk } from '../domain/actor.ts';
import type { Command } from '../domain/command.ts';
import type { StepInput, Work } from '../domain/life/work.ts';
import { aSource, aTicket } from './support/builders.ts';
import { expectEveryTicketFolds } from './support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

let test_: TestDatabase;
let tools: Tools;
let clock = Date.now();
const now = () => new Date(clock).toISOString();
const wait = (milliseconds: number) => {
  clock += milliseconds;
};
const minutes = (count: number) => count * 60_000;

beforeAll(async () => {
  test_ = await testDatabase();
  tools = {
    database: test_.database,
    failPoint: () => Promise.resolve(),
    log: { error: () => {} },
  } as unknown as Tools;
});
afterEach(async () => expectEveryTicketFolds(test_.database));
afterAll(async () => test_.drop());

/** One step after the other until nothing waits; what fails is set aside, as the activities do it. */
async function live(ticketId: string): Promise<Work> {
  let work: Work = { next: null, deliveries: [], wakeAt: null };
  do {
    work = await stepOf(work, { ticketId, now: now() });
  } while (work.next);
  return work;
}

function stepOf({ next }: Work, input: StepInput): Promise<Work> {
  const { database } = test_;
  const inputId = next?.inputId ?? '';
  return takeStep(tools, input, {
    name: next?.step ?? 'takeUp',
    run: () => {
      if (next?.step === 'assignRepresentative') return assignRepresentative(database, { ...input, inputId });
      if (next?.step === 'planRedirections') return planRedirections(database, { ...input, inputId });
      return takeUp(database, input);
    },
  });
}

async function accept(ticketId: string, asked: Command): Promise<string> {
  const id = newId();
  await addInput(test_.database, { id, ticketId, kind: 'command', data: { ...asked }, actor: theDesk, now: now() });
  return id;
}

async function command(ticketId: string, asked: Command): Promise<void> {
  await accept(ticketId, asked);
  await live(ticketId);
}

const row = (ticketId: string) => test_.database('tickets').where({ id: ticketId }).first();

/** A notice that is being sent right now. */
async function sendingNotice(ticketId: string): Promise<string> {
  const id = newId();
  await test_.database('deliveries').insert({
    id,
    ticket_id: ticketId,
    kind: 'redirection',
    key: id,
    recipient: `${id}@outside.test`,
    recipients: { to: [`${id}@outside.test`] },
    mail_message_id: `<${id}@desk.test>`,
    next_attempt_at: now(),
    planned_at: now(),
  });
  await claimDelivery(test_.database, {
    deliveryId: id,
    now: now(),
    attemptEndsAt: new Date(clock + 60_000).toISOString(),
  });
  return id;
}

test('an answer that comes while its ticket is being deleted opens a linked ticket and is not deleted with it', async () => {
  const source = await aSource(test_.database);
  const contact = { name: 'Ada', email: 'ada@customer.test' };
  const { id: ticketId } = await aTicket(test_.database, { source, contact });
  await live(ticketId);
  const [{ mail_message_id: asked }] = await test_.database('thread_keys').where({ ticket_id: ticketId });
  await accept(ticketId, { name: 'delete' });
  const desk = await loadDesk(test_.database);
  const answer = () =>
    test_.database.transaction((transaction) =>
      arrive(
        transaction,
        {
          source,
          externalId: newId(),
          contentSha256: null,
          rawSha256: null,
          sentAt: null,
          now: now(),
          contact,
          subject: 'Re: parcel',
          text: 'Still nothing',
          reply: 'Still nothing',
          mailMessageId: `<${newId()}@customer.test>`,
          references: [asked],
          threadRoot: asked,
          numberInSubject: null,
          bodyHash: null,
          automatic: null,
          suppressed: false,
          recipients: {},
          copied: [],
          attachments: [],
          actor: { kind: 'source', id: source.id },
        },
        desk,
      ),
    );
  let arriving: ReturnType<typeof answer> | undefined;
  await takeUp(test_.database, {
    ticketId,
    now: now(),
    beforeCommit: async () => {
      arriving = answer();
      await someoneWaitsForTheTicket();
    },
  });
  const arrived = await arriving!;
  expect(arrived.ticketId).not.toBe(ticketId);
  const link = await test_.database('ticket_links').where({ ticket_id: arrived.ticketId }).first('other_id', 'kind');
  expect(link).toEqual({ other_id: ticketId, kind: 'continues' });
  expect(await row(ticketId)).toMatchObject({ message_count: 1 });
});

/** Until another connection of this test waits for a lock on a row. */
async function someoneWaitsForTheTicket(): Promise<void> {
  for (;;) {
    const { rows } = await test_.database.raw(
      `SELECT 1 FROM pg_locks waiting JOIN pg_locks held
         ON held.transactionid = waiting.transactionid AND held.granted
         JOIN pg_locks tables ON tables.pid = held.pid AND tables.relation = '${test_.schema}.tickets'::regclass
         WHERE NOT waiting.granted`,
    );
    if (rows.length > 0) return;
  }
}

test('a purge leaves nothing of the customer behind: not in what waits, nor by receipts and bounces that come after it', async () => {
  const contact = { name: 'Grace', email: 'grace@customer.test' };
  const { id: ticketId } = await aTicket(test_.database, { contact });
  await live(ticketId);
  await command(ticketId, { name: 'edit', contact: { email: 'hopper@customer.test' } });
  const [first, second] = [await sendingNotice(ticketId), await sendingNotice(ticketId)];
  await command(ticketId, { name: 'delete' });
  await accept(ticketId, { name: 'purge' });
  const waiting = await accept(ticketId, { name: 'edit', subject: 'Grace wants her parcel' });
  await live(ticketId);
  expect(await test_.database('inputs').where({ id: waiting }).first('state', 'data')).toEqual({
    state: 'refused',
    data: { name: 'edit' },
  });
  const receipt = { response: '550 grace@customer.test is unknown', accepted: ['grace@customer.test'] };
  for (const deliveryId of [first, second]) {
    await finishDelivery(test_.database, { deliveryId, ticketId, attempt: 1, now: now(), outcome: 'sent', receipt });
  }
  await test_.database.transaction((transaction) =>
    bounceOf(transaction, second, [{ address: 'grace@customer.test', status: null, words: 'Grace moved' }]),
  );
  await live(ticketId);
  const left = await test_.database.raw(
    `SELECT coalesce((SELECT json_agg(d) FROM deliveries d WHERE ticket_id = :ticketId)::text, '')
       || coalesce((SELECT json_agg(i) FROM inputs i WHERE ticket_id = :ticketId)::text, '')
       || coalesce((SELECT json_agg(e) FROM events e WHERE ticket_id = :ticketId)::text, '')
       || coalesce((SELECT json_agg(c) FROM contacts c)::text, '')
       || coalesce((SELECT json_agg(c) FROM contact_identities c)::text, '') AS text`,
    { ticketId },
  );
  expect(left.rows[0].text).not.toMatch(/grace|hopper/i);
  const states = await test_.database('deliveries').where({ ticket_id: ticketId }).orderBy('id').pluck('state');
  expect(states).toEqual(['sent', 'failed']);
});

test('a purge while the same customer opens another ticket keeps the contact for that one', async () => {
  const contact = { name: 'Alan', email: 'alan@customer.test' };
  const { id: ticketId } = await aTicket(test_.database, { contact });
  await live(ticketId);
  await command(ticketId, { name: 'delete' });
  const purge = await accept(ticketId, { name: 'purge' });
  const other = newId();
  const purging = await test_.database.transaction(async (transaction) => {
    const ticket = await transaction('tickets').where({ id: ticketId }).first();
    await transaction('tickets').insert({ ...ticket, id: other, number: 1, deleted_at: null });
    const waiting = live(ticketId);
    await someoneWaitsForTheTicket();
    return { waiting };
  });
  await purging.waiting;
  expect(await test_.database('inputs').where({ id: purge }).first('state')).toEqual({ state: 'done' });
  expect(await test_.database('contacts').where({ email: contact.email })).toHaveLength(1);
  await test_.database('tickets').where({ id: other }).delete();
});

type Diagnostic = Parameters<typeof arriveBounce>[1]['diagnostic'];

async function bounceOf(
  transaction: Parameters<typeof arriveBounce>[0],
  deliveryId: string,
  diagnostic: Diagnostic,
): Promise<void> {
  const source = await aSource(test_.database);
  const raw = Buffer.alloc(32, 3);
  await transaction('raw_items').insert({ sha256: raw, size: 1, compressed: Buffer.alloc(1) });
  await arriveBounce(transaction, {
    sourceId: source.id,
    externalId: newId(),
    contentSha256: raw,
    rawSha256: raw,
    now: now(),
    originalMessageId: `<${deliveryId}@desk.test>`,
    hasFailed: true,
    diagnostic,
  });
}

test('an opening that stood parked and is tried again on a deleted ticket tells nobody of it', async () => {
  const recipients = [{ kind: 'address' as const, address: 'lead@outside.test' }];
  await saveRule(test_.database, { ruleId: null, tags: ['*'], recipients, actor: theDesk, now: now() });
  const { id: ticketId } = await aTicket(test_.database);
  const opening = await test_.database('inputs').where({ ticket_id: ticketId }).first('id');
  await parkInput(test_.database, { inputId: opening.id, errorCode: 'UNEXPECTED', detail: '', now: now() });
  await command(ticketId, { name: 'delete' });
  await unparkInput(test_.database, opening.id);
  expect((await live(ticketId)).deliveries).toEqual([]);
  expect(await test_.database('deliveries').where({ ticket_id: ticketId })).toEqual([]);
  expect(await test_.database('inputs').where({ id: opening.id }).first('state')).toEqual({ state: 'done' });
});

test('a wake that cannot fire is parked where it can be seen, holds nothing up, and can be tried again', async () => {
  const { id: ticketId } = await aTicket(test_.database);
  await live(ticketId);
  await command(ticketId, { name: 'snooze', until: new Date(clock + minutes(5)).toISOString() });
  await test_.database.raw(`
    CREATE FUNCTION ${test_.schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF new.type = 'ticket.snooze_ended' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '22000'; END IF;
      RETURN new; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION ${test_.schema}.refuse()`);
  wait(minutes(5));
  await command(ticketId, { name: 'tag', add: ['VIP'], remove: [] });
  expect(await row(ticketId)).toMatchObject({ tags: ['VIP'] });
  const parked = await test_.database('inputs').where({ ticket_id: ticketId, kind: 'wake' });
  expect(parked).toMatchObject([{ state: 'parked', error_code: 'UNEXPECTED' }]);
  await test_.database.raw('DROP TRIGGER refuse ON events');
  await unparkInput(test_.database, parked[0].id);
  await live(ticketId);
  expect(await row(ticketId)).toMatchObject({ snoozed_until: null });
});

test('mail that was planned before there was a sender is held too while the only sender is switched off', async () => {
  const { id: ticketId } = await aTicket(test_.database);
  await live(ticketId);
  const id = newId();
  await test_.database('deliveries').insert({
    id,
    ticket_id: ticketId,
    kind: 'reply',
    key: id,
    mail_message_id: `<${id}@desk.test>`,
    next_attempt_at: now(),
    planned_at: now(),
  });
  const settings = { fromAddress: 'support@desk.test', host: '127.0.0.1', security: 'none' };
  const change = { actor: theDesk, now: now() };
  const senderId = await saveSender(test_.database, { id: null, name: 'Support', settings, ...change });
  await switchSender(test_.database, { id: senderId, isOn: false, ...change });
  const claim = { deliveryId: id, now: now(), attemptEndsAt: now() };
  expect(await claimDelivery(test_.database, claim)).toBeNull();
  await switchSender(test_.database, { id: senderId, isOn: true, ...change });
  expect(await claimDelivery(test_.database, claim)).toBe(1);
});

test('a parked wake of a snooze that was set anew since ends nothing', async () => {
  const { id: ticketId } = await aTicket(test_.database);
  await live(ticketId);
  const until = new Date(clock + minutes(60)).toISOString();
  await command(ticketId, { name: 'snooze', until });
  const wake = await test_.database('wakes').where({ ticket_id: ticketId }).first('id');
  const stale = { wakeId: wake.id, kind: 'snooze', due: now() };
  await addInput(test_.database, { id: newId(), ticketId, kind: 'wake', data: stale, actor: theDesk, now: now() });
  await live(ticketId);
  expect((await row(ticketId)).snoozed_until.toISOString()).toBe(until);
});
