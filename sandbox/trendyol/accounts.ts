import { randomBytes } from 'node:crypto';
import type { ApiKeys, SellerAccount } from './state.ts';

/** Two sellers, each with keys of its own for production and for the stage. */
export function sampleSellers(): SellerAccount[] {
  return [
    { sellerId: 214530, storeName: 'Ege Pamuk' },
    { sellerId: 385172, storeName: 'Lodos Ev' },
  ].map((seller) => ({ ...seller, keys: newKeys(), stageKeys: newKeys(), keysRevoked: false }));
}

export function newKeys(): ApiKeys {
  return { apiKey: randomBytes(10).toString('hex'), apiSecret: randomBytes(10).toString('hex') };
}

/** Whether an `Authorization` header carries these keys as Basic credentials (developers.trendyol.com, "Authorization"). */
export function carriesKeys(header: string | undefined, { apiKey, apiSecret }: ApiKeys): boolean {
  return header === `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
}

/**
 * Whether a `User-Agent` is as the page "Authorization" wants it: the seller's number, ` - `, and `SelfIntegration` or
 * an integrator's name of at most 30 letters and digits. That the number must be that of the path is not written there:
 * the stricter reading.
 */
export function isProperUserAgent(header: string | undefined, sellerId: string): boolean {
  const [, named] = /^(\d+) - [A-Za-z0-9]{1,30}$/.exec(header ?? '') ?? [];
  return named === sellerId;
}
