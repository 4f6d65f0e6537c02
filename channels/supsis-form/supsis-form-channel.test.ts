import { createHmac } from 'node:crypto';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import type { WebhookRequest } from '../platform-channel.ts';
import type { FormScheme } from './form-settings.schema.ts';
import { supsisFormChannel } from './supsis-form-channel.ts';

const ref = { env: 'SOME_SECRET' };
const door = supsisFormChannel.webhook!;
/** The vector that the reference library of Standard Webhooks 1.0.0 gives. */
const vector = {
  secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  id: 'msg_demo1',
  timestamp: '1795168530',
  body: '{"type":"form.submitted","data":{"n":1}}',
  signature: 'v1,uVguDAG/dpRgUpYlDXDNhvQuoWgGNRJVgcYpeHEcxwg=',
};

function verify(
  headers: WebhookRequest['headers'],
  of: { scheme?: FormScheme; body?: string; secret?: string; previousSecret?: string; atSeconds?: number } = {},
) {
  const { scheme = 'standard', body = vector.body, secret = vector.secret, previousSecret, atSeconds } = of;
  const settings = { scheme, secret: ref, ...(previousSecret ? { previousSecret: ref } : {}) };
  return door.verify(
    { headers, rawQuery: '', body: Buffer.from(body) },
    {
      settings,
      secret: (name) => (name === 'secret' ? secret : (previousSecret ?? '')),
      now: () => (atSeconds ?? Number(vector.timestamp)) * 1000,
    },
  );
}

const standardHeaders = (change: Record<string, string> = {}) => ({
  'webhook-id': vector.id,
  'webhook-timestamp': vector.timestamp,
  'webhook-signature': vector.signature,
  ...change,
});
const genuine = { isGenuine: true, id: vector.id };
const forged = { isGenuine: false, reason: 'bad-signature' };
const stale = { isGenuine: false, reason: 'stale' };
const at = (seconds: number) => ({ atSeconds: Number(vector.timestamp) + seconds });

describe('Standard Webhooks', () => {
  test('the vector of the specification’s library holds', () => {
    expect(verify(standardHeaders())).toEqual(genuine);
  });

  test.each([
    ['one of several signatures is ours', { 'webhook-signature': `v1,AAAA ${vector.signature}` }, {}],
    ['a version that nobody knows stands before', { 'webhook-signature': `v9,AAAA v1a,BBBB ${vector.signature}` }, {}],
    ['it is five minutes old', {}, at(300)],
    ['it is five minutes ahead', {}, at(-300)],
    ['the sender still signs with the secret before', {}, { secret: 'whsec_AAAA', previousSecret: vector.secret }],
  ])('is genuine where %s', (_what, headers, of) => {
    expect(verify(standardHeaders(headers), of)).toEqual(genuine);
  });

  test.each([
    ['the body was changed', {}, { body: `${vector.body} ` }, forged],
    ['the time was changed', { 'webhook-timestamp': '1795168531' }, {}, forged],
    ['the id was changed', { 'webhook-id': 'msg_demo2' }, {}, forged],
    ['another secret signed', {}, { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }, forged],
    ['there is no secret', {}, { secret: '' }, forged],
    ['only versions that nobody knows signed', { 'webhook-signature': 'v1a,AAAA' }, {}, forged],
    ['the time is no time', { 'webhook-timestamp': 'now' }, {}, forged],
    ['the id could hide another time', { 'webhook-id': 'msg.1795168530' }, {}, forged],
    ['it is more than five minutes old', {}, at(301), stale],
    ['it is more than five minutes ahead', {}, at(-301), stale],
    ['it is old and forged', { 'webhook-id': 'x' }, at(9999), forged],
  ])('is refused where %s', (_what, headers, of, refusal) => {
    expect(verify(standardHeaders(headers), of)).toEqual(refusal);
  });

  test('is refused without its headers', () => {
    expect(verify({})).toEqual(forged);
  });
});

