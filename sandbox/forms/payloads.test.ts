// Supsis's contract for forms, developers.typeform.com "Example payload", tally.so/help/webhooks (§5): the bodies.
import { SandboxInTest } from './sandbox-in-test.ts';
import type { SenderKind } from './state.ts';

let sandbox: SandboxInTest;

beforeEach(async () => {
  sandbox = await SandboxInTest.start();
});
afterEach(() => sandbox.end());

const values = {
  name: 'Işıl Öz',
  email: 'isil@musteri.test',
  topic: 'Fatura',
  message: 'Satır 1\nSatır 2 😊',
  order: '82400',
};

const pushed = async (kind: SenderKind, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
  const before = sandbox.receiver.received.length;
  await sandbox.respond(kind, more);
  return JSON.parse((await sandbox.receiver.come(before + 1)).at(-1)?.body ?? '') as Record<string, unknown>;
};

it('sends Supsis’s contract: known fields by name, and every answer with key, label, type and value', async () => {
  const body = await pushed('standard', { values, tags: ['vip'] });
  expect(body).toEqual({
    type: 'form.submitted',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    data: {
      formId: 'form_destek',
      formName: 'Destek talebi',
      submissionId: expect.stringMatching(/^sub_/),
      submittedAt: body.timestamp,
      answers: [
        { key: 'name', label: 'Adınız soyadınız', type: 'text', value: 'Işıl Öz' },
        { key: 'email', label: 'E-posta', type: 'email', value: 'isil@musteri.test' },
        { key: 'topic', label: 'Konu', type: 'choice', value: 'Fatura' },
        { key: 'order', label: 'Sipariş numarası', type: 'text', value: '82400' },
        { key: 'message', label: 'Mesajınız', type: 'long_text', value: 'Satır 1\nSatır 2 😊' },
      ],
      subject: 'Fatura',
      name: 'Işıl Öz',
      email: 'isil@musteri.test',
      tags: ['vip'],
    },
  });
});

it('sends from Supsis’s English form answers only, for the receiver to map', async () => {
  const { data } = await pushed('standard', { formId: 'form_contact' });
  expect(Object.keys(data as object)).toEqual(['formId', 'formName', 'submissionId', 'submittedAt', 'answers']);
});

it('sends Typeform’s shape: the value under the key that the answer’s type names', async () => {
  const body = await pushed('typeform', { values });
  const field = (place: number, ref: string, type: string): object => ({ id: `fKd8TrQzA${place}`, ref, type });
  expect(body).toEqual({
    event_id: expect.any(String),
    event_type: 'form_response',
    form_response: {
      form_id: 'Kd8TrQzA',
      token: expect.any(String),
      landed_at: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
      submitted_at: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
      hidden: { source: 'web' },
      definition: { id: 'Kd8TrQzA', title: 'Müşteri hizmetleri', fields: expect.any(Array) },
      answers: [
        { type: 'text', text: 'Işıl Öz', field: field(1, 'name', 'short_text') },
        { type: 'email', email: 'isil@musteri.test', field: field(2, 'email', 'email') },
        { type: 'choice', choice: { label: 'Fatura' }, field: field(4, 'topic', 'multiple_choice') },
        { type: 'text', text: '82400', field: field(5, 'order', 'short_text') },
        { type: 'text', text: 'Satır 1\nSatır 2 😊', field: field(6, 'message', 'long_text') },
      ],
    },
  });
  expect((body.form_response as { definition: { fields: unknown[] } }).definition.fields[2]).toEqual({
    ...field(3, 'phone', 'phone_number'),
    title: 'Telefon',
  });
});

it('sends Tally’s shape: choices as ids with their options, questions left open as null', async () => {
  const body = await pushed('tally', { values });
  const { data } = body as { data: { responseId: string; fields: Record<string, unknown>[] } };
  expect(body).toEqual({
    eventId: expect.any(String),
    eventType: 'FORM_RESPONSE',
    createdAt: expect.any(String),
    data: {
      responseId: expect.any(String),
      submissionId: data.responseId,
      respondentId: expect.any(String),
      formId: 'mVzKo1',
      formName: 'Bize yazın',
      createdAt: body.createdAt,
      fields: expect.any(Array),
    },
  });
  expect(data.fields[2]).toEqual({
    key: 'question_mVzKo13',
    label: 'Telefon',
    type: 'INPUT_PHONE_NUMBER',
    value: null,
  });
  expect(data.fields[3]).toMatchObject({ type: 'DROPDOWN', value: ['question_mVzKo14c3'] });
  expect(data.fields[3]?.options).toContainEqual({ id: 'question_mVzKo14c3', text: 'Fatura' });
});

it('keeps a question’s key when its label changes', async () => {
  await sandbox.admin('/forms/mVzKo1', { name: 'Yeni ad', labels: { email: 'Mail adresiniz' } });
  const { data } = (await pushed('tally')) as { data: { formName: string; fields: Record<string, unknown>[] } };
  expect(data.formName).toBe('Yeni ad');
  expect(data.fields[1]).toMatchObject({ key: 'question_mVzKo12', label: 'Mail adresiniz' });
});

it('gives a response pushed again a new event but the same submission', async () => {
  const submissionId = await sandbox.respond('typeform');
  await sandbox.admin(`/responses/${submissionId}/push`, {});
  const [one, other] = (await sandbox.receiver.come(2)).map(
    ({ body }) => JSON.parse(body) as { event_id: string; form_response: { token: string } },
  );
  expect(other?.event_id).not.toBe(one?.event_id);
  expect([one?.form_response.token, other?.form_response.token]).toEqual([submissionId, submissionId]);
});

it.each([
  ['standard', 'type', 'form.viewed'],
  ['typeform', 'event_type', 'form_response_partial'],
  ['tally', 'eventType', 'FORM_VIEWED'],
] as const)(
  'sends from %s another event, an unknown shape or half a JSON when the switch says so',
  async (kind, key, event) => {
    await sandbox.admin('/faults', { unknownEventType: 1 });
    expect((await pushed(kind))[key]).toBe(event);
    await sandbox.admin('/faults', { unknownShape: 1 });
    const shaped = await pushed(kind);
    expect(shaped).toHaveProperty('entries');
    expect(shaped).not.toHaveProperty(kind === 'typeform' ? 'form_response' : 'data');
    await sandbox.admin('/faults', { unreadableBody: 1 });
    await expect(pushed(kind)).rejects.toThrow('JSON');
    expect(await pushed(kind)).toHaveProperty(kind === 'typeform' ? 'form_response' : 'data');
  },
);

it('refuses a response with a question or a choice that the form does not have', async () => {
  await expect(sandbox.respond('tally', { values: { colour: 'red' } })).rejects.toThrow('no question colour');
  await expect(sandbox.respond('tally', { values: { topic: 'Nothing' } })).rejects.toThrow('topic must be one of');
});
