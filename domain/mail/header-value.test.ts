import fc from 'fast-check';
import { safeBodyText } from './body-text.ts';
import { safeHeaderValue } from './header-value.ts';

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\r',
      '\n',
      '\0',
      '\u0085',
      '\u2028',
      '\u202e',
      '\u2066',
      '\u200b',
      '\ud800',
      '\u001b',
      ' ',
      'ş',
      '👍',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 400,
});

test('no text whatever can end a header line, hide in it or turn it round', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 300 }), (text, maxLength) => {
      const value = safeHeaderValue(text, maxLength);
      expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]/u);
      expect(value.isWellFormed()).toBe(true);
      expect(value.length).toBeLessThanOrEqual(maxLength);
      expect(value).toBe(value.trim());
      expect(safeHeaderValue(value, maxLength)).toBe(value);
    }),
  );
});

test('plain text stays as it is', () => {
  expect(safeHeaderValue('Re: İade talebi — sipariş 42 👍')).toBe('Re: İade talebi — sipariş 42 👍');
  expect(safeHeaderValue('Konu\r\nBcc: victim@example.net')).toBe('Konu Bcc: victim@example.net');
  expect(safeHeaderValue('x'.repeat(300))).toHaveLength(200);
});

test('a body keeps its lines and loses what would act on a terminal', () => {
  expect(safeBodyText('bir\r\niki\rüç\u2028dört\t\u001b[31mx\u202e')).toBe('bir\niki\nüç\ndört\t[31mx');
  fc.assert(fc.property(hostile, (text) => expect(safeBodyText(text)).not.toMatch(/[^\P{Cc}\n\t]|\p{Cs}/u)));
  expect(safeBodyText('x'.repeat(200_000)).length).toBeLessThan(100_100);
});