describe.each([
  ['typeform', 'typeform-signature', 'sha256='],
  ['tally', 'tally-signature', ''],
] as const)('signatures of %s', (scheme, header, before) => {
  const sign = (body: string, secret = 'secret') => before + createHmac('sha256', secret).update(body).digest('base64');

  test('are over the raw body, by the present secret or the one before', () => {
    const headers = { [header]: sign('{"ad":"\\u0130pek"}') };
    const of = { scheme, body: '{"ad":"\\u0130pek"}', secret: 'secret' };
    expect(verify(headers, of)).toEqual({ isGenuine: true, id: headers[header] });
    expect(verify(headers, { ...of, secret: 'new', previousSecret: 'secret' })).toMatchObject({ isGenuine: true });
    expect(verify(headers, { ...of, body: '{"ad":"İpek"}' })).toEqual(forged);
    expect(verify(headers, { ...of, secret: 'new' })).toEqual(forged);
    expect(verify({}, of)).toEqual(forged);
  });
});

function read(scheme: FormScheme, body: unknown): PlatformNews[] {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const [told] = door.read(bytes, { settings: { scheme, secret: ref }, accountId: null, now: Date.now });
  expect(told?.accountId).toBeNull();
  return told?.news ?? [];
}

const standard = {
  type: 'form.submitted',
  timestamp: '2026-11-20T09:15:30Z',
  data: {
    formId: 7,
    formName: 'Destek',
    submissionId: 's1',
    submittedAt: '2026-11-20T09:15:30+03:00',
    subject: 'Kargo',
    name: 'Ada',
    email: 'ada@demo.test',
    phone: '+90 532 000 00 00',
    tags: ['kargo'],
    answers: [
      { key: 'q1', label: 'Neden?', type: 'choices', value: ['Geç', 'Kırık'] },
      { key: 'q2', value: true },
    ],
  },
};

test('a response of the desk’s own contract is read, with ids of any length', () => {
  const body = JSON.stringify({ ...standard, data: { ...standard.data, formId: 0 } });
  const [news] = read('standard', body.replace('"formId":0', '"formId":12345678901234567890'));
  expect(news).toMatchObject({
    kind: 'response',
    response: {
      formId: '12345678901234567890',
      formName: 'Destek',
      submissionId: 's1',
      submittedAt: '2026-11-20T06:15:30.000Z',
      answers: [
        { key: 'q1', label: 'Neden?', type: 'choices', value: 'Geç, Kırık' },
        { key: 'q2', label: 'q2', type: 'text', value: 'yes' },
      ],
      told: {
        subject: 'Kargo',
        name: 'Ada',
        email: 'ada@demo.test',
        phone: '+90 532 000 00 00',
        tags: ['kargo'],
      },
    },
  });
});

test('a Typeform response is read: values by their type, choices by their labels, and what the address carried', () => {
  const field = (id: string, ref: string, type: string) => ({ id, ref, type });
  const [news] = read('typeform', {
    event_id: '01TF',
    event_type: 'form_response',
    form_response: {
      form_id: 'frm1',
      token: 'tok1',
      submitted_at: '2026-11-20T09:15:30Z',
      hidden: { order: 'A1' },
      definition: { id: 'frm1', title: 'Destek', fields: [{ ...field('f1', 'email', 'email'), title: 'E-posta' }] },
      answers: [
        { type: 'email', email: 'ada@demo.test', field: field('f1', 'email', 'email') },
        { type: 'choice', choice: { label: 'Kargo' }, field: field('f2', 'topic', 'multiple_choice') },
        { type: 'choices', choices: { labels: ['Geç', 'Kırık'], other: 'Islak' }, field: field('f3', 'why', 'x') },
        { type: 'boolean', boolean: false, field: field('f4', 'again', 'yes_no') },
        { type: 'number', number: 3, field: field('f5', 'count', 'number') },
        { type: 'phone_number', phone_number: '+905320000000', field: field('f6', 'phone', 'phone_number') },
        { type: 'stars', stars: { given: 4 }, field: { id: 'f7', type: 'stars' } },
      ],
    },
  });
  expect(news).toMatchObject({
    response: { formId: 'frm1', formName: 'Destek', submissionId: 'tok1', told: { email: 'ada@demo.test' } },
  });
  const { answers } = (news as Extract<PlatformNews, { kind: 'response' }>).response;
  expect(answers.map(({ key, label, value }) => [key, label, value])).toEqual([
    ['email', 'E-posta', 'ada@demo.test'],
    ['topic', 'topic', 'Kargo'],
    ['why', 'why', 'Geç, Kırık, Islak'],
    ['again', 'again', 'no'],
    ['count', 'count', '3'],
    ['phone', 'phone', '+905320000000'],
    ['f7', 'f7', '{"given":4}'],
    ['hidden:order', 'order', 'A1'],
  ]);
});

