import { theDesk } from '../../domain/actor.ts';
import type { PushedResponse } from '../../domain/platform/platform-item.ts';
import type { PushedFormView, PushedMapping } from '../../domain/platform/pushed-form.ts';
import { aSource } from '../../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { eraseContact } from '../erase-contact.ts';
import { keepRaws, packRaw, readRaw } from '../files.ts';
import { recordItem } from '../inbound-items.ts';
import { loadDesk } from '../load-desk.ts';
import { purgeTicket } from '../purge-ticket.ts';
import { findSource, switchSource } from '../sources.ts';
import { loadTagCatalogue } from '../tag-catalogue.ts';
import { describeTagOrigin } from '../../domain/tag-catalogue.ts';
import { listPushedForms } from './list-pushed-forms.ts';
import { listPushedResponses } from './list-pushed-responses.ts';
import { responseKey } from './open-response.ts';
import { previewMapping } from './preview-mapping.ts';
import { redirectResponses, takeInWaitingResponses } from './redirect-responses.ts';
import { savePushedForm } from './save-pushed-form.ts';
import { takeInResponse } from './take-in-response.ts';

let desk: TestDatabase;
let sourceId: string;
const actor = theDesk;
const now = () => new Date().toISOString();

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());
beforeEach(async () => {
  await desk.database.raw('TRUNCATE sources, tickets, contacts CASCADE');
  const source = await aSource(desk.database, { channel: 'supsis-form', name: 'Supsis', tags: ['Supsis'] });
  sourceId = source.id;
  await switchSource(desk.database, { sourceId, isOn: true, actor, now: now() });
});

function aResponse(submissionId: string, wish: Partial<PushedResponse> = {}): PushedResponse {
  return {
    formId: 'frm1',
    formName: 'Destek',
    submissionId,
    submittedAt: `2026-11-${submissionId.padStart(2, '0')}T09:00:00.000Z`,
    answers: [
      { key: 'mail', label: 'E-posta', type: 'email', value: `${submissionId}@customer.example` },
      { key: 'topic', label: 'Konu', type: 'choices', value: 'Kargo, İade' },
      { key: 'words', label: 'Mesaj', type: 'long_text', value: 'Paketim gelmedi.\nNe yapmalıyım?' },
      { key: 'who', label: 'Adınız', type: 'text', value: 'Ada Yıldız' },
    ],
    told: { email: `${submissionId}@customer.example` },
    raw: '{}',
    ...wish,
  };
}

async function push(response: PushedResponse): Promise<string | null> {
  const source = await findSource(desk.database, sourceId);
  const loaded = await loadDesk(desk.database);
  return desk.database.transaction((transaction) =>
    takeInResponse(transaction, { source, response, desk: loaded, now: now() }),
  );
}

async function form(): Promise<PushedFormView> {
  const [only, ...more] = await listPushedForms(desk.database);
  expect(more).toEqual([]);
  return only!;
}

async function redirect(isRedirected = true, more: { mapping?: PushedMapping; tags?: string[] } = {}): Promise<string> {
  const { id } = await form();
  await savePushedForm(desk.database, { id, isRedirected, mapping: {}, tags: [], actor, now: now(), ...more });
  return id;
}

const tickets = () => desk.database('tickets').orderBy('number').select();
const setOn = (isOn: boolean) => switchSource(desk.database, { sourceId, isOn, actor, now: now() });

test('responses are kept, once each, and the form is known by them under its newest name', async () => {
  expect(await push(aResponse('1'))).toBeNull();
  expect(await push(aResponse('1'))).toBeNull();
  await push(aResponse('2', { formName: 'Destek 2026' }));
  await push(aResponse('3', { formName: null }));
  expect(await form()).toMatchObject({
    source: 'Supsis',
    formId: 'frm1',
    name: 'Destek 2026',
    isRedirected: false,
    responseCount: 3,
    unticketedCount: 3,
    lastAt: '2026-11-03T09:00:00.000Z',
    fields: expect.arrayContaining([{ key: 'topic', label: 'Konu' }]),
  });
  expect(await tickets()).toEqual([]);
  expect(await desk.database('inbound_items').pluck('state')).toEqual(['kept', 'kept', 'kept']);
});

test('where they are redirected, new ones become tickets with what the owner mapped; older ones stay as they are', async () => {
  await push(aResponse('1'));
  await redirect(true, { mapping: { subject: 'topic', name: 'who', tags: ['topic'] }, tags: ['form', 'SUPSİS'] });
  const ticketId = await push(aResponse('2'));
  expect(await push(aResponse('2'))).toBeNull();
  const [ticket, ...more] = await tickets();
  expect(more).toEqual([]);
  expect(ticket).toMatchObject({
    id: ticketId,
    channel: 'supsis-form',
    subject: 'Kargo, İade',
    tags: ['Supsis', 'form', 'Kargo', 'İade'],
    draft_reason: null,
    platform: { rootId: '2', place: { id: 'frm1', title: 'Destek' } },
  });
  expect(await desk.database('contacts').first('name', 'email')).toEqual({
    name: 'Ada Yıldız',
    email: '2@customer.example',
  });
  const message = await desk.database('messages').first<{ text: string; reply: string }>('text', 'reply');
  expect(message.text).toBe(
    'E-posta: 2@customer.example\nKonu: Kargo, İade\nMesaj: \nPaketim gelmedi.\nNe yapmalıyım?\nAdınız: Ada Yıldız',
  );
  expect(message.reply).toBe('Paketim gelmedi.\nNe yapmalıyım?');
  const responses = await listPushedResponses(desk.database, { formId: (await form()).id, limit: 10 });
  expect(responses.map(({ ticketNumber }) => ticketNumber)).toEqual([ticket.number, null]);
});

