import { classifyAutomatic, suppressesAutoResponse } from './classify-automatic.ts';
import type { MailHeaders } from './mail-headers.ts';

const headers = (fields: Record<string, string>): MailHeaders =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value]]));

describe('classifyAutomatic', () => {
  test.each([
    [{ 'auto-submitted': 'auto-replied' }, 'auto-reply'],
    [{ 'auto-submitted': 'auto-generated; owner=x' }, 'auto-reply'],
    [{ 'auto-submitted': 'auto-notified' }, 'auto-reply'],
    [{ 'auto-submitted': 'no' }, null],
    [{ 'auto-submitted': 'No (a person)' }, null],
    [{ 'return-path': '<>' }, 'auto-reply'],
    [{ 'return-path': '<a@b.example>' }, null],
    [{ 'content-type': 'multipart/report; report-type=delivery-status' }, 'bounce'],
    [{ 'content-type': 'multipart/report; report-type=disposition-notification' }, 'auto-reply'],
    [{ 'list-id': '<users.example>' }, 'list'],
    [{ 'list-unsubscribe': '<https://x.example>' }, 'list'],
    [{ precedence: 'bulk' }, 'list'],
    [{ precedence: 'junk' }, 'list'],
    [{ precedence: 'list' }, 'list'],
    [{ precedence: 'auto_reply' }, 'auto-reply'],
    [{ precedence: 'first-class' }, null],
    [{ 'x-autoreply': 'yes' }, 'auto-reply'],
    [{ 'x-autorespond': '' }, 'auto-reply'],
    [{ 'x-autoresponse': 'x' }, 'auto-reply'],
    [{ 'x-loop': 'a@b' }, 'auto-reply'],
    [{ 'x-auto-response-suppress': 'All' }, null],
    [{ subject: 'Otomatik yanıt: sipariş' }, 'auto-reply'],
    [{ subject: 'OTOMATİK YANIT' }, 'auto-reply'],
    [{ subject: 'Otomatik cevap' }, 'auto-reply'],
    [{ subject: 'Automatic reply: order' }, 'auto-reply'],
    [{ subject: 'Out of Office: order' }, 'auto-reply'],
    [{ subject: 'Re: Automatic reply to my order' }, null],
    [{ subject: 'Out of stock?' }, null],
    [{ from: 'Mail Delivery <MAILER-DAEMON@mx.example>' }, 'bounce'],
    [{ from: 'no-reply@shop.example' }, 'auto-reply'],
    [{ from: 'Shop <orders-noreply@shop.example>' }, 'auto-reply'],
    [{ from: 'noreplacement@shop.example' }, null],
    [{ from: 'postmaster@shop.example', subject: 'Undeliverable: x' }, 'bounce'],
    [{ from: 'jane@home.example', subject: 'Delivery failed twice, why?' }, null],
  ])('takes %j for %s', (fields, expected) => {
    expect(classifyAutomatic(headers(fields as unknown as Record<string, string>))).toBe(expected);
  });

  test('a bounce outranks a list, a list an automatic answer', () => {
    expect(
      classifyAutomatic(
        headers({ 'x-failed-recipients': 'a@b', precedence: 'bulk', 'auto-submitted': 'auto-replied' }),
      ),
    ).toBe('bounce');
    expect(classifyAutomatic(headers({ precedence: 'bulk', 'auto-submitted': 'auto-generated' }))).toBe('list');
  });

  test('the wish for no automatic answer is heard, but proves nothing', () => {
    expect(suppressesAutoResponse(headers({ 'x-auto-response-suppress': 'OOF, AutoReply' }))).toBe(true);
    expect(suppressesAutoResponse(headers({ 'x-auto-response-suppress': 'None' }))).toBe(false);
    expect(suppressesAutoResponse(headers({ 'x-auto-response-suppress': 'RN, NRN' }))).toBe(false);
  });
});
