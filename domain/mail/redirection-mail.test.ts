import { composeRedirectionMail, composeRedirectionTest } from './redirection-mail.ts';
import type { RedirectionMail } from './redirection-mail.ts';

const mail: RedirectionMail = {
  ticket: {
    number: 42,
    subject: 'İade\r\nBcc: x@evil.example',
    tags: ['iade', 'kargo'],
    channel: 'E-mail',
    sourceName: 'support@',
    status: 'Pending',
    priority: 'high',
    createdAt: Date.UTC(2026, 10, 23, 8, 35),
    contact: { name: 'Ayşe\nPhone: 1', email: 'ayse@example.net', phone: '+90 212 000 00 00' },
    draftReason: null,
    messageText: 'Ürün bozuk.\u001b[2J',
  },
  rule: 'iade -> Depo',
  alsoMatchedRules: ['* -> Ali'],
  recipient: { address: 'ali@example.com', name: 'Ali' },
  replyTo: { address: 'support+t42.abcd.efgh@example.com', name: 'Ticket 42' },
  timeZone: 'Europe/Istanbul',
  sender: { fromAddress: 'support@example.com', fromName: 'Destek', signature: 'not here' },
  identity: { messageId: '<t42.cd@example.com>', sentAt: 0 },
};

test('a redirected ticket arrives whole: what it is, whose it is, what was said and which rule sent it', () => {
  const composed = composeRedirectionMail(mail);
  expect(composed.subject).toBe('[#42] İade Bcc: x@evil.example');
  expect(composed.text).toBe(`Ticket:    #42
Subject:   İade Bcc: x@evil.example
Tags:      iade, kargo
Channel:   E-mail (support@)
Status:    Pending
Priority:  high
Date:      2026-11-23 11:35 (Europe/Istanbul, GMT+3)
Contact:   Ayşe Phone: 1
E-mail:    ayse@example.net
Phone:     +90 212 000 00 00

Ürün bozuk.[2J

-- 
Redirected by rule: iade -> Depo (also matched: * -> Ali)
What you answer becomes an internal note on the ticket; the customer does not see it.
`);
});

test('it says that a machine sent it, where answers go, and bounces of it come back to us', () => {
  const composed = composeRedirectionMail(mail);
  expect(composed.headers).toEqual({ 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' });
  expect(composed.replyTo?.address).toBe('support+t42.abcd.efgh@example.com');
  expect(composed.envelope).toEqual({ from: 'support@example.com', to: ['ali@example.com'] });
  expect(composed.messageId).toBe('<t42.cd@example.com>');
});

test('what is missing is shown as missing, and a draft says what it needs', () => {
  const contact = { name: null, email: null, phone: null };
  const ticket = { ...mail.ticket, subject: '', tags: [], contact, messageText: ' ', draftReason: 'no e-mail address' };
  const composed = composeRedirectionMail({ ...mail, ticket, alsoMatchedRules: [] });
  expect(composed.subject).toBe('[#42] (no subject)');
  expect(composed.text).toMatch(/Tags: {6}-\n/);
  expect(composed.text).toMatch(/Draft: {5}no e-mail address\n\n\(no text\)/);
  expect(composed.text).not.toContain('also matched');
});

test('a test mail is marked as one and takes no answers', () => {
  const { replyTo: _replyTo, ...test } = mail;
  const composed = composeRedirectionTest(test);
  expect(composed.subject).toMatch(/^\[TEST\] \[#42\]/);
  expect(composed.text).toMatch(/^This is a test/);
  expect(composed.text).not.toContain('internal note');
  expect(composed.replyTo).toBeNull();
});