test('without an e-mail address the ticket is a draft that says why', async () => {
  await push(aResponse('1'));
  await redirect();
  await push(aResponse('2', { told: { phone: '+905320000000' } }));
  await push(aResponse('3', { told: { email: 'sorarım' } }));
  expect((await tickets()).map(({ draft_reason }) => draft_reason)).toEqual([
    'no e-mail address: the form gave none, but there is a phone number',
    'no e-mail address: what was given as one is none',
  ]);
});

test('a mapping is shown on the newest response before it is saved', async () => {
  await push(aResponse('1'));
  await push(aResponse('2'));
  const { id } = await form();
  expect(await previewMapping(desk.database, { formId: id })).toMatchObject({ subject: 'Destek', name: null });
  expect(await previewMapping(desk.database, { formId: id, mapping: { subject: 'topic', name: 'who' } })).toMatchObject(
    {
      subject: 'Kargo, İade',
      name: 'Ada Yıldız',
      email: '2@customer.example',
      draftReason: null,
    },
  );
});

test('old ones of a period become tickets when asked for, each once, however many ask at the same time', async () => {
  for (const id of ['1', '2', '3', '4', '5']) await push(aResponse(id));
  const { id: formId } = await form();
  const period = { formId, from: '2026-11-02T00:00:00Z', to: '2026-11-04T09:00:00Z', actor, now: now() };
  const found = await Promise.all([1, 2, 3].map(() => redirectResponses(desk.database, period)));
  expect(found.flatMap(({ ticketIds }) => ticketIds)).toHaveLength(2);
  expect(await redirectResponses(desk.database, period)).toEqual({ ticketIds: [], waitingCount: 0 });
  expect((await tickets()).map(({ platform }) => platform.rootId).toSorted()).toEqual(['2', '3']);
  expect((await form()).unticketedCount).toBe(3);
  await expect(redirectResponses(desk.database, { ...period, to: period.from })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});

test('what comes while the source is off waits, and becomes tickets when it is switched on', async () => {
  await push(aResponse('1'));
  const formId = await redirect();
  await setOn(false);
  expect(await push(aResponse('2'))).toBeNull();
  const period = { formId, from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z', actor, now: now() };
  expect(await redirectResponses(desk.database, period)).toEqual({ ticketIds: [], waitingCount: 1 });
  await setOn(true);
  const taken = await takeInWaitingResponses(desk.database, { sourceId, now: now() });
  expect(taken.ticketIds).toHaveLength(2);
  expect((await takeInWaitingResponses(desk.database, { sourceId, now: now() })).ticketIds).toEqual([]);
});

test('a response that the desk stumbled over becomes a ticket when it is brought again', async () => {
  await push(aResponse('1'));
  await redirect();
  const raw = await packRaw(Buffer.from('what came'));
  await keepRaws(desk.database, [raw]);
  const source = await findSource(desk.database, sourceId);
  await recordItem(desk.database, {
    sourceId,
    externalId: responseKey(source, 'frm1', '2'),
    state: 'parked',
    reason: null,
    contentSha256: raw.sha256,
    rawSha256: raw.sha256,
    now: now(),
  });
  const ticketId = await push(aResponse('2'));
  expect(ticketId).not.toBeNull();
  expect(await desk.database('inbound_items').where({ ticket_id: ticketId }).pluck('state')).toEqual(['taken']);
  expect(await readRaw(desk.database, raw.sha256)).toBeNull();
});

test('switched on at the very moment that responses come, none of them is left behind', async () => {
  await push(aResponse('1'));
  await redirect();
  await setOn(false);
  const pushes = Array.from({ length: 20 }, (_, number) => push(aResponse(String(number + 2))));
  const switching = setOn(true).then(() => takeInWaitingResponses(desk.database, { sourceId, now: now() }));
  await Promise.all([...pushes, switching]);
  expect(await desk.database('pushed_responses').where({ wants_ticket: true, ticket_id: null })).toEqual([]);
  expect(await tickets()).toHaveLength(20);
});

test('with a ticket that is purged its answers go, and it never becomes one again', async () => {
  await push(aResponse('1'));
  const formId = await redirect();
  const ticketId = await push(aResponse('2'));
  await desk.database.transaction((transaction) => purgeTicket(transaction, { ticketId: ticketId!, contactId: null }));
  const [row] = await desk.database('pushed_responses').where({ ticket_id: ticketId }).select('answers', 'told');
  expect(row).toEqual({ answers: null, told: {} });
  const period = { formId, from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00Z', actor, now: now() };
  expect((await redirectResponses(desk.database, period)).ticketIds).toEqual([]);
});

test('with a person who is erased go the answers that were only kept, and nobody else’s', async () => {
  for (const id of ['1', '2']) await push(aResponse(id));
  await redirect();
  await push(aResponse('3', { told: { email: '1@customer.example' } }));
  const contact = await desk.database('contacts').first<{ id: string }>('id');
  await eraseContact(desk.database, { contactId: contact.id, actor, now: now() });
  const kept = await desk.database('pushed_responses').orderBy('submission_id').select('submission_id', 'answers');
  expect(kept.map(({ answers }) => answers !== null)).toEqual([false, true, false]);
});

test('rules can choose from the tags and the subject that a form gives', async () => {
  await push(aResponse('1'));
  await redirect(true, { tags: ['iade'] });
  const said = async (tag: string) => describeTagOrigin(tag, await loadTagCatalogue(desk.database));
  expect(await said('iade')).toBe('pushed form Destek');
  expect(await said('Destek')).toBe('pushed form Destek (as subject)');
  await redirect(false, { tags: ['iade'] });
  expect(await said('iade')).toBe('pushed form Destek (off)');
});
