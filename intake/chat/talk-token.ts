import { makeToken, readToken } from '../../channels/web/signed-token.ts';
import { Refusal } from './refusal.ts';

/** What a visitor's page names its talk by. @throws Refusal 503 when this desk has no key to sign with */
export function talkToken(secretKey: Buffer | null, conversationId: string): string {
  return makeToken(requireKey(secretKey), 'conversation', conversationId);
}

/** @throws Refusal 404 for a token that we did not make */
export function talkOfToken(secretKey: Buffer | null, token: string): string {
  const conversationId = readToken(requireKey(secretKey), 'conversation', token);
  return conversationId ?? refuseTalk();
}

/** @throws Refusal 404 */
export function refuseTalk(): never {
  throw new Refusal({ status: 404, code: 'NOT_FOUND', message: 'there is no such conversation' });
}

/** @throws Refusal 503 */
export function requireKey(secretKey: Buffer | null): Buffer {
  if (secretKey) return secretKey;
  throw new Refusal({
    status: 503,
    code: 'SECRET_KEY_MISSING',
    message: 'this desk cannot take chats yet: DESKHAND_SECRET_KEY is not set',
  });
}
