import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createSecrets } from './secrets.ts';

const key = randomBytes(32);
const secrets = createSecrets(key);

test('whatever is sealed opens again in its own place, and is not readable in between', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
      const sealed = secrets.seal(text, context);
      expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[A-Za-z0-9_-]+$/);
      expect(secrets.open({ sealed }, context, {})).toBe(text);
    }),
  );
  expect(secrets.seal('parola-123', 'x')).not.toContain('parola');
});

test('the same secret sealed twice looks different', () => {
  expect(secrets.seal('parola', 'x')).not.toBe(secrets.seal('parola', 'x'));
});

test('a sealed secret copied to another source does not open there', () => {
  const sealed = secrets.seal('parola', 'source:1:password');
  expect(() => secrets.open({ sealed }, 'source:2:password', {})).toThrow(/source:2:password/);
});

test('a damaged secret, or one sealed with another key, is refused without a word of it', () => {
  const sealed = secrets.seal('parola-123', 'x');
  const damaged = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
  const other = createSecrets(randomBytes(32));
  for (const open of [() => secrets.open({ sealed: damaged }, 'x', {}), () => other.open({ sealed }, 'x', {})])
    expect(open).toThrow(
      expect.objectContaining({ code: 'SECRET_UNREADABLE', message: expect.not.stringContaining('parola') }),
    );
});

test('a secret named by the environment is read there, and a missing one is named', () => {
  expect(secrets.open({ env: 'IMAP_PASSWORD' }, 'x', { IMAP_PASSWORD: 'parola' })).toBe('parola');
  expect(() => secrets.open({ env: 'IMAP_PASSWORD' }, 'x', {})).toThrow('IMAP_PASSWORD is not set');
});

test('a desk without a key can use the environment, and says what is missing to seal', () => {
  const keyless = createSecrets(null);
  expect(keyless.open({ env: 'A' }, 'x', { A: 'b' })).toBe('b');
  expect(() => keyless.seal('parola', 'x')).toThrow(expect.objectContaining({ code: 'SECRET_KEY_MISSING' }));
  expect(() => createSecrets(randomBytes(16))).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
