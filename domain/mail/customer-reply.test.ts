import fc from 'fast-check';
import { composeCustomerReply } from './customer-reply.ts';
import type { CustomerReply } from './customer-reply.ts';
import { composeForward } from './forward.ts';
import { outgoingMessageId, ticketNumberInMessageId } from './outgoing-message-id.ts';
import { threadReferences } from './thread-references.ts';

const sender = { fromAddress: 'support@example.com', fromName: 'Örnek Destek', signature: 'Örnek A.Ş.' };
const identity = { messageId: '<t42.ab12@example.com>', sentAt: Date.UTC(2026, 10, 23, 9) };
const reply = (extra: Partial<CustomerReply> = {}) =>
  composeCustomerReply({
    ticket: { number: 42, subject: 'İade talebi' },
    text: 'Merhaba Ayşe Hanım,\n\niade başladı.',
    sender,
    to: [{ address: 'ayse@example.net', name: 'Ayşe' }],
    cc: [{ address: 'bulent@example.net', name: 'Bülent' }],
    thread: { inReplyTo: '<q2@example.net>', references: ['<q1@example.net>', '<q2@example.net>'] },
    identity,
    ...extra,
  });

test('an answer threads under the customer’s message, keeps those copied and carries the number', () => {
  expect(reply()).toEqual({
    envelope: { from: 'support@example.com', to: ['ayse@example.net', 'bulent@example.net'] },
    from: { address: 'support@example.com', name: 'Örnek Destek' },
    to: [{ address: 'ayse@example.net', name: 'Ayşe' }],
    cc: [{ address: 'bulent@example.net', name: 'Bülent' }],
    replyTo: null,
    subject: 'Re: İade talebi [#42]',
    text: 'Merhaba Ayşe Hanım,\n\niade başladı.\n\n-- \nÖrnek A.Ş.\n',
    messageId: '<t42.ab12@example.com>',
    inReplyTo: '<q2@example.net>',
    references: ['<q1@example.net>', '<q2@example.net>'],
    sentAt: identity.sentAt,
    headers: {},
    boundary: 'deskhand--t42-ab12-example-com-',
  });
});

test.each([
  ['Re: Ynt: RE[2]: İade talebi [#42]', 'Re: İade talebi [#42]'],
  ['[#42] İade', 'Re: İade [#42]'],
  ['', 'Re: [#42]'],
  ['Recep Bey: soru', 'Re: Recep Bey: soru [#42]'],
])('the answer to "%s" has the subject "%s"', (subject, expected) => {
  expect(reply({ ticket: { number: 42, subject } }).subject).toBe(expected);
});

test('the number survives every subject, and no subject becomes a second header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (subject) => {
      const composed = reply({ ticket: { number: 42, subject } }).subject;
      expect(composed.startsWith('Re:')).toBe(true);
      expect(composed.endsWith('[#42]')).toBe(true);
      expect(composed.length).toBeLessThanOrEqual(250);
      expect(composed).not.toMatch(/[\r\n\0]/);
    }),
  );
});

test('nobody gets the mail twice when they are both recipient and copied', () => {
  const mail = reply({ cc: [{ address: 'AYSE@example.net', name: '' }] });
  expect([mail.cc, mail.envelope.to]).toEqual([[], ['ayse@example.net']]);
});

test('the references of a long thread keep its root and its newest, twenty in all', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `<m${index}@example.net>`);
  const kept = threadReferences(ids, '<m59@example.net>');
  expect([kept.length, kept[0], kept[1], kept.at(-1)]).toEqual([
    20,
    '<m0@example.net>',
    '<m41@example.net>',
    '<m59@example.net>',
  ]);
});

test('what is not one message id never enters the thread headers', () => {
  const hostile = fc.string({ unit: fc.constantFrom('<', '>', '@', 'a', ' ', '\r', '\n', '\0') });
  fc.assert(
    fc.property(fc.array(hostile), fc.option(hostile), (references, inReplyTo) => {
      const mail = reply({ thread: { inReplyTo, references } });
      for (const id of [...mail.references, mail.inReplyTo ?? '<a>']) expect(id).toMatch(/^<[^\s<>]+>$/);
    }),
  );
});

test('the same delivery has the same message id on every attempt, and it names its ticket', () => {
  const messageId = outgoingMessageId({
    ticketNumber: 42,
    deliveryKeyHash: 'ab12',
    fromAddress: 'support@Example.com',
  });
  expect(messageId).toBe('<t42.ab12@example.com>');
  expect(ticketNumberInMessageId(messageId)).toBe(42);
  expect(ticketNumberInMessageId('<CAF=x@mail.gmail.com>')).toBeNull();
  expect(outgoingMessageId({ ticketNumber: 1, deliveryKeyHash: 'f', fromAddress: 'a@b>\r\nX: y' })).toBe(
    '<t1.f@desk.invalid>',
  );
});

test('a forwarded message is quoted whole below the note, with who wrote it and when', () => {
  const mail = composeForward({
    ticket: { number: 42, subject: 'İade talebi' },
    note: 'Bakar mısın?',
    original: {
      from: { address: 'ayse@example.net', name: 'Ayşe' },
      sentAt: Date.UTC(2026, 10, 23, 8, 35),
      subject: 'İade\r\nBcc: x',
      text: 'Ürün bozuk.',
    },
    timeZone: 'Europe/Istanbul',
    sender,
    to: [{ address: 'depo@example.net', name: '' }],
    cc: [],
    identity,
  });
  expect(mail.subject).toBe('Fwd: İade talebi [#42]');
  expect(mail.text).toBe(
    'Bakar mısın?\n\n-- \nÖrnek A.Ş.\n\n---------- Forwarded message ----------\nFrom: Ayşe <ayse@example.net>\nDate: 2026-11-23 11:35 (Europe/Istanbul, GMT+3)\nSubject: İade Bcc: x\n\nÜrün bozuk.',
  );
});