test('a Tally response is read: choices by the labels of their options, ticks once, open questions not at all', () => {
  const [news] = read('tally', {
    eventId: 'ev1',
    eventType: 'FORM_RESPONSE',
    data: {
      responseId: 'r1',
      submissionId: 'r1',
      formId: 'fm1',
      formName: 'Destek',
      createdAt: '2026-11-20T09:15:30.000Z',
      fields: [
        { key: 'q1', label: 'E-posta', type: 'INPUT_EMAIL', value: 'ada@demo.test' },
        { key: 'q2', label: 'Konu', type: 'DROPDOWN', value: ['o1'], options: [{ id: 'o1', text: 'Kargo' }] },
        { key: 'q3', label: 'Neden', type: 'CHECKBOXES', value: ['o2'], options: [{ id: 'o2', text: 'Geç' }] },
        { key: 'q3_o2', label: 'Neden (Geç)', type: 'CHECKBOXES', value: true },
        { key: 'q4', label: 'Not', type: 'TEXTAREA', value: null },
        { key: 'q5', label: 'Foto', type: 'FILE_UPLOAD', value: [{ name: 'a.jpg', url: 'https://f.test/a.jpg' }] },
      ],
    },
  });
  const { answers, told } = (news as Extract<PlatformNews, { kind: 'response' }>).response;
  expect(told).toEqual({ email: 'ada@demo.test' });
  expect(answers.map(({ key, value }) => [key, value])).toEqual([
    ['q1', 'ada@demo.test'],
    ['q2', 'Kargo'],
    ['q3', 'Geç'],
    ['q5', 'a.jpg (https://f.test/a.jpg)'],
  ]);
});

test.each([
  ['standard', { ...standard, type: 'form.viewed' }],
  ['typeform', { event_type: 'form_response_partial', form_response: {} }],
  ['tally', { eventType: 'FORM_VIEWED' }],
] as const)('events of %s that are no whole response tell nothing', (scheme, body) => {
  expect(read(scheme, body)).toEqual([]);
});

test.each([
  ['half a JSON', '{"type":"form.sub'],
  ['no event', { data: {} }],
  ['the answers elsewhere', { ...standard, data: { ...standard.data, answers: { q1: 'secret words' } } }],
])(
  'a body with %s is parked as it came, always under the same id, and its problem repeats nothing of it',
  (_what, body) => {
    const [news] = read('standard', body);
    expect(news).toMatchObject({
      kind: 'unreadable',
      raw: typeof body === 'string' ? body : JSON.stringify(body),
      externalId: expect.stringMatching(/^unreadable:[0-9a-f]{64}$/),
    });
    expect(read('standard', body)).toEqual([news]);
    expect((news as { problem: string }).problem).not.toContain('secret words');
  },
);

test.each([
  ['whsec_c2hvcnQ=', false],
  ['my secret', false],
  [vector.secret, true],
])('the secret %s is one of Standard Webhooks: %s', async (secret, isOne) => {
  const account = supsisFormChannel.open({
    sourceId: 'source',
    settings: { scheme: 'standard', secret: ref },
    accountId: null,
    secret: () => secret,
    http: { call: () => Promise.reject(new Error('no call')), noteUsage: async () => {} },
    now: Date.now,
  });
  if (isOne) expect(await account.check()).toMatchObject({ accountId: 'source' });
  else await expect(account.check()).rejects.toMatchObject({ code: 'INVALID_INPUT', effect: 'stop' });
});
