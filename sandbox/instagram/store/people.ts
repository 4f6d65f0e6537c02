import { createHash } from 'node:crypto';

/** A customer by user name; the Instagram-scoped id of a name is always the same. */
export function personNamed(username: string): { id: string; username: string } {
  const digits = BigInt(`0x${createHash('sha256').update(username).digest('hex').slice(0, 12)}`);
  return { id: `62${String(digits).padStart(15, '0')}`, username };
}
