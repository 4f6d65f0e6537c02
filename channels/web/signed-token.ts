import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token opens: a token for one thing opens nothing else. */
export type TokenPurpose = 'status' | 'conversation' | 'thanks' | 'page';

const LONGEST_TOKEN = 400;

/** `<id>.<mac>`, both base64url: whoever has it may see what the id names. */
export function makeToken(key: Buffer, purpose: TokenPurpose, id: string): string {
  return `${Buffer.from(id).toString('base64url')}.${macOf(key, purpose, id).toString('base64url')}`;
}

/** @returns the id, or null for a token that we did not make for this purpose */
export function readToken(key: Buffer, purpose: TokenPurpose, token: string): string | null {
  if (token.length > LONGEST_TOKEN) return null;
  const [id, mac, ...rest] = token.split('.');
  if (!id || !mac || rest.length > 0) return null;
  const named = Buffer.from(id, 'base64url').toString();
  const expected = macOf(key, purpose, named);
  const given = Buffer.from(mac, 'base64url');
  // Compared again as text: base64 has several spellings of the same bytes, and one token is enough.
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs && makeToken(key, purpose, named) === token ? named : null;
}

function macOf(key: Buffer, purpose: TokenPurpose, id: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}:${id}`).digest();
}
