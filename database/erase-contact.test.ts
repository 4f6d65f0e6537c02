import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { aRepresentative, aSource, aTicket } from '../test/support/builders.ts';
import { expectEveryTicketFolds } from '../test/support/every-ticket-folds.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { appendEvents } from './append-events.ts';
import { arrive } from './arrive.ts';
import { applyAttributes, saveAttribute } from './attributes.ts';
import { saveDesign } from './designs.ts';
import { saveDraft } from './drafts.ts';
import { eraseContact } from './erase-contact.ts';
import { keepRaws, packRaw, readRaw } from './files.ts';
import { finishDelivery } from './finish-delivery.ts';
import { addInput } from './inputs.ts';
import { showContact } from './list-contacts.ts';
import { loadDesk } from './load-desk.ts';
import { mergeContacts } from './merge-contacts.ts';
import { newId } from './new-id.ts';
import { purgeTicket } from './purge-ticket.ts';
import { indexWords } from './search-index.ts';
import { lockTicket } from './ticket-row.ts';

/** Stands in every word of the person, and nowhere else. */
const mark = `zq${randomBytes(4).toString('hex')}`;
const now = new Date().toISOString();
let desk: TestDatabase;
let actor: Actor;

beforeAll(async () => {
  desk = await testDatabase();
  actor = await aRepresentative(desk.database);
  await saveAttribute(desk.database, { id: null, name: 'Plan', type: 'text', choices: [], actor, now });
});
afterEach(async () => expectEveryTicketFolds(desk.database));
afterAll(async () => desk.drop());

const contactOf = async (ticketId: string): Promise<string | null> =>
  (await desk.database('tickets').where({ id: ticketId }).first('contact_id')).contact_id;

/** A mail with a file, a form, a talk that became a ticket and one that did not, and all that a ticket gathers in its life. */
async function aPersonEverywhere(person: string) {
  const email = `${person}@${person}.test`;
  const byMail = await aMailWithAFile(person, email);
  const form = await aForm(person);
  const talk = await aTalk(person);
  const contactId = (await contactOf(byMail))!;
  await mergeContacts(desk.database, { keepId: contactId, otherId: (await contactOf(form))!, actor, now });
  await mergeContacts(desk.database, { keepId: contactId, otherId: (await contactOf(talk))!, actor, now });
  await desk.database.transaction((transaction) => applyAttributes(transaction, contactId, { Plan: `${person} plan` }));
  await desk
    .database('contacts')
    .where({ id: contactId })
    .update({ handle: `@${person}` });
  for (const ticketId of [byMail, form, talk]) await aLife(ticketId, person);
  return { contactId, email, tickets: [byMail, form, talk] };
}

async function aMailWithAFile(person: string, email: string): Promise<string> {
  const source = await aSource(desk.database);
  const bytes = Buffer.from(`${person} inside`);
  const sha256 = createHash('sha256').update(bytes).digest();
  await desk.database('raw_items').insert({ sha256, size: 1, compressed: bytes }).onConflict().ignore();
  await desk.database('files').insert({ sha256, size: 1, is_complete: true }).onConflict().ignore();
  await desk.database('file_chunks').insert({ sha256, position: 0, bytes }).onConflict().ignore();
  const text = `${person} wants a parcel`;
  const arrived = await desk.database.transaction(async (transaction) =>
    arrive(
      transaction,
      {
        source,
        externalId: newId(),
        contentSha256: null,
        rawSha256: sha256,
        sentAt: null,
        now,
        contact: { name: `${person} name`, email, phone: '+90 1' },
        subject: `${person} subject`,
        text,
        reply: text,
        tags: [`${person} tag`],
        mailMessageId: `<${newId()}@${person}.test>`,
        references: [],
        threadRoot: null,
        numberInSubject: null,
        bodyHash: null,
        automatic: null,
        suppressed: false,
        recipients: { to: [`${person}-friend@friend.test`] },
        copied: [`${person}-friend@friend.test`],
        attachments: [{ name: `${person}.txt`, contentType: 'text/plain', size: 1, sha256, droppedReason: null }],
        actor: { kind: 'source', id: source.id },
      },
      await loadDesk(transaction),
    ),
  );
  return arrived.ticketId!;
}

