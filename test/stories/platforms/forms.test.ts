import { listPushedForms } from '../../../database/pushed/list-pushed-forms.ts';
import { previewMapping } from '../../../database/pushed/preview-mapping.ts';
import { redirectResponses } from '../../../database/pushed/redirect-responses.ts';
import { savePushedForm } from '../../../database/pushed/save-pushed-form.ts';
import { theDesk } from '../../../domain/actor.ts';
import type { PushedFormView, PushedMapping } from '../../../domain/platform/pushed-form.ts';
import { runFormsSandbox, type FormsSandbox } from '../../../sandbox/forms/main.ts';
import { expectEveryTicketFolds } from '../../support/every-ticket-folds.ts';
import { PlatformStory } from '../../support/platform-story.ts';
import { StandIn } from '../../support/stand-in.ts';
import { eventually } from '../../support/story-desk.ts';
import { wholeText } from '../../support/whole-text.ts';

const kinds = ['standard', 'typeform', 'tally'] as const;
type Kind = (typeof kinds)[number];

let story: PlatformStory;
let forms: StandIn<FormsSandbox>;
const sourceIds = {} as Record<Kind, string>;

beforeAll(async () => {
  [story, forms] = await Promise.all([PlatformStory.start(), StandIn.start(runFormsSandbox)]);
  await forms.act('settings', { retryMilliseconds: [50, 100, 200, 400, 800, 800, 800, 800, 800] });
  for (const kind of kinds) {
    sourceIds[kind] = await story.save('supsis-form', `Forms by ${kind}`, {
      scheme: kind,
      secret: { text: forms.running.senders.find((sender) => sender.kind === kind)!.secret },
    });
    await story.switchOn(sourceIds[kind]);
    await forms.act(`senders/${kind}`, { callback: story.door(sourceIds[kind]) });
  }
}, 180_000);
afterEach(() => forms.noFaults());
afterAll(async () => {
  await story.close();
  await forms.stop();
}, 180_000);

test('responses of every sender are kept, and become tickets with their fields mapped once their form is redirected', async () => {
  for (const kind of kinds) {
    await respond(kind, {
      name: 'Elif Aksoy',
      email: 'elif@musteri.test',
      topic: 'Fatura',
      message: 'Yalnız saklanan',
    });
    const form = await formOf(kind, 1);
    expect(form).toMatchObject({ isRedirected: false, responseCount: 1, unticketedCount: 1 });
    expect(await story.countTickets({ source_id: sourceIds[kind] })).toBe(0);

    const mapping = mappingOf(form);
    const preview = await previewMapping(story.story.database, { formId: form.id, mapping });
    expect(preview).toMatchObject({ subject: 'Fatura', name: 'Elif Aksoy', email: 'elif@musteri.test' });
    await redirect(form, mapping);
    // Its label may change; its key does not.
    await forms.act(`forms/${form.formId}`, { labels: { email: 'Size nereden ulaşalım?' } });
    const address = `kemal.${kind}@musteri.test`;
    await respond(kind, { name: 'Kemal Işık', email: address, topic: 'İade ve değişim', message: 'Bir numara küçük.' });
    const ticket = await ticketFrom(kind);
    expect(ticket).toMatchObject({ subject: 'İade ve değişim', channel: 'supsis-form' });
    expect(ticket.tags).toContain('Web');
    const contact = await story.story.database('contacts').where({ id: ticket.contact_id }).first('name');
    expect(contact.name).toBe('Kemal Işık');
    expect((await story.words(ticket.id))[0]).toContain('Bir numara küçük.');

    await story.answerByMail(ticket.id, 'Değiştirelim.');
    await eventually(async () => expect(await story.story.mail.mails(address)).toHaveLength(1));
  }
}, 180_000);

test('a chosen range of old responses becomes tickets, each once', async () => {
  const form = await formOf('standard', 2);
  const before = await story.countTickets({ source_id: sourceIds.standard });
  await redirect(form, form.mapping, false);
  for (const hoursAgo of [50, 30, 10])
    await respond('standard', { name: 'Eski', email: 'eski@musteri.test', message: `${hoursAgo} saat önce` }, hoursAgo);
  await formOf('standard', 5);
  const range = { formId: form.id, from: hoursAgoIso(40), to: hoursAgoIso(20), actor: theDesk };
  const asked = () => redirectResponses(story.story.database, { ...range, now: new Date().toISOString() });
  const [one, other] = await Promise.all([asked(), asked()]);
  expect([...one.ticketIds, ...other.ticketIds]).toHaveLength(1);
  expect((await asked()).ticketIds).toEqual([]);
  expect(await story.countTickets({ source_id: sourceIds.standard })).toBe(before + 1);
  const [ticketId] = [...one.ticketIds, ...other.ticketIds];
  expect((await story.words(ticketId!))[0]).toContain('30 saat önce');
  await redirect(form, form.mapping);
}, 180_000);

