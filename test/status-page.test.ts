import { makeToken } from '../channels/web/signed-token.ts';
import { appendEvents } from '../database/append-events.ts';
import { newId } from '../database/new-id.ts';
import { purgeTicket } from '../database/purge-ticket.ts';
import { lockTicket } from '../database/ticket-row.ts';
import { theDesk } from '../domain/actor.ts';
import { aRepresentative } from './support/builders.ts';
import { aForm, startTestIntake, type TestIntake } from './support/test-intake.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

let desk: TestDatabase;
let intake: TestIntake;

beforeAll(async () => {
  desk = await testDatabase();
  await aForm(
    desk.database,
    `name: help
title: Help
languages: [en, tr]
fields:
  - {name: email, type: email}
  - {name: message, type: textarea, required: yes}
limits: {postsPerHour: 1000}
`,
  );
  intake = await startTestIntake(desk.database);
});
afterAll(async () => {
  await intake.close();
  await desk.drop();
});

interface Request {
  number: number;
  statusUrl: string;
  ticketId: string;
}

async function aRequest(language = 'en'): Promise<Request> {
  const response = await fetch(`${intake.url}/forms/help?lang=${language}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ayse@customer.example', message: 'Where is my parcel?' }),
  });
  const { number, statusUrl } = (await response.json()) as Request;
  const { id } = await desk.database('tickets').where({ number }).first();
  return { number, statusUrl, ticketId: id };
}

async function read(url: string) {
  const response = await fetch(url);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function add(url: string, body: Record<string, string>, headers = {}) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual', headers });
  return {
    status: response.status,
    location: response.headers.get('location'),
    headers: response.headers,
    text: await response.text(),
  };
}

const keyOf = (page: string) => /name="key" value="([^"]+)"/.exec(page)?.[1] ?? '';

async function aReply(ticketId: string, text: string): Promise<void> {
  const { id, name } = await aRepresentative(desk.database, `Deniz ${newId().slice(-6)}`);
  await desk.database('messages').insert({
    id: newId(),
    ticket_id: ticketId,
    number: 50,
    kind: 'reply',
    author: JSON.stringify({ kind: 'representative', id, name }),
    text,
    reply: text,
    at: new Date(),
  });
}

async function solveLongAgo(ticketId: string): Promise<void> {
  const at = new Date(Date.now() - 60 * 86_400_000).toISOString();
  const status = await desk.database('statuses').where({ category: 'solved' }).first();
  await desk.database.transaction(async (transaction) => {
    const before = await lockTicket(transaction, ticketId);
    await appendEvents(transaction, { id: ticketId, before }, [
      {
        type: 'ticket.status_changed',
        data: { from: before?.statusId ?? '', statusId: status.id, category: 'solved', reason: 'command' },
        actor: theDesk,
        at,
      },
    ]);
  });
}

describe('the page of a request', () => {
  test('shows number, subject, status and what was said to and by the customer, in his language', async () => {
    const request = await aRequest('tr');
    await aReply(request.ticketId, 'It comes <b>tomorrow</b>.');
    const { status, text, headers } = await read(request.statusUrl);
    expect(status).toBe(200);
    expect(text).toContain('<html lang="tr">');
    expect(text).toContain(`Talebiniz #${request.number}`);
    expect(text).toContain('<dd id="state">Alındı</dd>');
    expect(text).toContain('Where is my parcel?');
    expect(text).toContain('It comes &lt;b&gt;tomorrow&lt;/b&gt;.');
    expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d \(Europe\/Istanbul, GMT\+3\)/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self';".slice(0, -1));
    expect((await read(`${request.statusUrl}?lang=en`)).text).toContain('Your request');
  });

  test('never shows notes, what others wrote, their addresses, or the e-mail of who answered', async () => {
    const request = await aRequest();
    await aReply(request.ticketId, 'A public answer');
    const other = { ticket_id: request.ticketId, at: new Date() };
    const author = JSON.stringify({ kind: 'contact', name: 'Other', address: 'other@elsewhere.example' });
    await desk.database('messages').insert([
      { ...other, id: newId(), number: 59, kind: 'note', author, text: 'a secret note', reply: 'a secret note' },
      {
        ...other,
        id: newId(),
        number: 60,
        kind: 'contact',
        author,
        text: 'from a copied person',
        reply: 'from a copied person',
      },
      {
        ...other,
        id: newId(),
        number: 61,
        kind: 'forward',
        author: '{}',
        text: 'a forwarded text',
        reply: 'a forwarded text',
      },
    ]);
    const { text } = await read(request.statusUrl);
    expect(text).toContain('A public answer');
    expect(text.slice(text.indexOf('<main>'))).not.toMatch(/secret note|copied person|forwarded text|@/);
  });

  test('never shows what came by e-mail: whoever typed an address into a form has not proven that it is his', async () => {
    const request = await aRequest();
    const victim = { kind: 'contact', name: 'Ayşe', address: 'ayse@customer.example' };
    await desk.database('messages').insert({
      id: newId(),
      ticket_id: request.ticketId,
      number: 60,
      kind: 'contact',
      author: JSON.stringify(victim),
      text: 'I never asked you this! My account is 4711.',
      reply: 'I never asked you this! My account is 4711.',
      mail_message_id: '<answer@customer.example>',
      at: new Date(),
    });
    const english = await read(request.statusUrl);
    expect(english.text).toContain('Sent by e-mail');
    expect(english.text).not.toContain('4711');
    expect((await read(`${request.statusUrl}?lang=tr`)).text).toContain('E-postayla gönderildi');
  });

  test('takes an addition once, however often the page is sent', async () => {
    const request = await aRequest();
    const key = keyOf((await read(request.statusUrl)).text);
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => add(request.statusUrl, { key, text: 'One more thing\r\nand this' })),
    );
    expect(sent.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    const after = await read(new URL(sent[0]?.location ?? '', request.statusUrl).href);
    expect(after.text).toContain('Your message has been added.');
    const messages = await desk.database('messages').where({ ticket_id: request.ticketId }).orderBy('number');
    expect(messages.map(({ reply }) => reply)).toEqual(['Where is my parcel?', 'One more thing\nand this']);
    const inputs = await desk.database('inputs').where({ ticket_id: request.ticketId, kind: 'message' });
    expect(inputs).toHaveLength(1);
  });

  test('tells of another text under the same key, of none and of too much, and keeps what was typed', async () => {
    const request = await aRequest();
    const key = keyOf((await read(request.statusUrl)).text);
    await add(request.statusUrl, { key, text: 'First' });
    const other = await add(request.statusUrl, { key, text: 'Second' });
    expect(other.status).toBe(409);
    expect(other.text).toContain('Second</textarea>');
    expect((await add(request.statusUrl, { key: keyOf(other.text), text: 'Second' })).status).toBe(303);
    expect(await add(request.statusUrl, { key, text: ' \n\u0000 ' })).toMatchObject({ status: 422 });
    const long = await add(request.statusUrl, { key, text: 'x'.repeat(20_001) });
    expect(long).toMatchObject({ status: 422, text: expect.stringContaining('these are 20001') });
    expect((await add(request.statusUrl, { text: 'x'.repeat(300_000) })).status).toBe(413);
    expect(
      (await fetch(request.statusUrl, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(415);
  });

  test('of a request closed for long opens a new one and leads there', async () => {
    const request = await aRequest();
    await solveLongAgo(request.ticketId);
    expect((await read(request.statusUrl)).text).toContain('<dd id="state">Solved</dd>');
    const key = keyOf((await read(request.statusUrl)).text);
    const { status, location } = await add(request.statusUrl, { key, text: 'It broke again' });
    expect(status).toBe(303);
    const next = await read(new URL(location ?? '', request.statusUrl).href);
    expect(next.text).toMatch(/opened a new one: #\d+/);
    const [link] = await desk.database('ticket_links').where({ other_id: request.ticketId, kind: 'continues' });
    const [old, fresh] = await Promise.all(
      [request.ticketId, link.ticket_id].map((id) => desk.database('tickets').where({ id }).first()),
    );
    expect(fresh.contact_id).toBe(old.contact_id);
  });

  test('speaks for nobody: what it opens anew is of an unproven contact, though the address was proven by mail since', async () => {
    const request = await aRequest();
    const proven = newId();
    await desk.database('contacts').insert({ id: proven, email: 'ayse@customer.example', created_at: new Date() });
    const identity = { kind: 'email', value: 'ayse@customer.example', is_proven: true, contact_id: proven };
    await desk.database('contact_identities').insert(identity);
    await desk.database('tickets').where({ id: request.ticketId }).update({ contact_id: proven });
    await solveLongAgo(request.ticketId);
    expect((await add(request.statusUrl, { text: 'What is my account number?' })).status).toBe(303);
    const [link] = await desk.database('ticket_links').where({ other_id: request.ticketId, kind: 'continues' });
    const fresh = await desk.database('tickets').where({ id: link.ticket_id }).first();
    expect(fresh.contact_id).not.toBe(proven);
    const identities = await desk.database('contact_identities').where({ contact_id: fresh.contact_id });
    expect(identities.every(({ is_proven }) => !is_proven)).toBe(true);
    await desk.database('contact_identities').where({ contact_id: proven }).delete();
  });

  test('is gone for a token that is not ours, a deleted, purged or erased request', async () => {
    const [deleted, purged, erased] = [await aRequest(), await aRequest(), await aRequest()];
    await desk.database('tickets').where({ id: deleted.ticketId }).update({ deleted_at: new Date() });
    await desk.database.transaction((transaction) =>
      purgeTicket(transaction, { ticketId: purged.ticketId, contactId: null }),
    );
    await desk.database('tickets').where({ id: purged.ticketId }).update({ purged_at: new Date() });
    const contact = newId();
    await desk.database('contacts').insert({ id: contact, created_at: new Date(), erased_at: new Date() });
    await desk.database('tickets').where({ id: erased.ticketId }).update({ contact_id: contact });
    const own = await aRequest();
    const tampered = own.statusUrl.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
    const otherPurpose = `${intake.url}/status/${makeToken(Buffer.alloc(32, 7), 'thanks', own.ticketId)}`;
    const otherKey = `${intake.url}/status/${makeToken(Buffer.alloc(32, 8), 'status', own.ticketId)}`;
    const bad = [
      `${intake.url}/status/x`,
      `${intake.url}/status/${'a'.repeat(450)}.b`,
      tampered,
      otherPurpose,
      otherKey,
    ];
    for (const url of [deleted.statusUrl, purged.statusUrl, erased.statusUrl, ...bad]) {
      const { status, text } = await read(url);
      expect(status).toBe(404);
      expect(text).toContain('There is nothing to see at this address');
      expect((await add(url, { text: 'Hello' })).status).toBe(404);
    }
  });

  test('takes so many additions of one address and then asks to wait', async () => {
    const request = await aRequest();
    const at = await startTestIntake(desk.database, { secretKey: Buffer.alloc(32, 7), options: { trustProxy: 1 } });
    const url = request.statusUrl.replace(intake.url, at.url);
    const statuses: number[] = [];
    let last = '';
    for (let index = 0; index < 21; index += 1) {
      const { status, text } = await add(url, { text: `no. ${index}` }, { 'x-forwarded-for': '192.0.2.77' });
      statuses.push(status);
      last = text;
    }
    expect(statuses.slice(0, 20).every((status) => status === 303)).toBe(true);
    expect(statuses[20]).toBe(429);
    expect(last).toContain('no. 20</textarea>');
    expect((await add(url, { text: 'more' }, { 'x-forwarded-for': '192.0.2.78' })).status).toBe(303);
    await at.close();
  });
});