async function aForm(person: string): Promise<string> {
  const { designId, source } = await aDesign('form');
  const contact = { email: `${person}-form@${person}.test`, visitorId: `${person}-browser`, isTyped: true };
  const { id } = await aTicket(desk.database, {
    source,
    contact,
    subject: `${person} form`,
    draftReason: `${person} draft`,
  });
  const { id: item_id } = await desk.database('inbound_items').where({ ticket_id: id }).first('id');
  await desk.database('form_responses').insert({
    id: newId(),
    design_id: designId,
    version: 1,
    item_id,
    ticket_id: id,
    answers: JSON.stringify({ size: `${person} size` }),
    language: 'tr',
    received_at: now,
  });
  return id;
}

async function aTalk(person: string): Promise<string> {
  const { designId, source } = await aDesign('chatbot');
  const contact = { email: `${person}-chat@${person}.test`, visitorId: `${person}-phone`, isTyped: true };
  const { id } = await aTicket(desk.database, { source, contact, text: `${person} said` });
  const contactId = await contactOf(id);
  for (const talk of [
    { visitor_id: `${person}-phone`, ticket_id: id, contact_id: contactId },
    { visitor_id: `${person}-browser`, ticket_id: null, contact_id: null },
  ]) {
    const conversation_id = newId();
    await desk.database('conversations').insert({
      id: conversation_id,
      design_id: designId,
      version: 1,
      ...talk,
      language: 'en',
      page_url: `https://shop.test/?who=${person}`,
      state: JSON.stringify({
        position: { flow: 'start', block: 1 },
        waiting: { kind: 'answer', tries: 1 },
        attributes: { email: `${person}@x.test` },
        hasRequest: true,
        ticket: { number: 1, draftReason: `${person} reason` },
      }),
      error_detail: `${person} broke it`,
      line_count: 2,
      visitor_seen_at: now,
      started_at: now,
      waiting_since: now,
      wake_at: now,
    });
    await desk.database('conversation_lines').insert([
      { conversation_id, number: 1, author: 'bot', text: 'Who are you?', at: now },
      {
        conversation_id,
        number: 2,
        author: 'visitor',
        text: person,
        data: JSON.stringify({ option: person }),
        key: `${person}1`,
        at: now,
      },
    ]);
  }
  return id;
}

async function aDesign(kind: 'form' | 'chatbot') {
  const save = { kind, name: kind, title: `Our ${kind}`, text: kind, definition: {}, isPublished: true } as const;
  const { designId } = await saveDesign(desk.database, { ...save, tags: [], actor, now });
  const channel = kind === 'form' ? ('web-form' as const) : ('chatbot' as const);
  const { source_id: id } = await desk.database('designs').where({ id: designId }).first('source_id');
  return { designId, source: { id: id as string, channel, tags: [] } };
}

/** What gathers around a ticket: deliveries in each state, drafts, inputs, wakes, traces, new words. */
async function aLife(ticketId: string, person: string): Promise<void> {
  await desk.database.transaction(async (transaction) => {
    const before = await lockTicket(transaction, ticketId);
    await appendEvents(transaction, { id: ticketId, before }, [
      { type: 'ticket.subject_changed', data: { subject: `${person} again` }, actor, at: now },
      { type: 'ticket.tags_changed', data: { added: [`${person} more`], removed: [] }, actor, at: now },
    ]);
    await indexWords(transaction, ticketId, person);
  });
  for (const state of ['planned', 'sending', 'sent', 'failed'] as const) {
    await desk.database('deliveries').insert({
      id: newId(),
      ticket_id: ticketId,
      kind: 'reply',
      key: newId(),
      mail_message_id: `<${newId()}@shop.example>`,
      recipient: `${person}@${person}.test`,
      recipients: JSON.stringify({ to: [`${person}@${person}.test`] }),
      data: JSON.stringify({ words: person }),
      receipt: JSON.stringify({ response: `550 ${person}` }),
      held_reason: person,
      attempt: 1,
      state,
      next_attempt_at: now,
      planned_at: now,
    });
  }
  await saveDraft(desk.database, { ticketId, kind: 'reply', representativeId: null, text: `Dear ${person}`, now });
  const data = { name: 'edit', subject: person };
  await desk.database.transaction((transaction) =>
    addInput(transaction, { id: newId(), ticketId, kind: 'command', data, actor, now }),
  );
  await desk
    .database('inputs')
    .where({ ticket_id: ticketId, number: 1 })
    .update({ state: 'parked', error_detail: person });
  await desk.database('wakes').insert({ id: newId(), ticket_id: ticketId, kind: 'snooze', due: now });
  const reason = JSON.stringify({ kind: 'tag', ruleTag: 'parcel', ticketTag: `${person}` });
  const trace = { ticket_id: ticketId, input_id: newId(), rule_kind: 'redirection', rule_id: newId(), rule_version: 1 };
  await desk.database('traces').insert({ ...trace, ticket_version: 1, has_matched: true, reason, at: now });
}