test('what is signed wrongly or not at all, is stale or comes again is refused and counted', async () => {
  for (const kind of kinds) {
    const before = await story.countTickets({ source_id: sourceIds[kind] });
    await forms.faults({ badSignature: 1 });
    await respond(kind);
    await forms.faults({ missingSignature: 1 });
    await respond(kind);
    // The sender tries again until it is taken.
    await ticketsFrom(kind, before + 2);
    expect(await refused(kind, 'bad-signature')).toBe(2);
    await forms.faults({ repeats: { atOnce: true, times: 1 } });
    const submissionId = await respond(kind);
    await ticketsFrom(kind, before + 3);
    await forms.act(`responses/${submissionId}/push`);
    await taken(submissionId, 3);
    await ticketsFrom(kind, before + 3);
  }
  const before = await story.countTickets({ source_id: sourceIds.standard });
  await forms.faults({ timestampShift: { seconds: -301, times: 1 } });
  await respond('standard');
  await forms.faults({ timestampShift: { seconds: 360, times: 1 } });
  await respond('standard');
  await ticketsFrom('standard', before + 2);
  expect(await refused('standard', 'stale')).toBe(2);
  const replayed = await refused('standard', 'replayed');
  await forms.faults({ repeats: { atOnce: false, times: 1 } });
  await respond('standard');
  await story.health(sourceIds.standard, () => ticketsFrom('standard', before + 3));
  await eventually(async () => expect(await refused('standard', 'replayed')).toBe(replayed + 1));
}, 180_000);

test('a secret is replaced without losing a response', async () => {
  const before = await story.countTickets({ source_id: sourceIds.standard });
  const { secrets } = await forms.act<{ secrets: [string, string] }>('senders/standard/rotate');
  await forms.faults({ unknownVersionFirst: true });
  await respond('standard');
  await ticketsFrom('standard', before + 1);
  await story.give(sourceIds.standard, { secret: { text: secrets[0] }, previousSecret: { text: secrets[1] } });
  await respond('standard');
  await forms.act('senders/standard/end-rotation');
  await respond('standard');
  await ticketsFrom('standard', before + 3);
  await story.give(sourceIds.standard, { previousSecret: null });
  for (const kind of ['typeform', 'tally'] as const) {
    const count = await story.countTickets({ source_id: sourceIds[kind] });
    const bad = await refused(kind, 'bad-signature');
    const sender = await forms.act<{ secrets: [string] }>(`senders/${kind}/rotate`);
    await respond(kind);
    await eventually(async () => expect(await refused(kind, 'bad-signature')).toBeGreaterThan(bad));
    await story.give(sourceIds[kind], { secret: { text: sender.secrets[0] } });
    await ticketsFrom(kind, count + 1);
  }
}, 180_000);

test('a body of unknown shape is parked, and events that are no responses are left alone', async () => {
  for (const kind of kinds) {
    const before = await story.countTickets({ source_id: sourceIds[kind] });
    for (const fault of ['unknownShape', 'unreadableBody', 'unknownEventType']) {
      await forms.faults({ [fault]: 1 });
      await taken(await respond(kind), 1);
    }
    expect((await story.health(sourceIds[kind])).parkedCount).toBe(2);
    const parked = await story.parked(sourceIds[kind]);
    for (const itemId of parked)
      await expect(story.retry(itemId)).rejects.toMatchObject({ code: 'PLATFORM_UNREADABLE' });
    expect(await story.parked(sourceIds[kind])).toEqual(parked);
    await respond(kind);
    await ticketsFrom(kind, before + 1);
  }
}, 180_000);

test('a response to a source that is off is kept, and becomes a ticket once it is on', async () => {
  const before = await story.countTickets({ source_id: sourceIds.tally });
  await story.switchOff(sourceIds.tally);
  await taken(await respond('tally'), 1);
  expect(await story.countTickets({ source_id: sourceIds.tally })).toBe(before);
  await story.switchOn(sourceIds.tally);
  await ticketsFrom('tally', before + 1);
}, 180_000);

