import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { makeReplyAddress, readReplyToken, replyRecipientHash } from './reply-token.ts';

const key = randomBytes(32);
const make = (ticketNumber: number, extra: object = {}) =>
  makeReplyAddress({ base: 'support@example.com', ticketNumber, recipient: 'ali@example.net', key, ...extra });

const localPart = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,20}[a-z0-9])?$/);
const ticketNumber = fc.integer({ min: 1, max: 999_999_999 });

test('every reply address leads back to its ticket and recipient, in any case, and fits what mail servers take', () => {
  fc.assert(
    fc.property(ticketNumber, fc.emailAddress(), localPart, (number, recipient, local) => {
      const address = make(number, { recipient, base: `${local}@example.com` });
      expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
      for (const spelled of [address, address.toUpperCase(), `Destek <${address}`]) {
        const token = readReplyToken(['other@example.com', spelled], key);
        expect(token?.ticketNumber).toBe(number);
        expect(replyRecipientHash(recipient, key).startsWith(token?.recipientHash ?? '?')).toBe(true);
      }
    }),
  );
});

test('a token of another ticket, another recipient or another desk matches nothing, and is not an error', () => {
  const address = make(42);
  expect(readReplyToken([address.replace('t42', 't43')], key)).toBeNull();
  expect(readReplyToken([address], randomBytes(32))).toBeNull();
  const [, hash] = /t42\.([a-z2-7]+)/.exec(address) ?? [];
  expect(readReplyToken([address.replace(`${hash}`, 'aaaaaaaa')], key)).toBeNull();
});

test('no single changed character is accepted', () => {
  const address = make(42);
  fc.assert(
    fc.property(
      fc.nat(address.indexOf('@') - 1),
      fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'.split('')),
      (at, letter) => {
        const forged = address.slice(0, at) + letter + address.slice(at + 1);
        const isSigned = at > address.indexOf('+t') + 1;
        if (isSigned && forged !== address) expect(readReplyToken([forged], key)).toBeNull();
      },
    ),
  );
});

test('hostile addresses are simply no match', () => {
  fc.assert(fc.property(fc.array(fc.string()), (addresses) => expect(readReplyToken(addresses, key)).toBeNull()));
  expect(readReplyToken(['+'.repeat(1_000_000), `${'a'.repeat(1_000_000)}+t1.aaaa.bbbb@x`], key)).toBeNull();
});

test('a base address without room for the token is refused when it is set up', () => {
  expect(() => make(42, { base: `${'a'.repeat(60)}@example.com` })).toThrow(/too long/);
  expect(make(123_456_789, { base: `${'a'.repeat(30)}@example.com` }).indexOf('@')).toBeLessThanOrEqual(64);
});