/** Which rows of which tables still hold the words, in any case, bytes too. */
async function tablesThatHold(words: string): Promise<string[]> {
  const { rows: tables } = await desk.database.raw<{ rows: { name: string }[] }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY 1`,
    [desk.schema],
  );
  const holding: string[] = [];
  const inHex = Buffer.from(words).toString('hex');
  for (const { name } of tables) {
    const { rows } = await desk.database.raw<{ rows: { row: string }[] }>(`SELECT to_jsonb(t)::text AS row FROM ?? t`, [
      name,
    ]);
    if (rows.some(({ row }) => row.toLowerCase().includes(words) || row.includes(inHex))) holding.push(name);
  }
  return holding;
}

test('after an erase nothing of the person is in any table, and tickets keep number, times, counts and status', async () => {
  const person = `${mark}a`;
  const { contactId, email, tickets } = await aPersonEverywhere(person);
  await desk.database('senders').insert({
    id: newId(),
    name: 'Out',
    name_folded: 'out',
    settings: '{}',
    last_error: `550 no such user ${email}`,
    created_at: now,
  });
  const bystander = await aTicket(desk.database, { contact: { email: 'bystander@other.test' } });
  expect(await tablesThatHold(person)).toEqual([
    'attachments',
    'contact_identities',
    'contact_merges',
    'contacts',
    'conversation_lines',
    'conversations',
    'deliveries',
    'drafts',
    'events',
    'file_chunks',
    'form_responses',
    'inputs',
    'messages',
    'participants',
    'raw_items',
    'senders',
    'thread_keys',
    'ticket_search',
    'tickets',
    'traces',
  ]);
  const kept = [
    'number',
    'channel',
    'category',
    'status_id',
    'message_count',
    'created_at',
    'activity_at',
    'design_version',
  ];
  const rowsOf = () => desk.database('tickets').whereIn('id', tickets).orderBy('id').select(kept);
  const before = await rowsOf();
  expect(await eraseContact(desk.database, { contactId, actor, now })).toEqual({ tickets: 3 });
  expect(await tablesThatHold(person)).toEqual([]);
  expect(await rowsOf()).toEqual(before);
  expect(await contactOf(bystander.id)).not.toBeNull();
  const { tickets: none, ...erased } = await showContact(desk.database, contactId);
  expect(none).toEqual([]);
  expect(erased).toMatchObject({ name: null, email: null, identities: [], attributes: {}, merges: [], erasedAt: now });
  await expect(eraseContact(desk.database, { contactId, actor, now })).rejects.toMatchObject({ code: 'REFUSED' });
});

test('a mail of the person that could not be read, and a bounce that tells of the person, go too; others’ stay', async () => {
  const person = `${mark}f`;
  const email = `${person}@stray.test`;
  const contactId = (await contactOf((await aTicket(desk.database, { contact: { email } })).id))!;
  const { id: source_id } = await aSource(desk.database);
  const rawOf = async (words: string, state: 'parked' | 'ignored') => {
    const raw = await packRaw(Buffer.from(`Subject: x\r\n\r\n${words}`));
    await keepRaws(desk.database, [raw]);
    const id = newId();
    const item = { id, source_id, external_id: id, state, raw_sha256: raw.sha256, received_at: now };
    await desk.database('inbound_items').insert({ ...item, error_detail: words });
    return { id, sha256: raw.sha256 };
  };
  const theirs = [await rawOf(`From: ${email.toUpperCase()}`, 'parked'), await rawOf(`550 ${email}`, 'ignored')];
  const others = await rawOf('From: somebody@else.test', 'parked');
  await eraseContact(desk.database, { contactId, actor, now });
  for (const { id, sha256 } of theirs) {
    expect(
      await desk.database('inbound_items').where({ id }).first('state', 'reason', 'raw_sha256', 'error_detail'),
    ).toEqual({
      state: 'ignored',
      reason: 'erased',
      raw_sha256: null,
      error_detail: null,
    });
    expect(await readRaw(desk.database, sha256)).toBeNull();
  }
  expect(await readRaw(desk.database, others.sha256)).not.toBeNull();
  expect(await desk.database('inbound_items').where({ id: others.id }).first('state')).toEqual({ state: 'parked' });
});

test('an erase stops what was on its way to the person, and what comes back later brings nothing with it', async () => {
  const person = `${mark}b`;
  const { contactId, tickets } = await aPersonEverywhere(person);
  await eraseContact(desk.database, { contactId, actor, now });
  const ticketId = tickets[0]!;
  const states = await desk.database('deliveries').where({ ticket_id: ticketId }).orderBy('state').pluck('state');
  expect(states).toEqual(['discarded', 'failed', 'sending', 'sent']);
  expect(await desk.database('inputs').where({ ticket_id: ticketId }).pluck('state')).not.toContain('waiting');
  expect(await desk.database('wakes').where({ ticket_id: ticketId, fired_at: null })).toEqual([]);
  const { id: deliveryId } = await desk
    .database('deliveries')
    .where({ ticket_id: ticketId, state: 'sending' })
    .first('id');
  const receipt = { response: `250 ${person}`, accepted: [person] };
  await finishDelivery(desk.database, { deliveryId, ticketId, attempt: 1, now, outcome: 'sent', receipt });
  expect(await tablesThatHold(person)).toEqual([]);
  const talks = await desk.database('conversations').where({ ticket_id: ticketId });
  expect(talks.filter(({ phase, waiting_since }) => phase !== 'ended' || waiting_since)).toEqual([]);
});

test('an erased person who writes again, on the old thread even, is a new contact with a new ticket', async () => {
  const email = `${mark}c@again.test`;
  const { id } = await aTicket(desk.database, { contact: { email } });
  const contactId = (await contactOf(id))!;
  const { mail_message_id: thread } = await desk
    .database('thread_keys')
    .where({ ticket_id: id })
    .first('mail_message_id');
  await eraseContact(desk.database, { contactId, actor, now });
  const source = await aSource(desk.database);
  const again = await desk.database.transaction(async (transaction) =>
    arrive(
      transaction,
      {
        source,
        externalId: newId(),
        contentSha256: null,
        rawSha256: null,
        sentAt: null,
        now,
        contact: { email },
        subject: 'Re: parcel',
        text: 'Me again',
        reply: 'Me again',
        mailMessageId: `<${newId()}@again.test>`,
        references: [thread],
        threadRoot: thread,
        numberInSubject: null,
        bodyHash: null,
        automatic: null,
        suppressed: false,
        recipients: {},
        copied: [],
        attachments: [],
        actor: { kind: 'source', id: source.id },
      },
      await loadDesk(transaction),
    ),
  );
  expect(again.ticketId).not.toBe(id);
  expect(await contactOf(again.ticketId!)).not.toBe(contactId);
  expect(await desk.database('ticket_links').where({ ticket_id: again.ticketId })).toEqual([]);
});

test('who writes while being erased is either erased with it or a new contact, and nothing fails', async () => {
  for (const round of [1, 2, 3]) {
    const email = `${mark}d${round}@race.test`;
    const contactId = (await contactOf((await aTicket(desk.database, { contact: { email } })).id))!;
    const write = () => aTicket(desk.database, { contact: { email } });
    const [, ...tickets] = await Promise.all([
      eraseContact(desk.database, { contactId, actor, now }),
      write(),
      write(),
      write(),
      write(),
    ]);
    for (const { id } of tickets) expect(await contactOf(id)).not.toBe(contactId);
    const living = (await Promise.all(tickets.map(({ id }) => contactOf(id)))).filter(Boolean);
    expect(new Set(living).size).toBeLessThanOrEqual(1);
  }
});

test('a purge takes the talk and the answers of the form with the ticket, and the contact when nothing else is left', async () => {
  const person = `${mark}e`;
  const { contactId, tickets } = await aPersonEverywhere(person);
  // A talk that never became a ticket is no ticket's.
  await desk
    .database('conversation_lines')
    .whereIn(
      'conversation_id',
      desk
        .database('conversations')
        .where({ visitor_id: `${person}-browser` })
        .select('id'),
    )
    .delete();
  await desk
    .database('conversations')
    .where({ visitor_id: `${person}-browser` })
    .delete();
  for (const ticketId of tickets) {
    await desk.database.transaction(async (transaction) => {
      const before = await lockTicket(transaction, ticketId);
      await appendEvents(transaction, { id: ticketId, before }, [
        { type: 'ticket.deleted', data: { purgeAt: now }, actor, at: now },
        { type: 'ticket.purged', data: {}, actor, at: now },
      ]);
      await purgeTicket(transaction, { ticketId, contactId });
    });
  }
  // By its thread an answer to a purged ticket is still told apart.
  expect(await tablesThatHold(person)).toEqual(['thread_keys']);
  expect(await desk.database('contacts').where({ id: contactId })).toEqual([]);
});
