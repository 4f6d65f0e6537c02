import { createHmac, timingSafeEqual } from 'node:crypto';
import { base32 } from './base32.ts';
import { DeskError } from '../../domain/errors.ts';

/**
 * The signed reply address of a redirection mail: `support+t42.HASH.MAC@example.com`. Whoever answers it proves that
 * they got our mail about ticket 42, whatever their From says. The mac has 80 bits; base32 in lower case, because
 * mail servers may change the case of local parts.
 */

const MAC_BYTES = 10;
/** RFC 5321 4.5.3.1.1. */
const MAX_LOCAL_PART_OCTETS = 64;
const RECIPIENT_HASH_LENGTHS = [8, 6, 4];
const MAX_ADDRESSES_READ = 100;
const TOKEN = /\+t(\d{1,15})\.([a-z2-7]{4,8})\.([a-z2-7]{16})@[^@]*$/i;

export type ReplyAddress = { base: string; ticketNumber: number; recipient: string; key: Buffer };
export type ReplyToken = { ticketNumber: number; recipientHash: string };

/** Errors: INVALID_INPUT when the base address leaves no room for the token in its local part. */
export function makeReplyAddress({ base, ticketNumber, recipient, key }: ReplyAddress): string {
  const at = base.lastIndexOf('@');
  for (const hashLength of RECIPIENT_HASH_LENGTHS) {
    const hash = replyRecipientHash(recipient, key).slice(0, hashLength);
    const localPart = `${base.slice(0, at)}+t${ticketNumber}.${hash}.${macOf(ticketNumber, hash, key)}`;
    if (Buffer.byteLength(localPart) <= MAX_LOCAL_PART_OCTETS) return `${localPart}@${base.slice(at + 1)}`;
  }
  throw new DeskError('INVALID_INPUT', `${base} is too long before the @ to carry a reply token`);
}

/**
 * The first valid token among the addresses of a mail (Delivered-To, X-Original-To, To, Cc), or null. A wrong token
 * only means "no match": nothing may be refused for it.
 */
export function readReplyToken(addresses: readonly string[], key: Buffer): ReplyToken | null {
  for (const address of addresses.slice(0, MAX_ADDRESSES_READ)) {
    const [, number, hash, mac] = TOKEN.exec(address.slice(-400)) ?? [];
    if (number === undefined || hash === undefined || mac === undefined) continue;
    const recipientHash = hash.toLowerCase();
    const expected = Buffer.from(macOf(Number(number), recipientHash, key));
    if (timingSafeEqual(expected, Buffer.from(mac.toLowerCase())))
      return { ticketNumber: Number(number), recipientHash };
  }
  return null;
}

/** Tells by whom an answer came back: compare with `startsWith`, tokens may carry only its beginning. */
export function replyRecipientHash(recipient: string, key: Buffer): string {
  return base32(hmac(key, `recipient:${recipient.trim().toLowerCase()}`)).slice(0, 8);
}

function macOf(ticketNumber: number, recipientHash: string, key: Buffer): string {
  return base32(hmac(key, `reply:${ticketNumber}:${recipientHash}`).subarray(0, MAC_BYTES));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