test('what comes while the intake is down comes when it is up again', async () => {
  const before = await story.countTickets();
  const port = Number(new URL(story.intake.url).port);
  await story.intake.stop();
  for (const kind of kinds) await respond(kind);
  await eventually(async () => {
    const deliveries = await forms.look<{ state: string; attempts: unknown[] }[]>('deliveries');
    expect(deliveries.filter(({ state, attempts }) => state === 'waiting' && attempts.length > 0)).toHaveLength(3);
  });
  story.intake = await story.restartIntake(port);
  await eventually(async () => expect(await story.countTickets()).toBe(before + 3));
  await forms.faults({ down: true });
  await respond('typeform');
  await forms.faults({ down: false });
  await eventually(async () => expect(await story.countTickets()).toBe(before + 4));
}, 180_000);

test('ten thousand letters with emoji, bidi and control characters are kept whole', async () => {
  for (const kind of kinds) {
    const text = wholeText(`Uzun yanıt, ${kind}`);
    await respond(kind, { name: 'Uzun', email: `uzun.${kind}@musteri.test`, topic: 'Diğer', message: text });
    await eventually(async () => expect((await story.words((await ticketFrom(kind)).id))[0]).toContain(text));
  }
  expect(await expectEveryTicketFolds(story.story.database)).toBeGreaterThan(20);
}, 180_000);

/** The first form of each sender. */
function formIdOf(kind: Kind): string {
  return forms.running.senders.find((sender) => sender.kind === kind)!.forms[0]!.id;
}

/** Somebody fills in a form; the id of what was submitted. */
async function respond(kind: Kind, values?: Record<string, string>, hoursAgo = 0): Promise<string> {
  const standard = { name: 'Deniz', email: 'deniz@musteri.test', topic: 'Diğer', message: 'Bir soru.' };
  const { submissionIds } = await forms.act<{ submissionIds: [string] }>('responses', {
    formId: formIdOf(kind),
    values: values ?? standard,
    submittedAt: hoursAgoIso(hoursAgo),
  });
  return submissionIds[0];
}

function hoursAgoIso(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000).toISOString();
}

/** Waits until the sender's own log has it taken so many times. */
async function taken(submissionId: string, times: number): Promise<void> {
  await eventually(async () => expect(await forms.writes({ target: submissionId })).toHaveLength(times));
}

/** The form as the desk knows it, once it has so many responses. */
async function formOf(kind: Kind, responseCount: number): Promise<PushedFormView> {
  return eventually(async () => {
    const known = await listPushedForms(story.story.database, { sourceId: sourceIds[kind] });
    const form = known.find(({ formId }) => formId === formIdOf(kind));
    expect(form?.responseCount).toBe(responseCount);
    return form!;
  });
}

/** Questions by their labels, as an owner chooses them on the screen. */
function mappingOf({ fields }: PushedFormView): PushedMapping {
  const keyOf = (label: string) => fields.find((field) => field.label === label)!.key;
  return { subject: keyOf('Konu'), name: keyOf('Adınız soyadınız'), email: keyOf('E-posta') };
}

async function redirect(form: PushedFormView, mapping: PushedMapping, isRedirected = true): Promise<void> {
  const now = new Date().toISOString();
  await savePushedForm(story.story.database, {
    id: form.id,
    isRedirected,
    mapping,
    tags: ['Web'],
    actor: theDesk,
    now,
  });
}

interface FormTicket {
  id: string;
  subject: string;
  channel: string;
  contact_id: string;
  tags: string[];
}

/** The newest ticket of a sender. */
function ticketFrom(kind: Kind): Promise<FormTicket> {
  return eventually(async () => {
    const ticket = await story.story
      .database('tickets')
      .where({ source_id: sourceIds[kind] })
      .orderBy('number', 'desc')
      .first<FormTicket | undefined>('*');
    if (!ticket) throw new Error('no ticket yet');
    return ticket;
  });
}

async function ticketsFrom(kind: Kind, count: number): Promise<void> {
  await eventually(async () => expect(await story.countTickets({ source_id: sourceIds[kind] })).toBe(count));
}

async function refused(kind: Kind, reason: string): Promise<number> {
  const health = await story.health(sourceIds[kind]);
  return health.refused.find((one) => one.reason === reason)?.count ?? 0;
}
